"""Links from what devices say of themselves at each other's ports (LLDP, CDP)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.ingest.link_evidence import Heard
from cmdb_server.topology.estate import LLDP, Link, UnmanagedSwitch
from cmdb_server.topology.stations import Stations, is_cable, mac_digits
from graph_schema.values import clean_text

_MAX_NAME = 100
_PASSES_NOTHING = frozenset(("router", "station"))  # of the capabilities of IEEE 802.1AB
_BOTH_SAY, _ONE_SAYS, _ONE_GUESSED, _SHARED = 0.99, 0.95, 0.9, 0.8


class Told(NamedTuple):
    """What is heard at a port, with whose port it comes from ("" where that is not known).

    `is_end`: that device says that it routes or is a station, and so passes no frames of others on.
    """

    port: str
    device: str
    remote: str
    protocol: str
    is_named: bool
    is_end: bool = False


@dataclass
class Neighbours:
    """What LLDP and CDP come to. `heard` are the devices behind each port, whether or not their port is known.

    Who is heard at a member of an aggregate is behind the aggregate too. `ends` are the ports where only devices
    are heard that pass no frames on; `strangers` are those in no inventory, by what they call themselves.
    """

    links: list[Link] = field(default_factory=list[Link])
    switches: list[UnmanagedSwitch] = field(default_factory=list[UnmanagedSwitch])
    heard: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    ends: set[str] = field(default_factory=set[str])
    strangers: dict[str, set[str]] = field(default_factory=dict[str, set[str]])


def neighbours_of(stations: Stations) -> Neighbours:
    """Each link once; where several devices are heard at one port, something that nobody reads is between them."""
    told = _nearest(list(_all_told(stations)))
    found = Neighbours(strangers=_strangers(stations))
    for entry in told:
        found.heard.setdefault(entry.port, set()).add(entry.device)
    shared = {port for port, devices in found.heard.items() if len(devices) > 1}
    found.switches = _switches(stations, told, shared)
    for entry in told:
        found.heard.setdefault(stations.whole_of(entry.port), set()).add(entry.device)
    found.ends = {entry.port for entry in told}
    found.ends -= {entry.port for entry in told if not entry.is_end}
    members = {port for switch in found.switches for port in switch.members}
    found.links = [link for link in _links(stations, told) if not (link.ends & (members | shared))]
    return found


def _strangers(stations: Stations) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for tables in stations.estate.tables.values():
        for heard in tables.neighbours:
            name = clean_text(heard.name)
            if name and not speaker_of(stations, heard):
                found.setdefault(stations.whole_of(heard.port), set()).add(name[:_MAX_NAME])
    return found


def _all_told(stations: Stations) -> Iterator[Told]:
    said = {
        device: [
            (heard, other)
            for heard in sorted(tables.neighbours, key=lambda entry: (entry.port, entry.protocol, entry.chassis))
            if heard.port in stations.estate.ports and (other := speaker_of(stations, heard)) not in ("", device)
        ]
        for device, tables in sorted(stations.estate.tables.items())
    }
    back = _named_by(stations, said)
    for device, entries in said.items():
        for heard, other in entries:
            named = _named(stations, heard, other)
            remote = named or _answering(back.get((other, device), {}), heard.port) or _only(stations, other)
            yield Told(heard.port, other, remote, heard.protocol, bool(named), _is_end(stations, heard, other))


def _is_end(stations: Stations, heard: Heard, device: str) -> bool:
    said, tables = set(heard.capabilities.split()), stations.estate.tables.get(device)
    return bool(said) and said <= _PASSES_NOTHING and not (tables and tables.forwarding)


def speaker_of(stations: Stations, heard: Heard) -> str:
    """Who speaks: by a hardware address of its own, else by its name, else by its address."""
    macs = map(mac_digits, (heard.chassis, heard.port_id))
    by_mac = [device for mac in macs if (device := stations.device_of_mac(mac))]
    return next(iter(by_mac), "") or stations.device_called(heard.name) or stations.device_at(heard.address)


def _named(stations: Stations, heard: Heard, device: str) -> str:
    """The port of a device that is named in what is heard of it, "" for none."""
    found = (stations.port_called(device, said) for said in (heard.interface, heard.port_id) if said)
    return next((port.uid for port in found if port), "")


def _named_by(
    stations: Stations, said: Mapping[str, Sequence[tuple[Heard, str]]]
) -> dict[tuple[str, str], dict[str, str]]:
    """By two devices the ports at which the first hears the second, with the port of that one that is named."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for device, entries in said.items():
        for heard, other in entries:
            found.setdefault((device, other), {})[heard.port] = _named(stations, heard, other)
    return found


def _answering(named: Mapping[str, str], port: str) -> str:
    """The port at which the other device hears this one: it names this port, or hears it at no other that is free."""
    at = [near for near, far in named.items() if far == port] or [near for near, far in named.items() if not far]
    return at[0] if len(at) == 1 else ""


def _only(stations: Stations, device: str) -> str:
    cables = [port.uid for port in stations.ports_of.get(device, ()) if is_cable(port)]
    return cables[0] if len(cables) == 1 else ""


def _nearest(told: list[Told]) -> list[Told]:
    """Bridges pass CDP on and keep LLDP: where both are heard, LLDP tells who is at the other end of the cable."""
    near = {(entry.port, entry.device) for entry in told if entry.protocol == LLDP}
    ports = {port for port, _ in near}
    return [entry for entry in told if entry.port not in ports or (entry.port, entry.device) in near]


def _links(stations: Stations, told: Iterable[Told]) -> Iterable[Link]:
    by_ends: dict[tuple[str, str], list[Told]] = {}
    for entry in told:
        if entry.remote:
            ends = (min(entry.port, entry.remote), max(entry.port, entry.remote))
            by_ends.setdefault(ends, []).append(entry)
    for (first, second), entries in sorted(by_ends.items()):
        protocols = tuple(sorted({entry.protocol for entry in entries}))
        speakers = {entry.port for entry in entries}
        alone = _ONE_SAYS if any(entry.is_named for entry in entries) else _ONE_GUESSED
        confidence = _BOTH_SAY if len(speakers) > 1 else alone
        yield Link(first, second, "", protocols, confidence, _explained(stations, entries))


def _explained(stations: Stations, entries: Iterable[Told]) -> str:
    """Who hears whom, in one sentence."""
    heard: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        heard.setdefault((entry.port, entry.device), set()).add(entry.protocol.upper())
    devices = stations.estate.devices
    told = (
        f"{stations.name_of(port)} hears {devices[device].name} ({' and '.join(sorted(protocols))})"
        for (port, device), protocols in heard.items()
    )
    return "; ".join(sorted(told))


def _switches(stations: Stations, told: Iterable[Told], shared: set[str]) -> list[UnmanagedSwitch]:
    """The ports that hear each other, as far as one of them hears several devices: all of them are at one switch."""
    segments: dict[str, set[str]] = {}
    for entry in told:
        if entry.remote:
            joined = segments.get(entry.port, {entry.port}) | segments.get(entry.remote, {entry.remote})
            segments.update(dict.fromkeys(joined, joined))
    found: list[UnmanagedSwitch] = []
    for at, members in sorted(segments.items()):
        first = _anchor(stations, members)
        if at == first and members & shared:
            name = f"Unmanaged switch at {stations.name_of(first)}"
            explanation = f"{len(members)} ports hear each other, some of them several devices"
            ordered = (first, *sorted(members - {first}))
            found.append(UnmanagedSwitch(first, name, ordered, _SHARED, LLDP, explanation))
    return found


def _anchor(stations: Stations, members: Iterable[str]) -> str:
    """The port that names the switch between: one of a switch that forwards, so that it stays the same."""
    tables, ports = stations.estate.tables, stations.estate.ports

    def place(uid: str) -> tuple[bool, str]:
        of = tables.get(ports[uid].device)
        return (not (of and of.forwarding), uid)

    return min(members, key=place)
