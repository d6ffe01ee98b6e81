"""Memory modules, from the firmware's table (SMBIOS type 17)."""

from typing import TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.dmi import Structure, structures
from discovery_agent.host.machine import Machine
from graph_schema.ci_classes.memory_module import MemoryModule
from graph_schema.relationships import PART_OF
from graph_schema.report import Ref, Section
from graph_schema.values import not_placeholder

TABLE = "/sys/firmware/dmi/tables/DMI"
MEMORY_DEVICE = 17
_KIBIBYTE, _MEBIBYTE = 1 << 10, 1 << 20
_UNKNOWN_SIZE, _SEE_EXTENDED = 0xFFFF, 0x7FFF
_UNKNOWN_SPEED = (0, 0xFFFF)
_TYPES = {
    0x0F: "SDRAM",
    0x12: "DDR",
    0x13: "DDR2",
    0x18: "DDR3",
    0x1A: "DDR4",
    0x1B: "LPDDR",
    0x1D: "LPDDR3",
    0x1E: "LPDDR4",
    0x20: "HBM",
    0x22: "DDR5",
    0x23: "LPDDR5",
}


class ModuleReading(TypedDict):
    """A slot with a module in it."""

    slot: str | None
    bank: str | None
    size_bytes: int
    memory_type: str | None
    speed_mtps: int | None
    manufacturer: str | None
    serial_number: str | None
    part_number: str | None


def read(machine: Machine) -> Answer[list[ModuleReading]]:
    """Read the firmware's table. Raises PermissionError for those who may not."""
    if machine.surroundings["container"]:
        return NotAvailable("inside a container the memory modules are the host's")
    table = machine.system.read_bytes(TABLE)
    if table is None:
        return NotAvailable("this machine's firmware has no SMBIOS table")
    devices = (entry for entry in structures(table) if entry.type == MEMORY_DEVICE)
    return Reading([module for entry in devices if (module := _module(entry)) is not None])


def interpret(modules: list[ModuleReading], section: Section, root: Ref) -> None:
    """One module for each slot that is not empty."""
    for place, module in enumerate(modules):
        words = [text for text in (module["bank"], module["slot"]) if text]
        name = " ".join(dict.fromkeys(words)) or f"slot {place}"
        if f"memory_module:{name}" in section.cis:
            name = f"{name} ({place})"
        ref = section.add(
            MemoryModule(
                name=name,
                manufacturer=module["manufacturer"],
                model=module["part_number"],
                serial_number=module["serial_number"],
                size_bytes=module["size_bytes"],
                memory_type=module["memory_type"],
                speed_mtps=module["speed_mtps"],
            ),
            ref=name,
        )
        section.relate(ref, PART_OF, root)


def _module(entry: Structure) -> ModuleReading | None:
    size = _size_bytes(entry)
    if size == 0:
        return None
    speed = entry.number(0x15, 2)
    return {
        "slot": not_placeholder(entry.text(0x10) or ""),
        "bank": not_placeholder(entry.text(0x11) or ""),
        "size_bytes": size,
        "memory_type": _TYPES.get(entry.number(0x12, 1) or 0),
        "speed_mtps": None if speed in _UNKNOWN_SPEED else speed,
        "manufacturer": not_placeholder(entry.text(0x17) or ""),
        "serial_number": not_placeholder(entry.text(0x18) or ""),
        "part_number": not_placeholder(entry.text(0x1A) or ""),
    }


def _size_bytes(entry: Structure) -> int:
    """Offset 0Ch: MiB, KiB with the top bit set; 7FFFh points to the extended size at 1Ch. 0 for an empty slot."""
    size = entry.number(0x0C, 2) or 0
    if size == _UNKNOWN_SIZE:
        return 0
    if size == _SEE_EXTENDED:
        return (entry.number(0x1C, 4) or 0) * _MEBIBYTE
    return (size & 0x7FFF) * (_KIBIBYTE if size & 0x8000 else _MEBIBYTE)


collector = Collector(name="memory_modules", enumerates=(MemoryModule,), read=read, interpret=interpret)
