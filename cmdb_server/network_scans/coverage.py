"""Coverage: of what is seen on the wire, how much answers, opens, is inventoried and is fresh, by subnet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, NamedTuple, TypeAlias

from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.network_scopes import NetworkScopes, scope_of
from cmdb_server.permissions.sight import Place
from cmdb_server.timestamps import OPEN

STAGES = ("seen", "reachable", "opened", "inventoried", "fresh")
_READERS = ("agent:", "ssh:", "snmp:")
_V4, _V4_PREFIX, _V6_PREFIX = 4, 24, 64
_Network: TypeAlias = IPv4Network | IPv6Network


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
        return sorted(found, key=lambda spot: (spot.stage, int(ip_address(spot.address))))

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


def counts_of(spots: Iterable[Spot]) -> tuple[int, ...]:
    """How many came at least as far as each stage: never more at a later one."""
    stages = [spot.stage for spot in spots]
    return tuple(sum(stage >= turn for stage in stages) for turn in range(len(STAGES)))


def subnet_of(address: str, known: Mapping[int, list[_Network]]) -> str:
    """The narrowest known subnet that holds an address, else the usual one around it; "" for one that is nobody's.

    What is out in the world is nobody's to inventory, unless a known subnet holds it.
    """
    at = ip_address(address)
    if at.is_loopback or at.is_link_local or at.is_multicast or at.is_unspecified:
        return ""
    found = next((network for network in known.get(at.version, []) if at in network), None)
    if found is None and not at.is_private:
        return ""
    prefix = _V4_PREFIX if at.version == _V4 else _V6_PREFIX
    return str(found or ip_network(f"{at}/{prefix}", strict=False))


def _read(tx: Transaction) -> dict[tuple[str, str], list[Spot]]:
    subnets = tx.run(queries.SUBNETS)[0]
    known: dict[str, dict[int, list[_Network]]] = {}
    for cidr, identifiers in zip(subnets["cidr"], subnets["identifiers"], strict=True):
        network = ip_network(cidr, strict=False)
        known.setdefault(scope_of(identifiers), {}).setdefault(network.version, []).append(network)
    for versions in known.values():
        for networks in versions.values():
            networks.sort(key=lambda network: -network.prefixlen)
    found: dict[tuple[str, str], list[Spot]] = {}
    for spot in _spots(tx).values():
        subnet = subnet_of(spot.address, known.get(spot.network_scope, {}))
        if subnet:
            found.setdefault((spot.network_scope, subnet), []).append(spot)
    return found


def _spots(tx: Transaction) -> dict[tuple[str, str], Spot]:
    seen, answered, roots = tx.run(queries.ADDRESSES, open=OPEN)[0], tx.run(queries.ANSWERED_TARGETS)[0], _roots(tx)
    spots: dict[tuple[str, str], Spot] = {}
    for address, identifiers, owner in zip(seen["address"], seen["identifiers"], seen["owner_uid"], strict=True):
        stage = STAGES.index("fresh" if roots[owner] else "inventoried") if owner in roots else 0
        _keep(spots, Spot(scope_of(identifiers), address, stage, owner))
    names = ("network_scope", "address", "opened_at", "read_at")
    for scope, address, opened_at, read_at in zip(*(answered[name] for name in names), strict=True):
        stage = "inventoried" if read_at else "opened" if opened_at else "reachable"
        _keep(spots, Spot(scope, address, STAGES.index(stage)))
    return spots


def _keep(spots: dict[tuple[str, str], Spot], spot: Spot) -> None:
    before = spots.get(spot[:2])
    if before is None:
        spots[spot[:2]] = spot
    else:
        spots[spot[:2]] = spot._replace(stage=max(spot.stage, before.stage), ci_uid=spot.ci_uid or before.ci_uid)


def _roots(tx: Transaction) -> dict[str, bool]:
    """The machines that something has read, with whether what it said is fresh."""
    found: Mapping[str, list[Any]] = tx.run(queries.READ_ROOTS)[0]
    roots: dict[str, bool] = {}
    for key, uid, freshness in zip(found["key"], found["root_uid"], found["freshness"], strict=True):
        if key.startswith(_READERS):
            roots[uid] = roots.get(uid, False) or not freshness
    return roots
