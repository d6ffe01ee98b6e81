"""The network map: devices in layers, the cables between their ports, by site, VLAN and subnet."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from cmdb_server.address_ranges import range_of
from cmdb_server.api.dependencies import ServicesDep, requires, sight_of_request
from cmdb_server.api.routes import answer, resource, streams
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.csv_text import csv_line
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.filter_language.query import parse
from cmdb_server.network_map.answers import MapLink, MapSite, MapSites, NetworkMap
from cmdb_server.network_map.choosing import Wish
from cmdb_server.network_map.maps import NetworkMaps
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.index import SearchIndex
from graph_schema import Registry

router = resource("network map")
MOST_WITHOUT_SITE = 20_000
_DEVICE = "device"
_HIGHEST_VLAN = 4094
_CSV_HEAD = (
    "device", "port", "peer_device", "peer_port", "vlans", "members", "confidence", "inferred", "stale",
    "evidence", "sources", "first_seen_at", "last_seen_at",
)  # fmt: skip


class UnknownSiteError(CmdbError):
    """There is no map of a site."""

    def __init__(self, site: str) -> None:
        """404, naming the site."""
        remedy = "GET /api/v1/network-map/sites and `cmdb network-map --sites` list those that have devices"
        error = FieldError("site", site[:100], "is a site without a device that you may see", remedy)
        super().__init__(f"site {error.value!r} {error.message}; {remedy}", 404, "unknown_site", (error,))


class TooManyDevicesError(CmdbError):
    """A map of everything, or of all that stands on no site, would take too long to read."""

    def __init__(self, site: str | None, devices: int) -> None:
        """422, saying how many there are; `site` is None for all, "" for those on none."""
        which = f"is not given, and all {devices:,} devices" if site is None else f"is none, and {devices:,} devices"
        remedy = "ask for one site: GET /api/v1/network-map/sites and `cmdb network-map --sites` list them"
        error = FieldError("site", "", f"{which} are too many for one map", remedy)
        super().__init__(f"site {error.message}; {remedy}", 422, "too_many_devices", (error,))


class _Then(NamedTuple):
    """What there is to ask, of now or of a time."""

    registry: Registry
    search: SearchIndex
    maps: NetworkMaps


def _then(services: ServicesDep, as_of: AsOf) -> _Then:
    return _Then(services.registry, services.index.as_of(as_of), services.network_maps.as_of(as_of))


ThenDep = Annotated[_Then, Depends(_then)]


def _map(
    request: Request,
    then: ThenDep,
    *,
    site: Annotated[
        str | None, Query(max_length=500, description='Only of this site; "" for the devices on no site.')
    ] = None,
    vlan: Annotated[int | None, Query(ge=1, le=_HIGHEST_VLAN, description="Only what carries this VLAN.")] = None,
    subnet: Annotated[
        str | None,
        Query(max_length=100, description="Only devices with an address in it, and their way out: 10.0.7.0/24."),
    ] = None,
    scope: Annotated[str | None, Query(max_length=200, description="Only of this network scope.")] = None,
) -> NetworkMap:
    wish = Wish(vlan, range_of(subnet, "subnet") if subnet else None, scope or None)
    devices = then.search.listed(_filters(then.registry, site))
    if site and not devices:
        raise UnknownSiteError(site)
    if not site and len(devices) > MOST_WITHOUT_SITE:
        raise TooManyDevicesError(site, len(devices))
    return then.maps.of(site or None, devices, wish, sight_of_request(request))


MapDep = Annotated[NetworkMap, Depends(_map)]


def _filters(registry: Registry, site: str | None) -> Filters:
    if site is None:
        return Filters(ci_class=(_DEVICE,))
    if site:
        return Filters(ci_class=(_DEVICE,), site=(site,))
    return Filters(ci_class=(_DEVICE,), query=parse("site missing", registry))


@router.get(
    "/network-map",
    name="get_network_map",
    response_model=NetworkMap,
    dependencies=[requires(READ, is_compiled=True)],
)
def get_network_map(found: MapDep) -> Response:
    """The devices of a site in layers, nearest to where the network is left first, and the links between them."""
    return answer(found)


@router.get(
    "/network-map/sites",
    name="list_network_map_sites",
    response_model=MapSites,
    dependencies=[requires(READ, is_compiled=True)],
)
def list_network_map_sites(then: ThenDep) -> Response:
    """The sites that have devices, the largest first; devices whose site nobody told come last."""
    counts = then.search.site_counts(Filters(ci_class=(_DEVICE,)))
    ranked = sorted(counts, key=lambda site: (site is None, -counts[site], site or ""))
    return answer(MapSites(tuple(MapSite(site, counts[site]) for site in ranked)))


@router.get(
    "/network-map/export",
    name="export_network_map",
    response_class=StreamingResponse,
    responses=streams("text/csv"),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_network_map(found: MapDep) -> StreamingResponse:
    """The map as a list, port by port: one line for each cable."""
    head = {"Content-Disposition": 'attachment; filename="network-map.csv"'}
    return StreamingResponse(_csv(found), media_type="text/csv; charset=utf-8", headers=head)


def _csv(found: NetworkMap) -> Iterator[str]:
    names = {device.uid: device.name for device in found.devices}
    yield csv_line(_CSV_HEAD)
    for link in found.links:
        yield from _lines(link, names)


def _lines(link: MapLink, names: dict[str, str]) -> Iterator[str]:
    for cable in link.cables:
        ends = (names[link.source], cable.port.name, names[link.target], cable.peer.name)
        evidence = "; ".join(f"{name}: {value}" for name, value in cable.attributes.items())
        sources = "; ".join(source.key for source in cable.sources)
        is_ = (cable.confidence, cable.is_inferred, cable.is_stale)
        vlans = " ".join(map(str, cable.vlans))
        yield csv_line((*ends, vlans, link.members, *is_, evidence, sources, cable.first_seen_at, cable.last_seen_at))
