"""AI-AP-MIB: the access points of an Aruba Instant cluster, of which this device speaks for all."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_ENTRY = "1.3.6.1.4.1.14823.2.3.3.1.2.1.1"
_NAME, _SERIAL, _MODEL = (f"{_ENTRY}.{at}" for at in (2, 4, 6))


def read(walk: Walk, facts: Facts) -> None:
    """Each member of the cluster."""
    names, models = walk.column(_NAME), walk.column(_MODEL)
    for index, serial in walk.column(_SERIAL).items():
        if said(serial):
            facts.components.append(
                Component(
                    name=said(names.get(index)) or index,
                    kind="access_point",
                    model=said(models.get(index)),
                    serial_number=said(serial),
                )
            )


table = Table(name="aruba_access_points", columns=(_NAME, _SERIAL, _MODEL), read=read, is_private=True)
