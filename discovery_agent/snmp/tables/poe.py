"""POWER-ETHERNET-MIB (RFC 3621): which ports give power."""

from discovery_agent.snmp.facts import Facts, Outlet
from discovery_agent.snmp.ports import interface_called, interface_of_bridge_port
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import number
from discovery_agent.snmp.walk import Walk

_DETECTION = "1.3.6.1.2.1.105.1.1.1.6"
_DELIVERING = 3
_INDEX_PARTS = 2


def read(walk: Walk, facts: Facts) -> None:
    """A port is a group (a stack member or card) and a number in it."""
    for index, status in walk.column(_DETECTION).items():
        parts = index.split(".")
        if len(parts) != _INDEX_PARTS:
            continue
        group, port = map(int, parts)
        is_on = number(status) == _DELIVERING
        interface = interface_called(facts, f"{group}/{port}", f"{group}/0/{port}") or (
            interface_of_bridge_port(facts, port) if group == 1 else None
        )
        if interface:
            interface.is_powering = is_on
        facts.outlets.append(Outlet(interface.name if interface else f"{group}/{port}", is_on))


table = Table(name="poe", columns=(_DETECTION,), read=read, stage=LAST)
