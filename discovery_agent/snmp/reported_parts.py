"""Parts with a model or serial number; filesystems of computers."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.reported_device import is_computer
from graph_schema.ci_classes.battery import Battery
from graph_schema.ci_classes.chassis_module import ChassisModule
from graph_schema.ci_classes.filesystem import Filesystem
from graph_schema.ci_classes.power_supply import PowerSupply
from graph_schema.relationships import PART_OF
from graph_schema.report import Ref, Section
from graph_schema.values import serial_number

_MODULES = frozenset(
    ("chassis", "module", "transceiver", "backplane", "fan", "access_point", "stack", "other", "unknown")
)
_ON_DISK = frozenset(("fixed_disk", "removable_disk", "flash_memory", "network_disk", "other"))


def add_parts(section: Section, facts: Facts, root: Ref) -> Section:
    """Each part once; the chassis that is the device itself is none of its parts."""
    names: set[str] = set()
    own = serial_number(facts.serial_number or "")
    serials: set[str | None] = {own} if own else set()
    for component in facts.components:
        serial = serial_number(component.serial_number or "")
        if (serial and serial in serials) or not (serial or component.model or component.kind == "battery"):
            continue
        name = _free(component.name, names)
        made = _part(component, name, serial)
        if made is not None:
            serials.add(serial)
            names.add(name)
            section.relate(section.add(made, ref=serial or name), PART_OF, root)
    return section


def _free(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} #{number}", number + 1
    return free


def _part(entry: Component, name: str, serial: str | None) -> object | None:
    if entry.kind == "power_supply":
        return PowerSupply(name=name, manufacturer=entry.manufacturer, model=entry.model, serial_number=serial)
    if entry.kind == "battery":
        return Battery(name=name, manufacturer=entry.manufacturer, model=entry.model, serial_number=serial)
    if entry.kind not in _MODULES and not serial:
        return None
    return ChassisModule(
        name=name,
        description=entry.description,
        manufacturer=entry.manufacturer,
        model=entry.model,
        serial_number=serial,
        hardware_version=entry.hardware_version,
        firmware_version=entry.firmware_version,
        software_version=entry.software_version,
    )


def add_storage(section: Section, facts: Facts, root: Ref) -> Section:
    """The filesystems of a computer."""
    if not is_computer(facts.ci_class):
        return section
    for entry in facts.storage:
        if entry.kind in _ON_DISK and entry.name.startswith("/"):
            made = Filesystem(name=entry.name, mount_point=entry.name, size_bytes=entry.size_bytes)
            section.relate(section.add(made, ref=entry.name), PART_OF, root)
    return section
