"""The contract of a table: one file of `tables/` with an object `table`; adding a table is adding its file."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

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
    `is_private`: only devices of the manufacturer whose number is in a column have it, so no other is asked for that.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Walk, Facts], None]
    stage: int = OWN
    scalars: tuple[str, ...] = ()
    is_per_vlan: bool = False
    is_private: bool = False


@cache
def all_tables() -> tuple[Table, ...]:
    """Every table, in the order in which they are read."""
    found = load_all(tables, Table)
    return tuple(sorted(found, key=lambda table: (table.stage, table.name)))
