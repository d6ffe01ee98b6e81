"""Addresses that routers keep between them: VRRP-MIB (RFC 2787) and VRRPV3-MIB (RFC 6527)."""

from collections.abc import Iterator

from discovery_agent.snmp.facts import Address, Facts
from discovery_agent.snmp.inet import address_of, indexed_address
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.walk import Walk

# The rows' states: the addresses themselves are in the index, behind the interface and the virtual router.
_ADDRESSES = "1.3.6.1.2.1.68.1.4.1.2"
_ADDRESSES_V3 = "1.3.6.1.2.1.207.1.1.2.1.2"


def read(walk: Walk, facts: Facts) -> None:
    """Whichever of the routers holds them now."""
    facts.virtual_addresses.extend((*_of(walk, _ADDRESSES), *_of(walk, _ADDRESSES_V3)))


def _of(walk: Walk, column: str) -> Iterator[Address]:
    for index in walk.column(column):
        interface, *rest = index.split(".")
        found = address_of(rest[1:]) if column == _ADDRESSES else indexed_address(rest[1:])
        if found:
            yield Address(found, interface=int(interface))


table = Table(name="virtual_routers", columns=(_ADDRESSES, _ADDRESSES_V3), read=read)
