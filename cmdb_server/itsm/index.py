"""Lists and full text of records in a disposable index (sqlite in memory): the graph engines sort without one."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from cmdb_server.itsm import records
from cmdb_server.itsm.conditions import Wanted, conditions, matching, words_of
from cmdb_server.itsm.custom.field import PREFIX
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record, Task, record_of
from cmdb_server.itsm.tasks import index as tasks
from graph_schema.loading import load_all

_COMMON = 3_000  # records
# What says nothing of what a text is about; in few records a frequent word would count as a rare one.
_FILLERS = frozenset(
    ("the", "and", "not", "for", "are", "was", "does", "has", "had", "with", "but", "can", "you", "our", "its", "all")
)
_FILLER = 2  # letters: of, an, is
_SCHEMA = """
    CREATE TABLE record (number TEXT PRIMARY KEY, revision INTEGER NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL,
        is_open INTEGER NOT NULL, priority INTEGER NOT NULL, assignee TEXT NOT NULL, team TEXT NOT NULL,
        requester TEXT NOT NULL, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, properties BLOB NOT NULL);
    CREATE INDEX record_queue ON record (type, is_open, priority, opened_at, number);
    CREATE INDEX record_priority ON record (priority, opened_at, number);
    CREATE INDEX record_newest ON record (opened_at, number);
    CREATE INDEX record_number ON record (number);
    CREATE INDEX record_changed ON record (changed_at, number);
    CREATE INDEX record_assignee ON record (assignee, is_open);
    CREATE TABLE affected (ci_uid TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (ci_uid, number)) WITHOUT ROWID;
    CREATE INDEX affected_number ON affected (number);
    CREATE TABLE referred (named TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (named, number)) WITHOUT ROWID;
    CREATE INDEX referred_number ON referred (number);
    CREATE TABLE valued (field TEXT NOT NULL, value TEXT NOT NULL COLLATE NOCASE, place INTEGER NOT NULL,
        PRIMARY KEY (field, value, place)) WITHOUT ROWID;
    CREATE INDEX valued_place ON valued (place);
    CREATE VIRTUAL TABLE words USING fts5 (number UNINDEXED, title, body, hidden,
        tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
    CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
"""
# What fields of any record type name other records by their number.
_TYPES = {kind.name: kind for kind in load_all(records, RecordType)}
_REFERENCES = sorted({field.name for kind in _TYPES.values() for field in kind.fields if field.kind == "record"})
ORDERS = {
    "priority": "priority, opened_at, record.number",
    "newest": "opened_at DESC, record.number DESC",
    "changed": "changed_at DESC, record.number DESC",
    "number": "record.number",
}


# How a record is known to hold words. Where many do, or say the same, a page is found soonest along its order, of which
# each has an index of its name. CROSS JOIN: words first, as the planner does not know how many match.
_JOINED, _MATCH = "words CROSS JOIN record ON record.rowid = words.rowid", "words MATCH ?"
_IS_MATCH = "rowid IN (SELECT rowid FROM words WHERE words MATCH ?)"
_MANY = 2_000
_MOST_OPENED = 8_000


class RecordIndex:
    """Records as rows and words. Not safe to use from several threads at once."""

    def __init__(self) -> None:
        """Empty."""
        self._base = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._base.executescript(_SCHEMA + tasks.SCHEMA)
        self._opened: dict[int, Record] = {}

    def take(self, found: Iterable[Mapping[str, Any]]) -> None:
        """Take in records, as the properties of their nodes."""
        self._base.execute("BEGIN")
        with self._base:  # all of them or none
            for properties in found:
                self._replace(properties)

    def unknown(self, revisions: Iterable[tuple[str, int]]) -> list[str]:
        """The numbers of records that are not held in the revision they have."""
        run = self._base.execute
        held = "SELECT 1 FROM record WHERE number = ? AND revision = ?"
        return [revision[0] for revision in revisions if run(held, revision).fetchone() is None]

    def find(self, wanted: Wanted, names: Collection[str], window: tuple[int, int]) -> tuple[int, list[Record]]:
        """How many there are, and those of a window (offset, limit); `names` are all uids of the CI they are about."""
        where, values = conditions(wanted, names)
        words = matching(wanted.text, is_narrow=wanted.is_narrow)
        # Of few among many, to find once more what holds the words would cost more than to sort it.
        find = self._in_one_pass if words and wanted.is_open else self._page
        total, places = find(where, (values, words), wanted, window)
        return total, [self._at(place) for place in places]

    def _in_one_pass(
        self, where: str, said: tuple[list[object], tuple[str, ...]], wanted: Wanted, window: tuple[int, int]
    ) -> tuple[int, list[int]]:
        query = f"SELECT record.rowid FROM {_JOINED} WHERE {where} AND {_MATCH} ORDER BY {ORDERS[wanted.order]}"  # noqa: S608 - conditions are constants, values are bound
        rows = self._base.execute(query, (*said[0], *said[1])).fetchall()
        offset, limit = window
        return len(rows), [place for (place,) in rows[offset : None if limit < 0 else offset + limit]]

    def _page(
        self, where: str, said: tuple[list[object], tuple[str, ...]], wanted: Wanted, window: tuple[int, int]
    ) -> tuple[int, list[int]]:
        values, words = said
        counted = f"SELECT count(*) FROM {_JOINED if words else 'record'} WHERE {_both(where, _MATCH, words)}"  # noqa: S608 - as above
        total: int = self._base.execute(counted, (*values, *words)).fetchone()[0]
        is_narrowed = bool(words or wanted.where or wanted.ranges)
        along = f"record INDEXED BY record_{wanted.order}" if is_narrowed and total > _MANY else "record"
        shown = _both(where, _IS_MATCH, words)
        page = f"SELECT record.rowid FROM {along} WHERE {shown} ORDER BY {ORDERS[wanted.order]} LIMIT ? OFFSET ?"  # noqa: S608 - as above
        offset, limit = window
        return total, [place for (place,) in self._base.execute(page, (*values, *words, limit, offset))]

    def _at(self, place: int) -> Record:
        """The record at a place. Open ones are asked for again and again: they are kept as they were read."""
        if (found := self._opened.get(place)) is not None:
            return found
        row = self._base.execute("SELECT properties, is_open FROM record WHERE rowid = ?", (place,)).fetchone()
        found = _record(row[0])
        if row[1] and len(self._opened) < _MOST_OPENED:
            self._opened[place] = found
        return found

    def counts(self, kind: str, name: str, limit: int) -> list[tuple[str, int]]:
        """The values of a field of a type that lists are narrowed by, with how many records have each, most first."""
        found = self._base.execute(
            "SELECT valued.value, count(*) AS held FROM valued JOIN record ON record.rowid = valued.place"
            " WHERE valued.field = ? AND record.type = ? GROUP BY valued.value ORDER BY held DESC, 1 LIMIT ?",
            (name, kind, limit),
        )
        return list(found.fetchall())

    def tasks(self, wanted: tasks.WantedTasks, window: tuple[int, int]) -> tuple[int, list[tuple[Record, Task]]]:
        """How many open tasks there are, and those of a window (offset, limit), the first due first."""
        total, rows = tasks.find_tasks(self._base, wanted, window)
        found = ((place, _record(blob)) for place, blob in rows)
        return total, [(one, task) for place, one in found for task in one.tasks if task.number == place]

    def connected(self, kind: str) -> list[tuple[str, str]]:
        """The uids of CIs as records of a type name them, each with the record's number."""
        of_type = "SELECT ci_uid, number FROM affected JOIN record USING (number) WHERE type = ? ORDER BY number"
        return list(self._base.execute(of_type, (kind,)).fetchall())

    def similar(self, kind: str, text: str, limit: int) -> list[Record]:
        """Records of a type whose words are most like a text, the most alike first."""
        words = [word for word in words_of(text) if len(word) > _FILLER and word not in _FILLERS]
        if not (telling := self._telling(words)):
            return []
        rows = self._base.execute(
            "SELECT record.properties FROM words JOIN record ON record.rowid = words.rowid"
            " WHERE words MATCH ? AND record.type = ? ORDER BY bm25(words, 0, 4.0, 1.0) LIMIT ?",
            (f"{{title body}} : ({_any_of(telling)})", kind, limit),
        ).fetchall()
        return [_record(blob) for (blob,) in rows]

    def _telling(self, words: Sequence[str]) -> list[str]:
        """Words that are in few records: what nearly all hold tells none from another, and costs most."""
        run = self._base.execute
        counts = {word: run("SELECT doc FROM vocabulary WHERE term = ?", (word,)).fetchone() for word in words}
        known = sorted((count[0] if count else 0, word) for word, count in counts.items())
        found = [word for count, word in known if count <= _COMMON]
        return found or [word for _, word in known[:1]]

    def _replace(self, properties: Mapping[str, Any]) -> None:
        number, run = properties["number"], self._base.execute
        known = run("SELECT revision, rowid FROM record WHERE number = ?", (number,)).fetchone()
        if known and known[0] == properties["revision"]:
            return
        record = record_of(properties)
        if known:
            self._opened.pop(known[1], None)
            run("DELETE FROM words WHERE rowid = ?", known[1:])
            run("DELETE FROM valued WHERE place = ?", known[1:])
            run("DELETE FROM affected WHERE number = ?", (number,))
            run("DELETE FROM referred WHERE number = ?", (number,))
            run("DELETE FROM record WHERE number = ?", (number,))
        place = run(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(record, properties)
        ).lastrowid
        told = [record.number, *(record.value(name) for name in ("description", "cause", "resolution"))]
        filters = [field for field in _TYPES[record.type].fields if field.is_filter and record.value(field.name)]
        told += [record.value(field.name) for field in filters if not field.group]
        own = sorted((name, value) for name, value in record.values.items() if name.startswith(PREFIX))
        told += [value for _, value in own]
        hidden = "\n".join(record.value(field.name) for field in filters if field.group)
        words = (place, record.number, record.value("title"), "\n".join(told), hidden)
        run("INSERT INTO words (rowid, number, title, body, hidden) VALUES (?, ?, ?, ?, ?)", words)
        valued = [(field.name, record.value(field.name), place) for field in filters]
        valued += [(name, value, place) for name, value in own]
        self._base.executemany("INSERT INTO valued VALUES (?, ?, ?)", valued)
        self._base.executemany("INSERT INTO affected VALUES (?, ?)", [(uid, record.number) for uid in record.affects])
        tasks.replace_tasks(self._base, record)
        named = {record.value(name) for name in _REFERENCES} - {""}
        self._base.executemany("INSERT INTO referred VALUES (?, ?)", [(name, record.number) for name in sorted(named)])


def _row(record: Record, properties: Mapping[str, Any]) -> tuple[object, ...]:
    people = [record.value(name) for name in ("assignee", "team", "requester")]
    is_open, rank = bool(properties["open_type"]), priority(record)
    head = (record.number, record.revision, record.type, record.state, is_open, rank)
    kept = {name: value for name, value in properties.items() if name != "lock"}
    return (*head, *people, record.opened_at, record.changed_at, msgspec.json.encode(kept))


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def _both(where: str, match: str, words: tuple[str, ...]) -> str:
    return f"{where} AND {match}" if words else where


def _record(blob: bytes) -> Record:
    return record_of(msgspec.json.decode(blob))
