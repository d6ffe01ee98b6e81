"""What the device's tables show of others: forwarding table, resolved addresses, neighbours, aggregates, gateways.

Of one device alone it tells little (behind an uplink every machine of the network is seen), so it goes to the server as
evidence: see `cmdb_server/ingest/link_evidence.py`.
"""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from discovery_agent.snmp.facts import Facts, Neighbour, Resolved
from discovery_agent.snmp.reported_device import hardware_addresses
from graph_schema.report import Ref, ReportedCI, Section, ref_of

MAX_ENTRIES = 32_768
_MAX_NEIGHBOURS = 4_096
_MAX_TEXT = 255


def add_evidence(section: Section, facts: Facts, interfaces: Mapping[Ref, ReportedCI]) -> Section:
    """Everything by port; of a table that is too long each port keeps a share, and the section is partial."""
    tables = {
        "forwarding": _by_port(
            ((entry.interface, _digits(entry.mac_address)) for entry in facts.forwarding), interfaces
        ),
        "resolved": _by_port(
            ((entry.interface, _pair(entry)) for entry in facts.resolved if _tells(entry.address)), interfaces
        ),
    }
    kept = {name: _cut(table) for name, table in tables.items()}
    lost = sum(_count(table) - _count(kept[name]) for name, table in tables.items())
    neighbours = list(_neighbours(facts.neighbours, interfaces))
    lost += len(neighbours[_MAX_NEIGHBOURS:])
    if lost:
        section.outcome, section.reason = "partial", f"{lost:,} entries of forwarding, ARP and neighbours are left out"
    said: dict[str, Any] = {
        "macs": [_digits(shown) for shown in hardware_addresses(facts)],
        "forwarding": {port: "".join(entries) for port, entries in kept["forwarding"].items()},
        "resolved": kept["resolved"],
        "neighbours": neighbours[:_MAX_NEIGHBOURS],
        "aggregates": dict(_aggregates(facts, interfaces)),
        "gateways": sorted({entry.address for entry in facts.gateways if _tells(entry.address)}),
    }
    section.evidence = {name: value for name, value in said.items() if value}
    return section


def _digits(mac_address: str) -> str:
    return mac_address.replace(":", "")


def _pair(entry: Resolved) -> str:
    return f"{entry.address} {_digits(entry.mac_address)}"


def _count(table: Mapping[Ref, list[str]]) -> int:
    return sum(map(len, table.values()))


def _tells(address: str) -> bool:
    """Link-local addresses tell nothing: a machine has the same one everywhere."""
    parsed = ip_address(address)
    return not (parsed.is_link_local or parsed.is_loopback or parsed.is_multicast or parsed.is_unspecified)


def _port(index: int | None, interfaces: Mapping[Ref, ReportedCI]) -> Ref | None:
    ref = ref_of("network_interface", str(index))
    return ref if ref in interfaces else None


def _by_port(entries: Iterable[tuple[int, str]], interfaces: Mapping[Ref, ReportedCI]) -> dict[Ref, list[str]]:
    """The entries of a table by port, each once."""
    found: dict[Ref, set[str]] = {}
    for index, text in entries:
        port = _port(index, interfaces)
        if port is not None:
            found.setdefault(port, set()).add(text)
    return {port: sorted(texts) for port, texts in sorted(found.items())}


def _cut(table: Mapping[Ref, list[str]]) -> dict[Ref, list[str]]:
    """At most so many entries: the ports with few, which tell where machines are, keep theirs."""
    left, kept = MAX_ENTRIES, dict[Ref, list[str]]()
    for place, (port, entries) in enumerate(sorted(table.items(), key=lambda item: (len(item[1]), item[0]))):
        share = left // (len(table) - place)
        kept[port] = entries[:share]
        left -= len(kept[port])
    return {port: entries for port, entries in kept.items() if entries}


def _neighbours(entries: Iterable[Neighbour], interfaces: Mapping[Ref, ReportedCI]) -> Iterator[dict[str, str]]:
    """What is said at ports of this device, each once."""
    known: set[tuple[str, ...]] = set()
    for entry in entries:
        port = _port(entry.local_index, interfaces)
        told = {
            "port": port,
            "protocol": entry.protocol,
            "name": entry.remote_name,
            "interface": entry.remote_interface,
            "chassis": entry.remote_chassis_id,
            "port_id": entry.remote_port_id,
            "address": entry.remote_address,
        }
        heard = {name: value[:_MAX_TEXT] for name, value in told.items() if value}
        if port is None or len(heard) <= len(("port", "protocol")) or tuple(heard.values()) in known:
            continue
        known.add(tuple(heard.values()))
        yield {**heard, "port": port}


def _aggregates(facts: Facts, interfaces: Mapping[Ref, ReportedCI]) -> Iterator[tuple[Ref, list[Ref]]]:
    for interface in facts.interfaces.values():
        aggregate = _port(interface.index, interfaces)
        members = [port for index in interface.members if (port := _port(index, interfaces)) is not None]
        if aggregate is not None and members:
            yield aggregate, members
