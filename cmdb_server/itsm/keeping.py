"""Records and their timelines in the graph: one transaction for each thing that somebody does."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import itsm as queries
from cmdb_server.graph_store.queries.identity import ALIASES_OF
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm import keys
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Entry, Record, entry_of, record_of, stored, stored_entry
from cmdb_server.timestamps import microseconds

Decide: TypeAlias = Callable[[Record], tuple[RecordType, Record, Entry | None]]
_DIGITS = 7


class UnknownRecordError(CmdbError):
    """A number that no record has."""

    def __init__(self, number: str) -> None:
        """404."""
        message = f"there is no record {number[:100]!r}; `cmdb record list` shows those there are"
        super().__init__(message, 404, "no_record")


class RecordChangedError(CmdbError):
    """A record was changed since it was read."""

    def __init__(self, record: Record) -> None:
        """412, with the revision it has now."""
        message = f"{record.number} was changed meanwhile (revision {record.revision}); read it again"
        super().__init__(message, 412, "stale_record")


def read_record(store: GraphStore, number: str) -> Record:
    """A record by its number. Raises UnknownRecordError."""
    rows = store.read(lambda tx: tx.run(queries.RECORD, number=number))
    if not rows:
        raise UnknownRecordError(number)
    return record_of(rows[0]["properties"])


def read_entries(store: GraphStore, record: Record) -> list[Entry]:
    """A record's timeline, the oldest first."""
    found = store.read(lambda tx: tx.run(queries.ENTRIES, record_uid=record.uid))[0]["properties"]
    return sorted(map(entry_of, found), key=lambda entry: (entry.at, entry.uid))


def read_planned(store: GraphStore, since: int, until: int) -> list[Record]:
    """Records with a planned time that is not over before `since` and begins before `until`, the first first."""
    found = store.read(lambda tx: tx.run(queries.PLANNED_UNTIL, since=since))[0]["properties"]
    # A plan that was taken away leaves its end at the node, where nobody asks for it any more.
    planned = [record for record in map(record_of, found) if record.value("planned_start")]
    begun = [record for record in planned if microseconds(record.value("planned_start")) < until]
    return sorted(begun, key=lambda record: (record.value("planned_start"), record.number))


def names_of(store: GraphStore, uid: str) -> set[str]:
    """All uids by which a CI may have been named: its own and those of the CIs that went into it."""
    known, wave = {uid}, {uid}
    while wave:
        into = sorted(wave)
        found = store.read(lambda tx, into=into: [tx.run(ALIASES_OF, uid=one)[0]["uid"] for one in into])
        wave = {alias for aliases in found for alias in aliases} - known
        known |= wave
    return known


def create(store: GraphStore, kind: RecordType, record: Record, entry: Entry) -> Record:
    """Store a new record under the next number of its type."""
    return store.transact((lock_of(kind),), lambda tx: create_within(tx, kind, record, entry))


def lock_of(kind: RecordType) -> str:
    """What whoever stores new records of a type locks first."""
    return f"record:{kind.name}"


def create_within(tx: Transaction, kind: RecordType, record: Record, entry: Entry) -> Record:
    """The same in a transaction that does more than that, and has locked `lock_of` the type."""
    value = tx.run(queries.NEXT_NUMBER, key=kind.name)[0]["value"]
    numbered = replace(record, number=_number(kind, value))
    properties = stored(numbered, is_open=kind.state_of[numbered.state].is_open)
    keys.give(tx, kind, (), (numbered,))
    tx.run(queries.CREATE_RECORD, uid=numbered.uid, properties=properties)
    _connect(tx, (), numbered, entry)
    _add(tx, numbered, entry)
    return numbered


def create_all(store: GraphStore, kind: RecordType, made: Sequence[tuple[Record, Entry]]) -> list[Record]:
    """Store new records of a type under its next numbers, all of them or, where a key of one is taken, none.

    Raises RecordRefusedError. A thousand at once are few enough for any engine.
    """

    def write(tx: Transaction) -> list[Record]:
        last = tx.run(queries.NEXT_NUMBERS, key=kind.name, count=len(made))[0]["value"]
        first = last - len(made) + 1
        found = [replace(one, number=_number(kind, first + turn)) for turn, (one, _) in enumerate(made)]
        keys.give(tx, kind, (), found)
        of_records = [
            {"uid": one.uid, "properties": stored(one, is_open=kind.state_of[one.state].is_open)} for one in found
        ]
        tx.run(queries.CREATE_RECORDS, records=of_records)
        affected = [
            {"uid": one.uid, "ci_uid": uid, "by": one.opened_by, "at": one.opened_at}
            for one in found
            for uid in one.affects
        ]
        if affected:
            tx.run(queries.CREATE_AFFECTS, rows=affected)
        told = [
            {"uid": entry.uid, "properties": stored_entry(entry, one.uid)}
            for one, (_, entry) in zip(found, made, strict=True)
        ]
        tx.run(queries.ADD_ENTRIES, entries=told)
        return found

    return store.transact((lock_of(kind),), write) if made else []


def _number(kind: RecordType, value: int) -> str:
    return f"{kind.prefix}{value:0{_DIGITS}d}"


def change(store: GraphStore, number: str, revision: int | None, decide: Decide) -> Record:
    """Store what `decide` makes of a record as it is, which may have come to be another one since it was read.

    `decide` answers the record's type, the record and what its timeline tells; None where nothing is different.
    Raises UnknownRecordError, RecordChangedError (revision None: any will do) and what `decide` raises.
    """
    return store.write(lambda tx: change_within(tx, number, revision, decide))


def locked(tx: Transaction, number: str) -> Record:
    """A record that nobody else changes before the transaction ends. Raises UnknownRecordError."""
    rows = tx.run(queries.LOCK_RECORD, number=number, token=secrets.token_hex(4))
    if not rows:
        raise UnknownRecordError(number)
    return record_of(rows[0]["properties"])


def change_within(tx: Transaction, number: str, revision: int | None, decide: Decide) -> Record:
    """The same in a transaction that does more than that."""
    before = locked(tx, number)
    if revision is not None and revision != before.revision:
        raise RecordChangedError(before)
    kind, wanted, entry = decide(before)
    if entry is None:
        return before
    after = replace(wanted, revision=before.revision + 1, changed_at=max(entry.at, before.changed_at + 1))
    properties = stored(after, is_open=kind.state_of[after.state].is_open)
    keys.give(tx, kind, (before,), (after,))
    tx.run(queries.CHANGE_RECORD, uid=after.uid, properties=properties)
    _connect(tx, before.affects, after, entry)
    _add(tx, after, entry)
    return after


def _connect(tx: Transaction, before: Sequence[str], record: Record, entry: Entry) -> None:
    if added := [uid for uid in record.affects if uid not in before]:
        tx.run(queries.AFFECT, uid=record.uid, ci_uids=added, by=entry.by, at=entry.at)
    if gone := [uid for uid in before if uid not in record.affects]:
        tx.run(queries.RELEASE, uid=record.uid, ci_uids=gone)


def _add(tx: Transaction, record: Record, entry: Entry) -> None:
    tx.run(queries.ADD_ENTRY, uid=entry.uid, properties=stored_entry(entry, record.uid))
