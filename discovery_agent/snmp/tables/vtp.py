"""CISCO-VTP-MIB and CISCO-VLAN-MEMBERSHIP-MIB: the VLANs of devices that know no Q-BRIDGE-MIB."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import number, said
from discovery_agent.snmp.walk import Walk

_VLAN = "1.3.6.1.4.1.9.9.46.1.3.1.1"
_STATE, _NAME = f"{_VLAN}.2", f"{_VLAN}.4"
_ACCESS_VLAN = "1.3.6.1.4.1.9.9.68.1.2.2.1.2"
_NATIVE_VLAN = "1.3.6.1.4.1.9.9.46.1.6.1.1.5"
_TRUNKING = "1.3.6.1.4.1.9.9.46.1.6.1.1.14"
_IS_TRUNKING = 1


def read(walk: Walk, facts: Facts) -> None:
    """The VLANs of all management domains, and which one a port is in."""
    names = walk.column(_NAME)
    for index in walk.column(_STATE) | names:
        facts.add_vlan(int(index.rpartition(".")[2]), said(names.get(index)))
    for index, vlan in walk.column(_ACCESS_VLAN).items():
        interface = facts.interfaces.get(int(index)) if index.isdecimal() else None
        if interface:
            interface.untagged_vlan = number(vlan)
    natives = walk.column(_NATIVE_VLAN)
    for index, state in walk.column(_TRUNKING).items():
        interface = facts.interfaces.get(int(index)) if index.isdecimal() else None
        if interface and number(state) == _IS_TRUNKING:
            interface.untagged_vlan = number(natives.get(index)) or interface.untagged_vlan


table = Table(
    name="vtp",
    columns=(_STATE, _NAME, _ACCESS_VLAN, _NATIVE_VLAN, _TRUNKING),
    read=read,
    stage=REFERRING,
    is_private=True,
)
