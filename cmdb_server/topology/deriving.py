"""Everything that follows from an estate: each link once, with all that speaks for it; a port has one cable."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from cmdb_server.topology.between_bridges import between_bridges
from cmdb_server.topology.bridges import bridges_of
from cmdb_server.topology.edges import edges_of
from cmdb_server.topology.estate import (
    ACCESS,
    AGGREGATE,
    MEMBER,
    UPLINK,
    Derived,
    Estate,
    Link,
    UnmanagedSwitch,
)
from cmdb_server.topology.gateways import gateways_of
from cmdb_server.topology.neighbours import neighbours_of
from cmdb_server.topology.point_to_point import point_to_point
from cmdb_server.topology.stations import Stations, network_gear, stations_of

_MOST_SURE = 0.99


def derive(estate: Estate) -> Derived:
    """A pure function of what is known: neither the order of reports nor how often they came matters."""
    stations = stations_of(estate)
    heard = neighbours_of(stations)
    bridges = bridges_of(stations, [(link.source, link.target) for link in heard.links])
    edges = edges_of(stations, heard, bridges)
    plugged = [link for link in heard.links if not link.ends & edges.through]
    said = [*plugged, *_aggregated(stations, plugged), *bridges.links, *edges.links]
    links = _one_for_each_port(_joined(stations, said), edges.bonds)
    shared = between_bridges(stations, links, bridges, {port for link in links for port in link.ends})
    cut = {port for switch in shared for port in switch.members}
    links = [link for link in links if not link.ends & cut]
    taken = {port for link in links for port in link.ends}
    between = [switch for switch in heard.switches if not edges.through & set(switch.members)]
    switches = _apart([*shared, *_others(shared, [*between, *bridges.switches, *edges.switches])], taken)
    taken |= {port for switch in switches for port in switch.members}
    links += _one_for_each_port(_joined(stations, point_to_point(stations, taken)))
    return Derived(tuple(sorted(links)), tuple(sorted(switches)), tuple(gateways_of(estate)))


def _others(shared: Iterable[UnmanagedSwitch], switches: Iterable[UnmanagedSwitch]) -> Iterator[UnmanagedSwitch]:
    """Those of which no port is at one of the first."""
    used = {port for switch in shared for port in switch.members}
    yield from (switch for switch in switches if not used & set(switch.members))


def _aggregated(stations: Stations, links: Iterable[Link]) -> Iterator[Link]:
    """The aggregates whose members are wired to each other."""
    for link in links:
        first, second = stations.whole_of(link.source), stations.whole_of(link.target)
        if first != link.source and second != link.target:
            told = f"{stations.name_of(link.source)} and {stations.name_of(link.target)} are members"
            yield link._replace(source=first, target=second, explanation=told)


def _joined(stations: Stations, links: Iterable[Link]) -> list[Link]:
    """What several tables say of one link, as one."""
    by_ends: dict[frozenset[str], list[Link]] = {}
    for link in links:
        by_ends.setdefault(link.ends, []).append(link)
    return [_join(stations, group) for group in by_ends.values()]


def _join(stations: Stations, group: Sequence[Link]) -> Link:
    evidence = tuple(sorted({name for link in group for name in link.evidence}))
    doubt = 1.0
    for by in sorted({link.evidence: link.confidence for link in group}.items()):
        doubt *= 1 - by[1]
    explanation = "; ".join(dict.fromkeys(sorted(link.explanation for link in group)))
    through = "" if any(not link.through for link in group) else group[0].through
    source, target = _directed(stations, min(group[0].ends), max(group[0].ends))
    confidence = min(_MOST_SURE, round(1 - doubt, 3))
    return Link(source, target, _kind(stations, source, target), evidence, confidence, explanation, through)


def _directed(stations: Stations, first: str, second: str) -> tuple[str, str]:
    """From the machine to its switch, else from the smaller uid: so that one cable is stored once."""
    ranks = [_rank(stations, port) for port in (first, second)]
    return (second, first) if ranks[0] > ranks[1] else (first, second)


def _rank(stations: Stations, port: str) -> int:
    device = stations.estate.devices[stations.estate.ports[port].device]
    tables = stations.estate.tables.get(device.uid)
    return network_gear(device) + bool(tables and tables.forwarding)


def _kind(stations: Stations, source: str, target: str) -> str:
    ends = (source, target)
    if any(stations.whole_of(port) != port for port in ends):
        return MEMBER
    if any(stations.estate.ports[port].kind == "bond" for port in ends):
        return AGGREGATE
    devices = [stations.estate.devices[stations.estate.ports[port].device] for port in ends]
    return UPLINK if all(map(network_gear, devices)) else ACCESS


def _one_for_each_port(links: Iterable[Link], bonds: Collection[str] = ()) -> list[Link]:
    """Of links that contradict each other the surest; many machines may be behind one port through something.

    `bonds` are at several devices.
    """
    kept: list[Link] = []
    taken: set[str] = set()
    for link in sorted(links, key=lambda entry: (bool(entry.through), -entry.confidence, entry)):
        own = ({link.source} if link.through else link.ends) - {*bonds}
        if not own & taken:
            kept.append(link)
            taken |= own
    return kept


def _apart(switches: Iterable[UnmanagedSwitch], taken: set[str]) -> list[UnmanagedSwitch]:
    """The switches all of whose ports are free; the surest first."""
    kept: list[UnmanagedSwitch] = []
    used = set(taken)
    for switch in sorted(switches, key=lambda entry: (-entry.confidence, entry)):
        if not used & set(switch.members):
            kept.append(switch)
            used |= set(switch.members)
    return kept
