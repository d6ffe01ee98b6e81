"""What the tables of a device show of others, as evidence for the server, and never more than it can take.

Of one device alone it tells little (behind an uplink every machine of the network is seen): the server looks at all
devices together, see `cmdb_server/ingest/link_evidence.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from typing import Any, NamedTuple

from graph_schema.report import Ref, Section

MAX_ENTRIES = 32_768
# What a neighbour says that it does (IEEE 802.1AB, system capabilities), in the order of its bits.
LLDP_CAPABILITIES = ("other", "repeater", "bridge", "wlan", "router", "telephone", "docsis", "station")
_MAX_NEIGHBOURS = 4_096


class Shown(NamedTuple):
    """What a device shows by port: who is behind it, whose addresses were resolved there, who spoke there.

    `macs` are its own addresses; `aggregates` the ports that are several cables, with their members; `virtual` the
    addresses that it keeps at a port together with others (VRRP and the like).
    """

    macs: Sequence[str] = ()
    forwarding: Iterable[tuple[Ref, str]] = ()
    resolved: Iterable[tuple[Ref, str, str]] = ()
    neighbours: Sequence[Mapping[str, str]] = ()
    aggregates: Mapping[Ref, Sequence[Ref]] = {}
    gateways: Iterable[str] = ()
    virtual: Iterable[tuple[Ref, str]] = ()


def add_evidence(section: Section, shown: Shown) -> Section:
    """Everything by port; of a table that is too long each port keeps a share, and the section is partial."""
    pairs = ((port, f"{address} {_digits(mac)}") for port, address, mac in shown.resolved if _tells(address))
    tables = (_by_port((port, _digits(mac)) for port, mac in shown.forwarding), _by_port(pairs))
    kept = tuple(map(_cut, tables))
    lost = sum(map(_count, tables)) - sum(map(_count, kept)) + len(shown.neighbours[_MAX_NEIGHBOURS:])
    if lost:
        section.outcome, section.reason = "partial", f"{lost:,} entries of forwarding, ARP and neighbours are left out"
    said: dict[str, Any] = {
        "macs": [_digits(mac) for mac in shown.macs],
        "forwarding": {port: "".join(entries) for port, entries in kept[0].items()},
        "resolved": kept[1],
        "neighbours": list(shown.neighbours[:_MAX_NEIGHBOURS]),
        "aggregates": {port: list(members) for port, members in shown.aggregates.items() if members},
        "gateways": sorted({address for address in shown.gateways if _tells(address)}),
        "virtual": _by_port(entry for entry in shown.virtual if _tells(entry[1])),
    }
    section.evidence = {name: value for name, value in said.items() if value}
    return section


def _digits(mac_address: str) -> str:
    return mac_address.replace(":", "")


def _tells(address: str) -> bool:
    """Link-local addresses tell nothing: a machine has the same one everywhere."""
    parsed = ip_address(address)
    return not (parsed.is_link_local or parsed.is_loopback or parsed.is_multicast or parsed.is_unspecified)


def _count(table: Mapping[Ref, list[str]]) -> int:
    return sum(map(len, table.values()))


def _by_port(entries: Iterable[tuple[Ref, str]]) -> dict[Ref, list[str]]:
    """The entries of a table by port, each once."""
    found: dict[Ref, set[str]] = {}
    for port, text in entries:
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
