"""Coverage: of what is seen on the wire, how much answers, opens, is inventoried and is fresh, by subnet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple

import msgspec

from cmdb_server.data_source_names import scanned_place
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.queries import topology
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.network_scopes import NetworkScopes
from cmdb_server.network_scans.trap_receivers import read_receivers
from cmdb_server.network_scope_names import scope_of
from cmdb_server.permissions.sight import Place
from cmdb_server.timestamps import OPEN
from cmdb_server.unknown_stations import UnknownStation, decoded

STAGES = ("seen", "reachable", "opened", "inventoried", "fresh")
_READERS = ("agent:", "ssh:", "snmp:")
_ADDRESSES = msgspec.json.Decoder(list[str])
_V4, _V4_PREFIX, _V6_PREFIX = 4, 24, 64


class Spot(NamedTuple):
    """An address in a network scope, how far it came (a place in STAGES), and the machine that has it, "" for none."""

    network_scope: str
    address: str
    stage: int
    ci_uid: str = ""


@dataclass(frozen=True)
class Funnel:
    """A subnet: how many addresses came at least as far as each stage; `site` "" where nothing tells it."""

    network_scope: str
    subnet: str
    site: str
    counts: tuple[int, ...]


class Unaddressed(NamedTuple):
    """Something that is seen on the wire by its hardware address alone."""

    network_scope: str
    station: UnknownStation


class Coverage:
    """Counts what the graph and the scans tell."""

    def __init__(
        self, store: GraphStore, scopes: NetworkScopes, places: Callable[[Iterable[str]], Mapping[str, Place]]
    ) -> None:
        """`places` tells on which site CIs stand."""
        self._store, self._scopes, self._places = store, scopes, places

    def funnels(self) -> list[Funnel]:
        """The subnets, those with the most that is missing first."""
        sites = {scope.name: scope.site for scope in self._scopes.all()}
        found = [self._funnel(key, spots, sites) for key, spots in self._by_subnet().items()]
        return sorted(found, key=lambda funnel: (funnel.counts[-1] - funnel.counts[0], funnel.subnet))

    def spots(self, network_scope: str, subnet: str) -> list[Spot]:
        """The addresses of a subnet, those that came least far first."""
        found = self._by_subnet().get((network_scope, subnet), [])
        return sorted(found, key=_least_far)

    def spots_of_site(self, site: str) -> list[Spot]:
        """The addresses of all subnets of a site, "" for those of no known one; those that came least far first."""
        sites = {scope.name: scope.site for scope in self._scopes.all()}
        by_subnet = self._by_subnet()
        ours = [spots for key, spots in by_subnet.items() if self._funnel(key, spots, sites).site == site]
        return sorted((spot for spots in ours for spot in spots), key=_least_far)

    def unaddressed(self, network_scope: str = "") -> list[Unaddressed]:
        """Who is seen and has neither a CI nor a known IP address, "" for all scopes; who is alone at a port first."""
        found = self._store.read(read_unknown)
        kept = [Unaddressed(scope, one) for scope, one in found if network_scope in ("", scope) and not one.addresses]
        return sorted(kept, key=lambda entry: (entry.station.others, entry.network_scope, entry.station.mac))

    def _funnel(self, key: tuple[str, str], spots: list[Spot], sites: Mapping[str, str]) -> Funnel:
        scope, subnet = key
        site = sites.get(scope) or self._site_of({spot.ci_uid for spot in spots if spot.ci_uid})
        return Funnel(scope, subnet, site, counts_of(spots))

    def _site_of(self, cis: set[str]) -> str:
        """The site on which most machines of a subnet stand."""
        named = [place.site for place in self._places(cis).values() if place.site]
        return max(sorted(set(named)), key=named.count, default="")

    def _by_subnet(self) -> dict[tuple[str, str], list[Spot]]:
        return self._store.read(_read)


def _least_far(spot: Spot) -> tuple[int, int, int, str]:
    at = ip_address(spot.address)
    return spot.stage, at.version, int(at), spot.network_scope


def counts_of(spots: Iterable[Spot]) -> tuple[int, ...]:
    """How many came at least as far as each stage: never more at a later one."""
    stages = [spot.stage for spot in spots]
    return tuple(sum(stage >= turn for stage in stages) for turn in range(len(STAGES)))


class Subnets:
    """The known subnets of a network scope; the narrowest that holds an address is found by a few look-ups."""

    def __init__(self, cidrs: Iterable[str]) -> None:
        """`cidrs` as the graph has them."""
        self._names: dict[tuple[int, int], dict[int, str]] = {}
        for cidr in cidrs:
            network = ip_network(cidr, strict=False)
            shift = network.max_prefixlen - network.prefixlen
            self._names.setdefault((network.version, shift), {})[int(network.network_address) >> shift] = str(network)
        self._shifts = sorted(self._names)

    def of(self, text: str) -> str:
        """The narrowest known subnet that holds an address, else the usual one around it; "" for one that is nobody's.

        What is out in the world is nobody's to inventory, unless a known subnet holds it.
        """
        at = ip_address(text)
        number = int(at)
        for version, shift in self._shifts:
            if version == at.version and (name := self._names[version, shift].get(number >> shift)):
                return "" if at.is_loopback or at.is_link_local else name
        if not at.is_private or at.is_loopback or at.is_link_local or at.is_unspecified:
            return ""
        prefix = _V4_PREFIX if at.version == _V4 else _V6_PREFIX
        return str(ip_network(f"{at}/{prefix}", strict=False))


def _read(tx: Transaction) -> dict[tuple[str, str], list[Spot]]:
    subnets = tx.run(queries.SUBNETS)[0]
    cidrs: dict[str, list[str]] = {}
    for cidr, identifiers in zip(subnets["cidr"], subnets["identifiers"], strict=True):
        cidrs.setdefault(scope_of(identifiers), []).append(cidr)
    known = {scope: Subnets(texts) for scope, texts in cidrs.items()}
    none, found = Subnets(()), dict[tuple[str, str], list[Spot]]()
    for spot in _spots(tx).values():
        if subnet := known.get(spot.network_scope, none).of(spot.address):
            found.setdefault((spot.network_scope, subnet), []).append(spot)
    return found


def _spots(tx: Transaction) -> dict[tuple[str, str], Spot]:
    seen, answered, roots = tx.run(queries.ADDRESSES, open=OPEN)[0], tx.run(queries.ANSWERED_TARGETS)[0], _roots(tx)
    spots: dict[tuple[str, str], Spot] = {}
    for scope, address in _on_the_wire(tx):
        _keep(spots, Spot(scope, address, 0))
    for address, identifiers, owner in zip(seen["address"], seen["identifiers"], seen["owner_uid"], strict=True):
        stage = STAGES.index("fresh" if roots[owner] else "inventoried") if owner in roots else 0
        _keep(spots, Spot(scope_of(identifiers), address, stage, owner))
    for scope, address, uid, is_fresh in _read_at(tx):
        _keep(spots, Spot(scope, address, STAGES.index("fresh" if is_fresh else "inventoried"), uid))
    names = ("network_scope", "address", "opened_at", "read_at")
    for receiver in read_receivers(tx):
        for sender in receiver.unknown:
            _keep(spots, Spot(receiver.network_scope, sender.address, STAGES.index("seen")))
    for scope, address, opened_at, read_at in zip(*(answered[name] for name in names), strict=True):
        stage = "inventoried" if read_at else "opened" if opened_at else "reachable"
        _keep(spots, Spot(scope, address, STAGES.index(stage)))
    return spots


def read_unknown(tx: Transaction) -> list[tuple[str, UnknownStation]]:
    """The hardware addresses that are seen and are nobody's, with their network scopes."""
    scopes = [row["scope"] for row in tx.run(topology.SCOPES)]
    rows = tx.run(topology.UNKNOWN, scopes=scopes) if scopes else ()
    return [
        (scope, station)
        for row in rows
        for scope, body in zip(row["scope"], row["body"], strict=True)
        for station in decoded(body)
    ]


def _on_the_wire(tx: Transaction) -> Iterator[tuple[str, str]]:
    """The addresses that devices have resolved or heard of."""
    scopes = [row["scope"] for row in tx.run(topology.SCOPES)]
    for row in tx.run(topology.SEEN, scopes=scopes) if scopes else ():
        for scope, body in zip(row["scope"], row["body"], strict=True):
            yield from ((scope, address) for address in _ADDRESSES.decode(body))


def _keep(spots: dict[tuple[str, str], Spot], spot: Spot) -> None:
    before = spots.get(spot[:2])
    if before is None:
        spots[spot[:2]] = spot
    else:
        spots[spot[:2]] = spot._replace(stage=max(spot.stage, before.stage), ci_uid=spot.ci_uid or before.ci_uid)


def _read_at(tx: Transaction) -> Iterator[tuple[str, str, str, bool]]:
    """The addresses by which machines are read, as the names of their sources have them: many do not tell them."""
    found = tx.run(queries.READ_ROOTS)[0]
    for key, uid, freshness in zip(found["key"], found["root_uid"], found["freshness"], strict=True):
        if place := scanned_place(key):
            yield *place, uid, not freshness


def _roots(tx: Transaction) -> dict[str, bool]:
    """The machines that something has read, with whether what it said is fresh."""
    found: Mapping[str, list[Any]] = tx.run(queries.READ_ROOTS)[0]
    roots: dict[str, bool] = {}
    for key, uid, freshness in zip(found["key"], found["root_uid"], found["freshness"], strict=True):
        if key.startswith(_READERS):
            roots[uid] = roots.get(uid, False) or not freshness
    return roots
