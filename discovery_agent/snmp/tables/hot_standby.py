"""Addresses that Cisco's routers keep between them: CISCO-HSRP-MIB cHsrpGrpTable."""

from discovery_agent.snmp.facts import Address, Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import address
from discovery_agent.snmp.walk import Walk

_ADDRESS = "1.3.6.1.4.1.9.9.106.1.2.1.1.11"


def read(walk: Walk, facts: Facts) -> None:
    """By interface and group; a group without an address has 0.0.0.0."""
    for index, value in walk.column(_ADDRESS).items():
        found = address(value)
        interface = index.partition(".")[0]
        if found and interface.isdecimal():
            facts.virtual_addresses.append(Address(found, interface=int(interface)))


table = Table(name="hot_standby", columns=(_ADDRESS,), read=read, is_private=True)
