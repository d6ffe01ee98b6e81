"""HOST-RESOURCES-MIB (RFC 2790): storage, memory, processors."""

import re

from discovery_agent.snmp.facts import Facts, Memory, Storage
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import size, text
from discovery_agent.snmp.walk import Walk, oid_value

_HOST = "1.3.6.1.2.1.25"
_MEMORY_KB = f"{_HOST}.2.2"
_KIND, _DESCRIPTION, _UNIT, _SIZE = (f"{_HOST}.2.3.1.{at}" for at in (2, 3, 4, 5))
_DEVICE_TYPE, _DEVICE_DESCRIPTION = f"{_HOST}.3.2.1.2", f"{_HOST}.3.2.1.3"
_PROCESSOR_LOAD = f"{_HOST}.3.3.1.2"
_KINDS = {
    1: "other", 2: "ram", 3: "virtual_memory", 4: "fixed_disk", 5: "removable_disk", 6: "floppy_disk",
    7: "compact_disc", 8: "ram_disk", 9: "flash_memory", 10: "network_disk",
}  # fmt: skip
_STORAGE_TYPES = f"{_HOST}.2.1."
_PROCESSOR, _PRINTER = f"{_HOST}.3.1.3", f"{_HOST}.3.1.5"
_KILOBYTE = 1024
_OF_THE_KERNEL = re.compile(r"/(?:sys|proc|run/user)(?:/|$)|/dev$")  # filesystems that hold no bytes of anybody
_IN_MEMORY = ("ram", "virtual_memory")
_NOT_WORKING = ("swap", "virtual", "buffer", "cache", "shared", "reclaim")


def read(walk: Walk, facts: Facts) -> None:
    """Areas of storage by their kind; processors, each of which has a load."""
    units, sizes, kinds = walk.column(_UNIT), walk.column(_SIZE), walk.column(_KIND)
    for index, value in walk.column(_DESCRIPTION).items():
        kind = _kind(oid_value(kinds.get(index)))
        total = (size(sizes.get(index)) or 0) * (size(units.get(index)) or 0)
        name = text(value)
        if not name or not 0 < total < 2**63 or _OF_THE_KERNEL.match(name):
            continue
        if kind in _IN_MEMORY or (kind == "other" and _is_of_memory(name)):
            facts.memory.append(Memory(name, total, is_working=_is_working(kind, name)))
        else:
            facts.storage.append(Storage(name, total, kind))
    memory = size(walk.scalar(_MEMORY_KB))
    facts.memory_bytes = memory * _KILOBYTE if memory else None
    types = walk.column(_DEVICE_TYPE)
    loads = walk.column(_PROCESSOR_LOAD)
    processors = [index for index, kind in types.items() if oid_value(kind) == _PROCESSOR]
    facts.processors = len(loads) or len(processors) or None
    if any(oid_value(kind) == _PRINTER for kind in types.values()):
        facts.evidence.add("printer")


def _kind(found: str | None) -> str:
    if found is None or not found.startswith(_STORAGE_TYPES):
        return "other"
    last = found.rpartition(".")[2]
    return _KINDS.get(int(last), "other")


def _is_of_memory(name: str) -> bool:
    """Whether a name is that of a pool of memory, which agents list as "other" storage."""
    folded = name.lower()
    return "memory" in folded or folded.startswith(("swap", "malloc", "mbuf", "uma:", "pool"))


def _is_working(kind: str, name: str) -> bool:
    folded = name.lower()
    return kind == "ram" and not any(word in folded for word in _NOT_WORKING)


table = Table(
    name="host_resources",
    columns=(_KIND, _DESCRIPTION, _UNIT, _SIZE, _DEVICE_TYPE, _DEVICE_DESCRIPTION, _PROCESSOR_LOAD),
    read=read,
    scalars=(_MEMORY_KB,),
)
