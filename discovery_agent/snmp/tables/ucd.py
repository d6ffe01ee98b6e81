"""UCD-SNMP-MIB: memory and disks of net-snmp agents that serve no HOST-RESOURCES-MIB."""

from discovery_agent.snmp.facts import Facts, Memory, Storage
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import size, text
from discovery_agent.snmp.walk import Walk

_UCD = "1.3.6.1.4.1.2021"
_MEMORY_KB = f"{_UCD}.4.5"
_PATH, _TOTAL_KB, _TOTAL_LOW, _TOTAL_HIGH = (f"{_UCD}.9.1.{at}" for at in (2, 6, 11, 12))
_KILOBYTE = 1024
_WORD = 2**32


def read(walk: Walk, facts: Facts) -> None:
    """Only what nothing else has told."""
    memory = size(walk.scalar(_MEMORY_KB))
    if memory and not any(pool.is_working for pool in facts.memory):
        facts.memory.append(Memory("Physical memory", memory * _KILOBYTE))
    known = {entry.name for entry in facts.storage}
    totals, low, high = walk.column(_TOTAL_KB), walk.column(_TOTAL_LOW), walk.column(_TOTAL_HIGH)
    for index, path in walk.column(_PATH).items():
        name = text(path)
        wide = (size(high.get(index)) or 0) * _WORD + (size(low.get(index)) or 0)
        total = (wide or size(totals.get(index)) or 0) * _KILOBYTE
        if name and name not in known and 0 < total < 2**63:
            facts.storage.append(Storage(name, total))


table = Table(
    name="ucd", columns=(_PATH, _TOTAL_KB, _TOTAL_LOW, _TOTAL_HIGH), read=read, stage=LAST, scalars=(_MEMORY_KB,)
)
