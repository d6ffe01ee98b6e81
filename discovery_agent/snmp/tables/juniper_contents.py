"""JUNIPER-MIB jnxContentsTable: what is in the slots of Juniper's devices."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_ENTRY = "1.3.6.1.4.1.2636.3.1.8.1"
_DESCRIPTION, _SERIAL, _REVISION, _PART = (f"{_ENTRY}.{at}" for at in (6, 7, 8, 10))
_BUILT_IN = "builtin"
_KINDS = {
    "1": "chassis", "2": "power_supply", "3": "fan", "4": "fan", "7": "module", "8": "module", "9": "module",
    "10": "module", "20": "module",
}  # fmt: skip


def read(walk: Walk, facts: Facts) -> None:
    """The first part of the index is the kind of slot; what is built in has no serial number of its own."""
    descriptions, revisions, parts = walk.column(_DESCRIPTION), walk.column(_REVISION), walk.column(_PART)
    serials = walk.column(_SERIAL)
    for index, description in descriptions.items():
        serial, part = said(serials.get(index)), said(parts.get(index))
        own = serial if serial and serial.lower() != _BUILT_IN else None
        if own or part:
            facts.components.append(
                Component(
                    name=said(description) or index,
                    kind=_KINDS.get(index.partition(".")[0], "module"),
                    model=part,
                    serial_number=own,
                    hardware_version=said(revisions.get(index)),
                )
            )


table = Table(name="juniper_contents", columns=(_DESCRIPTION, _SERIAL, _REVISION, _PART), read=read, is_private=True)
