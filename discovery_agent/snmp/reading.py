"""Reads a device: the columns that the tables keep, then what the vendor's rules want. Broken agents are normal."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from discovery_agent.scan.fact_kinds import ALL, FORWARDING
from discovery_agent.snmp.columns import ColumnReader, Limits
from discovery_agent.snmp.enterprises import GENERIC, number_of
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.identify import complete, identify, places_of
from discovery_agent.snmp.own_objects import OBJECTS
from discovery_agent.snmp.session import NoAnswerError, Session
from discovery_agent.snmp.table import Table, all_tables
from discovery_agent.snmp.values import Value
from discovery_agent.snmp.walk import ENTERPRISES, Walk

SYSTEM = "1.3.6.1.2.1.1"
_PLACE_ROWS = 400  # of running programs, the longest table that a rule looks through
_MAX_CONTEXTS = 512
_SILENT_CONTEXTS = 2
_ROUNDS = 2  # the objects that name the vendor of a toolkit's agent, then those of that vendor
_CISCO = 9
_SEEN_AT = "1.3.6.1.2.1.17.4.3.1.2"
_FDDI = frozenset(range(1002, 1006))  # VLANs that every switch of Cisco's lists, and that carry no Ethernet


@dataclass
class Reading:
    """What a device answered. `problems` say what is missing and why."""

    values: dict[str, Value] = field(default_factory=dict[str, Value])
    contexts: dict[str, dict[str, Value]] = field(default_factory=dict[str, dict[str, Value]])
    problems: list[str] = field(default_factory=list[str])

    def walk(self) -> Walk:
        """The values as tables read them."""
        return Walk(self.values, {name: Walk(values) for name, values in self.contexts.items()})


class _Wanted(NamedTuple):
    """Scalars, what tells which tables there are (an entry, or the only column that is kept), and columns by entry."""

    scalars: tuple[str, ...]
    subtrees: tuple[str, ...]
    entries: tuple[list[str], ...]


async def read_device(
    session: Session, limits: Limits | None = None, into: Reading | None = None, *, facts: Collection[str] = ALL
) -> Reading:
    """Everything that tables and vendor rules want. Raises NoAnswerError when the device answers nothing at all.

    `facts` are the kinds of facts that are wanted beside what the device is; `into` holds what was read so far whenever
    the reading is cut short.
    """
    reading = into or Reading()
    reader = ColumnReader(session, limits or Limits(), reading.values, reading.problems)
    reader.values |= await session.get([f"{SYSTEM}.{at}.0" for at in range(1, 8)])
    wanted = _wanted(number_of(_facts(Walk(reader.values), "system").object_id), frozenset(facts))
    await reader.objects(wanted.scalars)
    await reader.learn(wanted.subtrees)
    for columns in wanted.entries:
        await reader.entry(columns)
    await _read_places(reader)
    await _read_own_objects(reader)
    if FORWARDING.name in facts:
        reading.contexts |= await _read_contexts(session, reader, limits or Limits())
    return reading


@lru_cache(maxsize=256)
def _wanted(own: int | None, facts: frozenset[str]) -> _Wanted:
    """What is read of the devices of a manufacturer, by his number."""
    entries = [columns for table in all_tables() for columns in _entries(table, own, facts)]
    scalars = [oid for table in all_tables() for oid in table.scalars if not oid.startswith(f"{SYSTEM}.")]
    return _Wanted(
        tuple(f"{oid}.0" for oid in scalars),
        tuple(columns[0].rpartition(".")[0] if len(columns) > 1 else columns[0] for columns in entries),
        tuple(entries),
    )


def _entries(table: Table, own: int | None, facts: Collection[str] = ALL) -> list[list[str]]:
    """The columns of a table by its entry; of a manufacturer's own MIB only where the device is one of his."""
    entries: dict[str, list[str]] = {}
    for column in table.columns_for(facts):
        if not table.is_private or number_of(column) == own:
            entries.setdefault(column.rpartition(".")[0], []).append(column)
    return list(entries.values())


async def _read_places(reader: ColumnReader) -> None:
    """Where the vendor's rules look; what is found there may name the vendor."""
    asked: set[str] = set()
    for _ in range(_ROUNDS):
        walk = Walk(reader.values)
        wanted = [oid for oid in places_of(walk, _facts(walk, "system")) if oid not in asked and not walk.has(oid)]
        asked.update(wanted)
        await reader.objects(name for oid in wanted for name in (f"{oid}.0", oid))
        missing = [oid for oid in wanted if f"{oid}.0" not in reader.values and oid not in reader.values]
        await reader.learn(missing)
        for oid in missing:
            await reader.column(oid, _PLACE_ROWS)


async def _read_own_objects(reader: ColumnReader) -> None:
    """The first objects below the maker's number, where nothing read so far tells model and version."""
    walk = Walk(reader.values)
    facts = _facts(walk, "system", "entity")
    number = number_of(facts.object_id)
    if number is None or number in GENERIC:
        return
    identify(walk, facts)
    complete(walk, facts)
    if facts.model is None or facts.os_version is None:
        await reader.column(f"{ENTERPRISES}.{number}", OBJECTS)


async def _read_contexts(session: Session, reader: ColumnReader, limits: Limits) -> dict[str, dict[str, Value]]:
    """Per-VLAN tables of devices that keep one context for each VLAN."""
    facts = _facts(Walk(reader.values), "system", "vtp")
    if number_of(facts.object_id) != _CISCO or reader.is_silent:
        return {}
    found: dict[str, dict[str, Value]] = {}
    silent = 0
    for vlan in sorted(facts.vlans.keys() - _FDDI)[:_MAX_CONTEXTS]:
        context = session.in_context(str(vlan))
        if context is None or silent >= _SILENT_CONTEXTS:
            break
        values = await _read_context(context, limits)
        silent = 0 if values is not None else silent + 1
        if values:
            found[str(vlan)] = values
    if silent and not found and not Walk(reader.values).has(_SEEN_AT):
        reader.problems.append("the device answers in no context for a VLAN: where addresses were seen is not told")
    return found


async def _read_context(context: Session, limits: Limits) -> dict[str, Value] | None:
    """The tables that a device keeps for each VLAN; None where it does not answer in that context."""
    try:
        await context.get([f"{SYSTEM}.3.0"])
    except NoAnswerError:
        return None
    reader = ColumnReader(context, limits)
    for table in all_tables():
        if table.is_per_vlan:
            for columns in _entries(table, _CISCO):
                await reader.entry(columns)
    return reader.values


def _facts(walk: Walk, *names: str) -> Facts:
    """What some of the tables say."""
    facts = Facts()
    for table in all_tables():
        if table.name in names:
            table.read(walk, facts)
    return facts
