"""RAPID-CITY rcVlanTable: the VLANs of Nortel's, Avaya's and Extreme's switches that serve no Q-BRIDGE-MIB."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_NAME = "1.3.6.1.4.1.2272.1.3.2.1.2"


def read(walk: Walk, facts: Facts) -> None:
    """The index is the VLAN's number."""
    for index, name in walk.column(_NAME).items():
        facts.add_vlan(int(index) if index.isdecimal() else None, said(name))


table = Table(name="vlans_rapid_city", columns=(_NAME,), read=read, stage=REFERRING)
