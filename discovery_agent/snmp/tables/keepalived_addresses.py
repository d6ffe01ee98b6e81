"""Addresses that machines keep between them by keepalived: KEEPALIVED-MIB vrrpAddressTable."""

from discovery_agent.snmp.facts import Address, Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import address
from discovery_agent.snmp.walk import Walk

_ENTRY = "1.3.6.1.4.1.9586.100.5.2.6.1"
_VALUE, _INTERFACE = f"{_ENTRY}.3", f"{_ENTRY}.7"


def read(walk: Walk, facts: Facts) -> None:
    """By instance and place in its list, whether this machine holds them now or another."""
    ports = walk.column(_INTERFACE)
    for index, value in walk.column(_VALUE).items():
        found, port = address(value), ports.get(index)
        if found and isinstance(port, int):
            facts.virtual_addresses.append(Address(found, interface=port))


table = Table(name="keepalived_addresses", columns=(_VALUE, _INTERFACE), read=read, is_private=True)
