"""JUNIPER-VIRTUALCHASSIS-MIB: the members of a virtual chassis, each a part with its serial number."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_ENTRY = "1.3.6.1.4.1.2636.3.40.1.4.1.1.1"
_SERIAL, _VERSION, _MODEL = (f"{_ENTRY}.{at}" for at in (2, 5, 8))


def read(walk: Walk, facts: Facts) -> None:
    """Members that no other table has told of."""
    versions, models = walk.column(_VERSION), walk.column(_MODEL)
    known = {component.serial_number for component in facts.components}
    for index, value in walk.column(_SERIAL).items():
        serial = said(value)
        if serial and serial not in known:
            facts.components.append(
                Component(
                    name=f"Member {index}",
                    kind="chassis",
                    model=said(models.get(index)),
                    serial_number=serial,
                    software_version=said(versions.get(index)),
                )
            )


table = Table(
    name="juniper_virtual_chassis", columns=(_SERIAL, _VERSION, _MODEL), read=read, stage=REFERRING, is_private=True
)
