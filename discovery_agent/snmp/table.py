"""The contract of a table: one file of `tables/` with an object `table`; adding a table is adding its file."""

from collections.abc import Callable, Collection
from functools import cache
from typing import NamedTuple

from discovery_agent.scan.fact_kinds import FORWARDING
from discovery_agent.snmp import tables
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.walk import Walk
from graph_schema.loading import load_all

OWN, REFERRING, LAST = range(3)


class Table(NamedTuple):
    """Some columns of a MIB and what they say.

    `columns` and `scalars` are the only objects that `read` asks for, so a session fetches nothing else. `stage` orders
    the tables: those that stand alone first, then those that refer to interfaces and ports, last those that step in
    where others said nothing. `is_per_vlan`: some devices keep the table once for each VLAN, in contexts of that name.
    `facts`: the kind of facts that it is read for, without one it is read by every scan; `forwarding`: those of
    its columns that are read for where others are seen only.
    `is_private`: only devices of the manufacturer whose number is in a column have it, so no other is asked for that.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Walk, Facts], None]
    stage: int = OWN
    scalars: tuple[str, ...] = ()
    is_per_vlan: bool = False
    is_private: bool = False
    facts: str = ""
    forwarding: tuple[str, ...] = ()

    def columns_for(self, facts: Collection[str]) -> tuple[str, ...]:
        """The columns that a scan reads which wants these kinds of facts."""
        if self.facts and self.facts not in facts:
            return ()
        left_out = () if FORWARDING.name in facts else self.forwarding
        return tuple(column for column in self.columns if column not in left_out)


@cache
def all_tables() -> tuple[Table, ...]:
    """Every table, in the order in which they are read."""
    found = load_all(tables, Table)
    return tuple(sorted(found, key=lambda table: (table.stage, table.name)))
