"""Who is seen on the wire and is nobody that the inventory knows: each where the fewest others are seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import NamedTuple

from cmdb_server.ingest.link_evidence import Heard, macs_in
from cmdb_server.topology.estate import ARP, FORWARDING, Tables
from cmdb_server.topology.neighbours import speaker_of
from cmdb_server.topology.seen import usable_address
from cmdb_server.topology.stations import Stations, mac_digits
from cmdb_server.unknown_stations import UnknownStation
from graph_schema.values import clean_text

_MOST = 20_000
_MOST_NAME = 100
_GROUP_DIGITS = frozenset("13579bdf")  # the lowest bit of the first octet: no station, but a group
# What several routers answer to together (VRRP, HSRP, GLBP), and nobody's own.
_SHARED = ("00005e0001", "00005e0002", "00000c07ac", "00000c9ff", "0007b4")
_NOBODY = "000000000000"


class _At(NamedTuple):
    """A place where an address is seen, the nearest first: who speaks there is there."""

    rank: int
    others: int
    port: str
    evidence: str


@dataclass
class _Station:
    """What is known of an address."""

    places: list[_At] = field(default_factory=list[_At])
    said: set[str] = field(default_factory=set[str])
    addresses: set[str] = field(default_factory=set[str])


def unknown_stations(stations: Stations) -> list[UnknownStation]:
    """The stations by their addresses, so many at most; those at ports that are in no inventory are left out."""
    found: dict[str, _Station] = {}
    known = _known_by_name(stations)
    for tables in stations.estate.tables.values():
        for mac, at in _seen(tables):
            if mac not in known and _is_unknown(stations, mac) and at.port in stations.estate.ports:
                found.setdefault(mac, _Station()).places.append(at)
    for tables in stations.estate.tables.values():
        _name(found, tables)
    return [_told(stations, mac, found[mac]) for mac in sorted(found)[:_MOST]]


def _known_by_name(stations: Stations) -> set[str]:
    """The addresses of known devices that only their neighbours tell."""
    heard = (entry for tables in stations.estate.tables.values() for entry in tables.neighbours)
    return {mac for entry in heard if speaker_of(stations, entry) for mac in _macs(entry)}


def _macs(heard: Heard) -> list[str]:
    return [mac for mac in map(mac_digits, (heard.chassis, heard.port_id)) if mac]


def _seen(tables: Tables) -> Iterator[tuple[str, _At]]:
    for heard in tables.neighbours:
        yield from ((mac, _At(0, 0, heard.port, heard.protocol)) for mac in _macs(heard)[:1])
    for port, run in tables.forwarding.items():
        macs = macs_in(run)
        yield from ((mac, _At(1, len(macs) - 1, port, FORWARDING)) for mac in macs)
    for port, pairs in tables.resolved.items():
        yield from ((mac, _At(2, len(pairs) - 1, port, ARP)) for _, mac in pairs)


def _is_unknown(stations: Stations, mac: str) -> bool:
    known = mac in stations.devices_by_mac or mac in stations.ports_by_mac
    return not known and mac != _NOBODY and mac[1] not in _GROUP_DIGITS and not mac.startswith(_SHARED)


def _name(found: dict[str, _Station], tables: Tables) -> None:
    """What they call themselves, and by which addresses they were resolved."""
    for heard in tables.neighbours:
        name = (clean_text(heard.name) or "")[:_MOST_NAME]
        for mac in _macs(heard):
            if name and mac in found:
                found[mac].said.add(name)
    for pairs in tables.resolved.values():
        for address, mac in pairs:
            if mac in found and (shown := usable_address(address)):
                found[mac].addresses.add(shown)


def _told(stations: Stations, mac: str, station: _Station) -> UnknownStation:
    at = min(station.places)
    port = stations.estate.ports[at.port]
    addresses = sorted(station.addresses, key=_order)
    return UnknownStation(
        ":".join(mac[place : place + 2] for place in range(0, len(mac), 2)),
        port.device,
        stations.estate.devices[port.device].name,
        port.uid,
        port.name,
        at.others,
        at.evidence,
        min(station.said, default=""),
        tuple(addresses),
    )


def _order(text: str) -> tuple[int, int]:
    parsed = ip_address(text)
    return parsed.version, int(parsed)
