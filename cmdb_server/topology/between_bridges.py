"""Machines that are at neither of two bridges but between them, at a switch that nobody reads.

Both bridges show such a machine at the port towards the other one, and no port at an edge shows it. On a plain cable
nothing is there; so the cable that was told by other means leads to a switch that passes on what told it.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from cmdb_server.ingest.link_evidence import macs_in
from cmdb_server.topology.bridges import Bridges
from cmdb_server.topology.estate import FORWARDING, Link, Tables, UnmanagedSwitch
from cmdb_server.topology.stations import Stations, is_virtual

_CONFIDENCE = 0.6
_MOST_BEHIND = 48  # ports of the largest switches that nobody manages
# Of tables that were read long after each other, a machine that was moved meanwhile would be between.
_MOST_APART = 15 * 60 * 1_000_000


def between_bridges(
    stations: Stations, links: Iterable[Link], bridges: Bridges, taken: Collection[str]
) -> list[UnmanagedSwitch]:
    """The switches with machines on cables between two bridges, and those between several with the machines at them.

    `taken` are the ports that have their place.
    """
    groups = [(tuple(sorted(link.ends)), _CONFIDENCE) for link in links if not link.through]
    groups += [(switch.members, switch.confidence) for switch in bridges.switches]
    at_edges: set[str] | None = None
    found: list[UnmanagedSwitch] = []
    for ends, confidence in groups:
        runs = _seen_at(stations, ends)
        seen = set[str].intersection(*runs) if runs else set[str]()
        if not seen:
            continue
        at_edges = _at_edges(stations, bridges) if at_edges is None else at_edges
        machines = sorted(set(_machines(stations, seen - at_edges)) - {*taken})
        if machines and len(machines) <= _MOST_BEHIND:
            found.append(_switch(stations, ends, machines, confidence))
    return found


def _seen_at(stations: Stations, ends: Iterable[str]) -> list[set[str]]:
    """What the tables of bridges show at each of these ports; nothing unless all can be compared."""
    estate = stations.estate
    ports = [estate.ports[end] for end in ends]
    tables = [estate.tables.get(port.device, Tables(port.device)) for port in ports]
    runs = [table.forwarding.get(port.uid, "") for table, port in zip(tables, ports, strict=True)]
    is_far = any(abs(one.observed_at - two.observed_at) > _MOST_APART for one, two in combinations(tables, 2))
    if is_far or not all(runs) or any(port.kind == "bond" for port in ports):
        return []
    return [set(macs_in(run)) for run in runs]


def _at_edges(stations: Stations, bridges: Bridges) -> set[str]:
    """What is shown at a port that leads to no other bridge."""
    tables = (stations.estate.tables[bridge] for bridge in bridges.uids)
    runs = (run for table in tables for port, run in table.forwarding.items() if port not in bridges.behind)
    return {mac for run in runs for mac in macs_in(run)}


def _machines(stations: Stations, macs: Iterable[str]) -> Iterator[str]:
    """The ports of machines with a cable of their own: those of software and of radio wander."""
    for mac in macs:
        at = stations.port_of_mac(mac)
        if at is not None and at.kind == "ethernet" and not is_virtual(mac):
            device = stations.estate.devices[at.device]
            tables = stations.estate.tables.get(at.device)
            if device.ci_class != "switch" and not (tables and tables.forwarding):
                yield at.uid


def _switch(stations: Stations, ends: tuple[str, ...], machines: list[str], confidence: float) -> UnmanagedSwitch:
    names = " and ".join(map(stations.name_of, ends))
    who = f"{len(machines)} machines" if len(machines) > 1 else stations.name_of(machines[0])
    told = f"{names} each see {who} towards the others, and no port at an edge does"
    title = f"Unmanaged switch at {stations.name_of(ends[0])}"
    return UnmanagedSwitch(ends[0], title, (*ends, *machines), confidence, FORWARDING, told)
