"""TIMETRA-CHASSIS-MIB tmnxHwTable: cards, modules and power supplies of Nokia's routers, which serve no ENTITY-MIB."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import number, said
from discovery_agent.snmp.walk import Walk

_ENTRY = "1.3.6.1.4.1.6527.3.1.2.2.1.8.1"
_PART, _SERIAL, _CLASS, _NAME, _INSIDE = (f"{_ENTRY}.{at}" for at in (4, 5, 7, 8, 13))
_CHASSIS_TYPE, _CHASSIS_NAME = "1.3.6.1.4.1.6527.3.1.2.2.1.3.1.4", "1.3.6.1.4.1.6527.3.1.2.2.1.6.1.2"
_KINDS = {3: "chassis", 4: "container", 5: "power_supply", 6: "fan", 7: "sensor"}
_INDEX_PARTS = 2


def read(walk: Walk, facts: Facts) -> None:
    """The model of the chassis, and its parts; what has neither number is an empty slot."""
    names = walk.column(_CHASSIS_NAME)
    for kind in walk.first(_CHASSIS_TYPE):
        facts.model = facts.model or said(names.get(str(number(kind))))
    columns = {column: walk.column(column) for column in (_PART, _SERIAL, _CLASS, _NAME, _INSIDE)}
    for index, serial in columns[_SERIAL].items():
        part = said(columns[_PART].get(index))
        if not (part or said(serial)) or len(index.split(".")) != _INDEX_PARTS:
            continue
        facts.components.append(
            Component(
                name=said(columns[_NAME].get(index)) or index,
                kind=_KINDS.get(number(columns[_CLASS].get(index)) or 0, "module"),
                model=part,
                serial_number=said(serial),
            )
        )


table = Table(
    name="nokia_hardware",
    columns=(_CHASSIS_TYPE, _CHASSIS_NAME, _PART, _SERIAL, _CLASS, _NAME, _INSIDE),
    read=read,
    is_private=True,
)
