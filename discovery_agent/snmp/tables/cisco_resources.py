"""CISCO-PROCESS-MIB, CISCO-MEMORY-POOL-MIB and CISCO-ENHANCED-MEMPOOL-MIB: processors and memory of Cisco's devices."""

from discovery_agent.snmp.facts import Facts, Memory
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import said, size
from discovery_agent.snmp.walk import Walk

_LOAD = "1.3.6.1.4.1.9.9.109.1.1.1.1.5", "1.3.6.1.4.1.9.9.109.1.1.1.1.8"
_POOLS = (
    tuple(f"1.3.6.1.4.1.9.9.221.1.1.1.1.{at}" for at in (3, 18, 20)),  # 64 bits
    tuple(f"1.3.6.1.4.1.9.9.221.1.1.1.1.{at}" for at in (3, 7, 8)),
    tuple(f"1.3.6.1.4.1.9.9.48.1.1.1.{at}" for at in (2, 5, 6)),
)
_WORKING = ("processor", "system memory", "dram")


def read(walk: Walk, facts: Facts) -> None:
    """A pool is as large as what is used and what is free of it; the first MIB that tells any counts."""
    loads = max((walk.column(oid) for oid in _LOAD), key=len)
    facts.processors = facts.processors or len(loads) or None
    for name_column, used_column, free_column in _POOLS:
        names, free = walk.column(name_column), walk.column(free_column)
        for index, used in walk.column(used_column).items():
            total = (size(used) or 0) + (size(free.get(index)) or 0)
            name = said(names.get(index)) or index
            if total:
                facts.memory.append(Memory(name, total, is_working=name.lower().startswith(_WORKING)))
        if facts.memory:
            return


table = Table(
    name="cisco_resources",
    columns=(*_LOAD, *dict.fromkeys(oid for pool in _POOLS for oid in pool)),
    read=read,
    is_private=True,
)
