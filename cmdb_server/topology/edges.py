"""Machines at their switch ports: what is seen at a port behind which no other bridge is.

One machine alone is plugged in there. Several known ones are at a switch that nobody reads, unless something known is
between (a telephone, an access point), or they run on one of them. So are the others where only devices speak that say
of themselves that they pass nothing on: what they say came through that switch. Where that cannot be told, nothing is
said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.ingest.link_evidence import macs_in
from cmdb_server.topology.bonds import split_bonds
from cmdb_server.topology.bridges import Bridges
from cmdb_server.topology.estate import FORWARDING, Device, Link, Port, UnmanagedSwitch
from cmdb_server.topology.neighbours import Neighbours
from cmdb_server.topology.stations import Stations, is_cable, is_virtual, network_gear

_ALONE, _WITH_GUESTS, _THROUGH = 0.9, 0.8, 0.6
_BEHIND_UNMANAGED, _ALL_VIRTUAL, _BESIDE_ENDS = 0.6, 0.5, 0.7
_MOST_BEHIND = 48  # ports of the largest switches that nobody manages
_PASSES_ON = frozenset(("ip_phone", "wireless_access_point"))


class Seen(NamedTuple):
    """What is at an edge port: the ports of known machines, and how many addresses nobody has."""

    port: str
    machines: dict[str, Port]
    unknown: int
    unknown_virtual: int


@dataclass
class Edges:
    """Machines at their switch ports, the unmanaged switches between, and the bonds that are at several devices.

    `through` are the ports whose neighbour speaks through one of these switches.
    """

    links: list[Link] = field(default_factory=list[Link])
    switches: list[UnmanagedSwitch] = field(default_factory=list[UnmanagedSwitch])
    bonds: set[str] = field(default_factory=set[str])
    through: set[str] = field(default_factory=set[str])


def edges_of(stations: Stations, neighbours: Neighbours, bridges: Bridges) -> Edges:
    """What follows from the ports that lead to no other bridge."""
    found = Edges()
    seen = list(_edge_ports(stations, neighbours, bridges))
    nearest, farther = _nearest(seen)
    alone = [entry for entry in seen if _is_one(entry) and entry.port not in neighbours.heard]
    at_ports = [(at, entry.port) for entry in alone for at in entry.machines.values()]
    split = split_bonds(stations, neighbours.links, at_ports)
    found.links, found.bonds = [*split.links], split.bonds
    told = {link.source: link.target for link in neighbours.links}
    told |= {link.target: link.source for link in neighbours.links}
    segments = {port: set(switch.members) for switch in neighbours.switches for port in switch.members}
    for entry in seen:
        heard = neighbours.heard.get(entry.port, set())
        if heard:
            is_nearest = all(nearest[at.uid] == entry.port for uid, at in entry.machines.items() if uid not in heard)
            if entry.port in neighbours.ends and is_nearest and _has_others(stations, entry, heard):
                _share(stations, found, entry, (heard, segments.get(entry.port) or {told.get(entry.port, "")} - {""}))
            elif entry.port not in segments:
                found.links += _beside(stations, entry, heard, told.get(entry.port, ""))
        elif entry.port in split.ports or entry.port in farther:
            continue
        elif all(nearest[at.uid] == entry.port for at in entry.machines.values()):
            _place(stations, found, entry, neighbours.strangers.get(entry.port, set()))
    return found


def _is_one(entry: Seen) -> bool:
    """Whether one machine is at a port, perhaps with virtual ones of its own."""
    return len(entry.machines) == 1 and not entry.unknown


def _edge_ports(stations: Stations, neighbours: Neighbours, bridges: Bridges) -> Iterator[Seen]:
    devices = stations.estate.devices
    of_switches = {port for switch in (*neighbours.switches, *bridges.switches) for port in switch.members}
    for bridge in bridges.uids:
        for port, run in sorted(stations.estate.tables[bridge].forwarding.items()):
            heard = [devices[uid] for uid in neighbours.heard.get(port, ())]
            is_uplink = (
                port in bridges.behind
                or (port in of_switches and port not in neighbours.ends)
                or (port not in neighbours.ends and any(_bridges(stations, other) for other in heard))
            )
            if not is_uplink and (entry := _seen_at(stations, port, macs_in(run))):
                yield entry


def _bridges(stations: Stations, device: Device) -> bool:
    """Whether a device may pass frames of others on without being a telephone or an access point."""
    tables = stations.estate.tables.get(device.uid)
    return device.ci_class not in _PASSES_ON and (network_gear(device) or bool(tables and tables.forwarding))


def _seen_at(stations: Stations, port: str, macs: Sequence[str]) -> Seen | None:
    """The machines at a port, those that run on another one in its place; None where nothing can be told."""
    own = stations.estate.ports[port].device
    devices = stations.estate.devices
    machines: dict[str, Port] = {}
    unknown = virtual = 0
    for mac in macs:
        at = stations.port_of_mac(mac)
        if at is None and not stations.device_of_mac(mac):
            unknown, virtual = unknown + (not is_virtual(mac)), virtual + is_virtual(mac)
        elif at is not None and at.device != own:
            known = machines.get(at.device)
            machines[at.device] = (
                at if known is None else min(known, at, key=lambda entry: (not is_cable(entry), entry))
            )
    guests = {uid for uid in machines if devices[uid].host in machines and devices[uid].host != uid}
    left = {uid: machines[uid] for uid in machines if uid not in guests}
    return Seen(port, left, unknown, virtual) if left else None


def _nearest(seen: Sequence[Seen]) -> tuple[dict[str, str], set[str]]:
    """At which port each port of a machine is ("" where that is not clear), and the ports that see past others.

    Of several ports that see a machine, one with fewer others is nearer; where two see as few, none is.
    """
    at: dict[str, list[Seen]] = {}
    for entry in seen:
        for port in entry.machines.values():
            at.setdefault(port.uid, []).append(entry)
    nearest: dict[str, str] = {}
    farther: set[str] = set()
    for uid, entries in at.items():
        ordered = sorted(entries, key=lambda entry: (_count(entry), entry.port))
        is_clear = len(ordered) == 1 or _count(ordered[0]) < _count(ordered[1])
        nearest[uid] = ordered[0].port if is_clear else ""
        farther.update(entry.port for entry in ordered[is_clear:])
    return nearest, farther


def _count(entry: Seen) -> int:
    return len(entry.machines) + entry.unknown + entry.unknown_virtual


def _beside(stations: Stations, entry: Seen, heard: set[str], told: str) -> Iterator[Link]:
    """What is seen at a port where a device is heard: that one, and what is behind it where it passes frames on.

    `told` is the port that LLDP names: of a bond the member whose cable it is.
    """
    devices = stations.estate.devices
    if heard == entry.machines.keys():
        link = _alone(stations, entry, devices[min(heard)])
        yield link._replace(source=told) if stations.whole_of(told) == link.source else link
    yield from _behind(stations, entry, [devices[uid] for uid in sorted(heard)])


def _has_others(stations: Stations, entry: Seen, heard: set[str]) -> bool:
    """Whether machines with cables of their own are beside the one that is heard, and nothing that passes frames on."""
    others = [stations.estate.devices[uid] for uid in entry.machines if uid not in heard]
    return (
        any(not is_virtual(entry.machines[device.uid].mac) for device in others)
        and not any(device.ci_class in _PASSES_ON or _bridges(stations, device) for device in others)
        and _count(entry) <= _MOST_BEHIND
    )


def _share(stations: Stations, found: Edges, entry: Seen, speaking: tuple[set[str], set[str]]) -> None:
    """Let a port and those who speak there (devices and ports) be at one switch with all others that are seen there."""
    heard, told = speaking
    others = sorted(at.uid for uid, at in entry.machines.items() if uid not in heard)
    where = stations.name_of(entry.port)
    names = " and ".join(sorted(stations.estate.devices[uid].name for uid in heard))
    explanation = f"{where} hears {names}, which pass no frames on, and sees {len(others)} beside"
    ports = told or {at.uid for uid, at in entry.machines.items() if uid in heard}
    members = (entry.port, *sorted({*ports, *others} - {entry.port}))
    title = f"Unmanaged switch at {where}"
    found.switches.append(UnmanagedSwitch(entry.port, title, members, _BESIDE_ENDS, FORWARDING, explanation))
    found.through |= {entry.port, *ports}


def _behind(stations: Stations, entry: Seen, between: Sequence[Device]) -> Iterator[Link]:
    passing = [device for device in between if device.ci_class in _PASSES_ON]
    if len(passing) != 1 or len(entry.machines) > _MOST_BEHIND:
        return
    for uid, at in sorted(entry.machines.items()):
        if all(device.uid != uid for device in between):
            told = f"{stations.name_of(entry.port)} sees {stations.estate.devices[uid].name} behind {passing[0].name}"
            yield Link(at.uid, entry.port, "", (FORWARDING,), _THROUGH, told, passing[0].name)


def _place(stations: Stations, found: Edges, entry: Seen, strangers: set[str]) -> None:
    devices = [stations.estate.devices[uid] for uid in sorted(entry.machines)]
    passing = [device for device in devices if device.ci_class in _PASSES_ON]
    if any(_hides_ports(stations, device) for device in devices):
        return
    if len(devices) == 1 and not entry.unknown:
        found.links.append(_alone(stations, entry, devices[0]))
    elif len(passing) == 1:
        found.links.append(_alone(stations, entry, passing[0]))
        found.links += _behind(stations, entry, passing)
    elif _count(entry) <= _MOST_BEHIND and not any(_bridges(stations, device) for device in devices):
        found.switches.append(_between(stations, entry, strangers))


def _hides_ports(stations: Stations, device: Device) -> bool:
    """Whether a device answers with another address than that of the port its cable is in, as a switch does."""
    tables = stations.estate.tables.get(device.uid)
    return device.ci_class == "switch" or (network_gear(device) and bool(tables and tables.forwarding))


def _alone(stations: Stations, entry: Seen, device: Device) -> Link:
    at = entry.machines[device.uid]
    where = stations.name_of(entry.port)
    others = len(entry.machines) - 1 + entry.unknown + entry.unknown_virtual
    if others:
        told = f"{where} sees {device.name} and {others} behind it"
        return Link(at.uid, entry.port, "", (FORWARDING,), _WITH_GUESTS, told)
    return Link(at.uid, entry.port, "", (FORWARDING,), _ALONE, f"{where} sees nobody but {device.name}")


def _between(stations: Stations, entry: Seen, strangers: set[str]) -> UnmanagedSwitch:
    """The switch that must be there: one that says its name is managed by somebody, but in no inventory."""
    where = stations.name_of(entry.port)
    is_virtual_only = all(is_virtual(port.mac) for port in entry.machines.values()) and not entry.unknown
    others = f" and {entry.unknown + entry.unknown_virtual} others" if entry.unknown + entry.unknown_virtual else ""
    name, reason = f"Unmanaged switch at {where}", "and no switch that anybody reads is there"
    if len(strangers) == 1:
        name, reason = f"{min(strangers)} at {where}, not read", f"and something that calls itself {min(strangers)}"
    told = f"{where} sees {len(entry.machines)} machines{others}, {reason}"
    members = (entry.port, *sorted(port.uid for port in entry.machines.values()))
    confidence = _ALL_VIRTUAL if is_virtual_only else _BEHIND_UNMANAGED
    return UnmanagedSwitch(entry.port, name, members, confidence, FORWARDING, told)
