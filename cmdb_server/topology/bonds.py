"""Bonds whose cables lead to several devices: each of those sees the one address of the bond at a port of its own.

Which cable is where is known by LLDP alone; without it the bond is at all of these ports, and less sure to be.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cmdb_server.topology.estate import FORWARDING, Link, Port
from cmdb_server.topology.stations import Stations

_ONE_OF_SEVERAL = 0.6
_LEAST_MEMBERS = 2
_BOND = "bond"


@dataclass
class SplitBonds:
    """Links that follow, the ports at which they end, and the bonds that are at several devices."""

    links: list[Link] = field(default_factory=list[Link])
    ports: set[str] = field(default_factory=set[str])
    bonds: set[str] = field(default_factory=set[str])


def split_bonds(stations: Stations, wired: Iterable[Link], alone: Iterable[tuple[Port, str]]) -> SplitBonds:
    """`wired` are links of single cables that are known; `alone` the ports at which nobody but one port is seen."""
    found = SplitBonds()
    placed: dict[str, dict[str, str]] = {}
    for link in wired:
        for near, far in ((link.source, link.target), (link.target, link.source)):
            if (whole := stations.whole_of(near)) != near:
                placed.setdefault(whole, {})[near] = far
    seen: dict[str, list[str]] = {}
    for port, where in alone:
        if port.kind == _BOND:
            seen.setdefault(port.uid, []).append(where)
    for bond in sorted({*placed, *seen}):
        _split(stations, found, (bond, placed.get(bond, {}), sorted(seen.get(bond, ()))))
    return found


def _split(stations: Stations, found: SplitBonds, known: tuple[str, dict[str, str], list[str]]) -> None:
    bond, placed, where = known
    members = stations.members_of(bond)
    free = [member for member in members if member not in placed]
    devices = [stations.estate.ports[port].device for port in (*placed.values(), *where)]
    is_split = len(devices) == len(set(devices)) and len(devices) >= _LEAST_MEMBERS
    if not is_split or len(where) > (len(free) if members else _LEAST_MEMBERS):
        return
    found.bonds.add(bond)
    found.ports.update(where)
    at = free[0] if len(free) == len(where) == 1 else bond
    count = f"{len(members)} cables" if members else "several cables"
    shown = " and ".join(stations.name_of(port) for port in sorted((*placed.values(), *where)))
    told = f"{stations.name_of(bond)} of {count} is at {shown}, none of which sees anybody else"
    found.links += [Link(at, port, "", (FORWARDING,), _ONE_OF_SEVERAL, told) for port in where]
