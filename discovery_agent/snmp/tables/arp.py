"""ipNetToPhysicalTable (RFC 4293), ipNetToMediaTable (RFC 1213) and the neighbours of IPV6-MIB (RFC 2465)."""

from discovery_agent.scan.fact_kinds import FORWARDING
from discovery_agent.snmp.facts import Facts, Resolved
from discovery_agent.snmp.inet import address_of, indexed_address
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import Value, mac, number
from discovery_agent.snmp.walk import Walk

_NEW_MAC, _NEW_TYPE = "1.3.6.1.2.1.4.35.1.4", "1.3.6.1.2.1.4.35.1.6"
_OLD_MAC, _OLD_TYPE = "1.3.6.1.2.1.4.22.1.2", "1.3.6.1.2.1.4.22.1.4"
_V6_MAC = "1.3.6.1.2.1.55.1.12.1.2"
_INVALID, _LOCAL = 2, 5
_V6_BYTES = 16
MAX_ENTRIES = 100_000


def read(walk: Walk, facts: Facts) -> None:
    """Each address once, without the device's own and those that are no longer valid."""
    kinds = walk.column(_NEW_TYPE)
    found = {
        index: value
        for index, value in walk.column(_NEW_MAC).items()
        if number(kinds.get(index)) not in (_INVALID, _LOCAL)
    }
    entries = [(interface, indexed_address(rest.split(".")), value) for interface, rest, value in _split(found)]
    old_kinds = walk.column(_OLD_TYPE)
    old = {i: value for i, value in walk.column(_OLD_MAC).items() if number(old_kinds.get(i)) != _INVALID}
    entries += [(interface, address_of(rest.split(".")), value) for interface, rest, value in _split(old)]
    v6 = _split(walk.column(_V6_MAC))
    entries += [(interface, address_of(rest.split(".")[-_V6_BYTES:]), value) for interface, rest, value in v6]
    known: set[str] = set()
    for interface, at, value in entries:
        hardware = mac(value)
        if at and hardware and at not in known and len(known) < MAX_ENTRIES:
            known.add(at)
            facts.resolved.append(Resolved(at, hardware, interface))


def _split(rows: dict[str, Value]) -> list[tuple[int, str, Value]]:
    """The ifIndex that an index begins with, and what follows."""
    parts = ((index.partition("."), value) for index, value in rows.items())
    return [(int(first), rest, value) for (first, _, rest), value in parts if rest]


table = Table(name="arp", columns=(_NEW_MAC, _NEW_TYPE, _OLD_MAC, _OLD_TYPE, _V6_MAC), read=read, facts=FORWARDING.name)
