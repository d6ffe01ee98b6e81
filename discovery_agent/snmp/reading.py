"""Reads a device: the columns that the tables keep, then what the vendor's rules want. Broken agents are normal."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from discovery_agent.scan.fact_kinds import ALL, FORWARDING
from discovery_agent.snmp.columns import ColumnReader, Limits
from discovery_agent.snmp.enterprises import GENERIC, number_of
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.identify import complete, identify, places_of
from discovery_agent.snmp.own_objects import OBJECTS
from discovery_agent.snmp.session import NoAnswerError, Session
from discovery_agent.snmp.table import Table, all_tables
from discovery_agent.snmp.values import Value
from discovery_agent.snmp.vendor import numbers_beside
from discovery_agent.snmp.walk import ENTERPRISES, Walk

SYSTEM = "1.3.6.1.2.1.1"
Begin: TypeAlias = Callable[[Mapping[str, Value]], Awaitable[None]]
_PLACE_ROWS = 400  # of running programs, the longest table that a rule looks through
_MAX_CONTEXTS = 512
_SILENT_CONTEXTS = 2
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
    """Scalars, what tells which tables there are (an entry, or the only column that is kept), and columns by entry.

    `below` are the beginnings of all that the columns hold.
    """

    scalars: tuple[str, ...]
    subtrees: tuple[str, ...]
    entries: tuple[list[str], ...]
    below: tuple[str, ...]


async def read_device(
    session: Session,
    limits: Limits | None = None,
    into: Reading | None = None,
    *,
    facts: Collection[str] = ALL,
    on_begin: Begin | None = None,
) -> Reading:
    """Everything that tables and vendor rules want. Raises NoAnswerError when the device answers nothing at all.

    `facts` are the kinds of facts that are wanted beside what the device is; `into` holds what was read so far whenever
    the reading is cut short. `on_begin` is told the system group, which is read first; what it raises ends the reading.
    """
    reading = into or Reading()
    reader = ColumnReader(session, limits or Limits(), reading.values, reading.problems)
    reader.values |= await session.get([f"{SYSTEM}.{at}.0" for at in range(1, 8)])
    if on_begin is not None:
        await on_begin(reader.values)
    wanted = _wanted(number_of(_facts(Walk(reader.values), "system").object_id), frozenset(facts))
    places = _Places(reader, wanted.below)
    asked = places.not_yet_asked()
    await reader.objects([*wanted.scalars, *_instances(asked)])
    await reader.learn([*wanted.subtrees, *asked])
    for columns in wanted.entries:
        await reader.entry(columns)
    await places.read(asked)
    await _read_own_objects(reader)
    if FORWARDING.name in facts:
        reading.contexts |= await _read_contexts(session, reader, limits or Limits())
    return reading


@lru_cache(maxsize=256)
def _wanted(own: int | None, facts: frozenset[str]) -> _Wanted:
    """What is read of the devices of a manufacturer, by his number."""
    entries = [columns for table in all_tables() for columns in _entries(table, own, facts)]
    scalars = [oid for table in all_tables() for oid in table.scalars if _may_have(table, oid, own)]
    return _Wanted(
        tuple(f"{oid}.0" for oid in scalars if not oid.startswith(f"{SYSTEM}.")),
        tuple(columns[0].rpartition(".")[0] if len(columns) > 1 else columns[0] for columns in entries),
        tuple(entries),
        tuple(f"{column}." for columns in entries for column in columns),
    )


def _may_have(table: Table, oid: str, own: int | None) -> bool:
    """Whether a device of a manufacturer may answer an object; one with the number of a toolkit may be anybody's."""
    return not table.is_private or own is None or own in GENERIC or number_of(oid) in numbers_beside(own)


def _entries(table: Table, own: int | None, facts: Collection[str] = ALL) -> list[list[str]]:
    """The columns of a table by its entry; of a manufacturer's own MIB only where the device is one of his."""
    entries: dict[str, list[str]] = {}
    for column in table.columns_for(facts):
        if not table.is_private or number_of(column) == own:
            entries.setdefault(column.rpartition(".")[0], []).append(column)
    return list(entries.values())


class _Places:
    """Where the vendor's rules look; what is found there may name the vendor, whose rules look elsewhere then."""

    def __init__(self, reader: ColumnReader, below: tuple[str, ...]) -> None:
        self._reader = reader
        self._below = below
        self._asked: set[str] = set()

    def not_yet_asked(self) -> list[str]:
        """The places that no table reads, each told once."""
        walk = Walk(self._reader.values)
        wanted = places_of(walk, _facts(walk, "system"))
        found = [oid for oid in wanted if oid not in self._asked and not f"{oid}.".startswith(self._below)]
        self._asked.update(found)
        return found

    async def read(self, asked: Sequence[str]) -> None:
        """Read those that have been asked for as objects and are columns, then those that these have led to."""
        await self._read_columns(asked)
        further = self.not_yet_asked()
        if further:
            await self._reader.objects(_instances(further))
            await self._reader.learn(further)
            await self._read_columns(further)

    async def _read_columns(self, asked: Sequence[str]) -> None:
        for oid in asked:
            if f"{oid}.0" not in self._reader.values and oid not in self._reader.values:
                await self._reader.column(oid, _PLACE_ROWS)


def _instances(oids: Iterable[str]) -> list[str]:
    """What an object of which there is one is asked by: its instance 0, or it is an instance itself."""
    return [name for oid in oids for name in (f"{oid}.0", oid)]


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
        try:
            values = await _read_context(context, limits)
        finally:
            context.close()
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
