"""RADLAN-Physicaldescription-MIB: the units of a stack, of switches that share Marvell's (Radlan's) software."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_BASES = ("1.3.6.1.4.1.89.53.14.1", "1.3.6.1.4.1.9.6.1.101.53.14.1")
_SOFTWARE, _FIRMWARE, _HARDWARE, _SERIAL = 2, 3, 4, 5
_COLUMNS = tuple(f"{base}.{at}" for base in _BASES for at in (_SOFTWARE, _FIRMWARE, _HARDWARE, _SERIAL))


def read(walk: Walk, facts: Facts) -> None:
    """Units whose serial number ENTITY-MIB does not have."""
    known = {component.serial_number for component in facts.components}
    for base in _BASES:
        software, firmware, hardware = (walk.column(f"{base}.{at}") for at in (_SOFTWARE, _FIRMWARE, _HARDWARE))
        for index, value in walk.column(f"{base}.{_SERIAL}").items():
            serial = said(value)
            if serial and serial not in known:
                known.add(serial)
                facts.components.append(
                    Component(
                        name=f"Unit {index}",
                        kind="chassis",
                        serial_number=serial,
                        software_version=said(software.get(index)),
                        firmware_version=said(firmware.get(index)),
                        hardware_version=said(hardware.get(index)),
                    )
                )


table = Table(name="radlan_units", columns=_COLUMNS, read=read, stage=REFERRING)
