"""TPLINK-DOT1Q-VLAN-MIB: the VLANs of TP-Link's switches."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_NUMBER, _NAME = "1.3.6.1.4.1.11863.6.14.1.2.1.1.1", "1.3.6.1.4.1.11863.6.14.1.2.1.1.2"


def read(walk: Walk, facts: Facts) -> None:
    """The index is the VLAN's number."""
    names = walk.column(_NAME)
    for index in walk.column(_NUMBER) | names:
        facts.add_vlan(int(index) if index.isdecimal() else None, said(names.get(index)))


table = Table(name="vlans_tp_link", columns=(_NUMBER, _NAME), read=read, stage=REFERRING, is_private=True)
