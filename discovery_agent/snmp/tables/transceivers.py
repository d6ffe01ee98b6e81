"""Pluggable transceivers where manufacturers tell them beside ENTITY-MIB: one line each for the columns."""

from typing import NamedTuple

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk


class Columns(NamedTuple):
    """Where vendor, model and serial number of the transceiver in a port stand."""

    manufacturer: str
    model: str
    serial_number: str


_TOLD = (
    Columns(*(f"1.3.6.1.4.1.35265.1.23.53.1.1.1.{at}" for at in (5, 10, 6))),  # Eltex MES23xx
    Columns(*(f"1.3.6.1.4.1.35265.52.1.1.3.1.1.{at}" for at in (5, 10, 6))),  # Eltex MES24xx
    Columns(*(f"1.3.6.1.4.1.36673.100.1.2.2.1.{at}" for at in (26, 28, 35))),  # IP Infusion OcNOS
)


def read(walk: Walk, facts: Facts) -> None:
    """Those with a serial number that no other table has told of; they are named after their port."""
    known = {component.serial_number for component in facts.components}
    for columns in _TOLD:
        manufacturers, models = walk.column(columns.manufacturer), walk.column(columns.model)
        for index, value in walk.column(columns.serial_number).items():
            serial = said(value)
            if serial and serial not in known:
                last = index.rpartition(".")[2]
                name = facts.interface_name(int(last)) or last
                model, made_by = said(models.get(index)), said(manufacturers.get(index))
                facts.components.append(Component(f"Transceiver {name}", "transceiver", model, serial, made_by))


table = Table(
    name="transceivers",
    columns=tuple(column for columns in _TOLD for column in columns),
    read=read,
    stage=REFERRING,
    is_private=True,
)
