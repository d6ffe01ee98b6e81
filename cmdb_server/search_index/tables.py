"""The sqlite tables of the index: rows, sort keys, search terms and their trigrams."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from cmdb_server.search_index import value_table
from cmdb_server.search_index.bitmaps import Bits, bits_of, ids_of
from cmdb_server.search_index.entries import NAME_COLUMN, UID_TERM, Entry

_SCHEMA = """
    CREATE TABLE ci (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, root_uid TEXT NOT NULL, row BLOB NOT NULL);
    CREATE INDEX ci_root_uid ON ci (root_uid);
    CREATE TABLE sort_key (sort_column TEXT NOT NULL, sort_value NOT NULL, tie TEXT NOT NULL, id INTEGER NOT NULL,
        PRIMARY KEY (sort_column, sort_value, tie, id)) WITHOUT ROWID;
    CREATE INDEX sort_key_id ON sort_key (id);
    CREATE TABLE term (folded TEXT NOT NULL, id INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (folded, id, field)) WITHOUT ROWID;
    CREATE INDEX term_id ON term (id);
    CREATE VIRTUAL TABLE trigram USING fts5 (terms, tokenize = 'trigram');
"""


def connect(path: Path | None) -> sqlite3.Connection:
    """An empty index database: in memory, or in a file that replaces whatever was there."""
    if path is not None:
        path.unlink(missing_ok=True)
    connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;")
    connection.executescript(_SCHEMA + value_table.SCHEMA)
    return connection


def phrase(text: str) -> str:
    """A text as an FTS5 expression that matches it as it is; sqlite would end one at a NUL, which no term holds."""
    return '"' + text.replace('"', '""').replace("\0", "\N{REPLACEMENT CHARACTER}") + '"'


class Tables:
    """Writes and reads the tables; the caller holds the lock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` comes from `connect`."""
        self._connection = connection
        self.values = value_table.ValueTable(connection)

    def copied(self) -> "Tables":
        """The same tables in memory, to be changed on their own."""
        twin = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.backup(twin)
        return Tables(twin)

    def close(self) -> None:
        """Give the memory back; nothing may be asked any more."""
        self._connection.close()

    def write(self, entries: Iterable[tuple[int, Entry]], gone: Sequence[int]) -> None:
        """Replace the entries of these ids and delete those that are gone."""
        placed = list(entries)
        everything = [(member,) for member in (*gone, *(member for member, _ in placed))]
        run = self._connection.executemany
        self._connection.execute("BEGIN")
        run("DELETE FROM sort_key WHERE id = ?", everything)
        run("DELETE FROM term WHERE id = ?", everything)
        run("DELETE FROM trigram WHERE rowid = ?", everything)
        run("DELETE FROM ci WHERE id = ?", everything)
        self.values.delete(everything)
        self._insert(placed)
        self._connection.execute("COMMIT")

    def fill(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Add entries whose ids are new."""
        self._connection.execute("BEGIN")
        self._insert(list(entries))
        self._connection.execute("COMMIT")

    def rows(self, ids: Sequence[int]) -> list[tuple[int, str, bytes]]:
        """Id, uid and row of each id, in the order asked; ids that are gone are left out."""
        found = self._connection.execute(
            "SELECT ci.id, ci.uid, ci.row FROM json_each(?) AS wanted"
            " JOIN ci ON ci.id = wanted.value ORDER BY wanted.key",
            (_json(list(ids)),),
        )
        return found.fetchall()

    def ids(self, uids: Iterable[str]) -> dict[str, int]:
        """The ids of these CIs."""
        found = self._connection.execute(
            "SELECT ci.uid, ci.id FROM json_each(?) AS wanted JOIN ci ON ci.uid = wanted.value",
            (msgspec.json.encode(list(uids)).decode(),),
        )
        return dict(found.fetchall())

    def uids_of_roots(self, roots: Iterable[str]) -> list[str]:
        """The CIs that belong to these root CIs."""
        found = self._connection.execute(
            "SELECT ci.uid FROM json_each(?) AS wanted JOIN ci ON ci.root_uid = wanted.value",
            (msgspec.json.encode(list(roots)).decode(),),
        )
        return [uid for (uid,) in found]

    def ordered(self, column: str, *, is_descending: bool) -> Iterator[int]:
        """All ids that have a value in a column, in its order."""
        texts = _ORDERED[is_descending]
        return (member for (member,) in self._connection.execute(texts, (column,)))

    def ordered_among(self, bits: Bits, column: str, *, is_descending: bool) -> list[int]:
        """The ids of a small set that have a value in a column, in its order."""
        found = self._connection.execute(_ORDERED_AMONG[is_descending], (_json(ids_of(bits)), column))
        return [member for (member,) in found]

    def within(self, column: str, low: int, high: int) -> Bits:
        """The ids whose number in a column is at least `low` and less than `high`."""
        text = "SELECT id FROM sort_key WHERE sort_column = ? AND sort_value >= ? AND sort_value < ?"
        return bits_of(member for (member,) in self._connection.execute(text, (column, low, high)))

    def uids(self, bits: Bits) -> list[str]:
        """The uids of a set, sorted."""
        text = "SELECT ci.uid FROM json_each(?) AS wanted JOIN ci ON ci.id = wanted.value ORDER BY ci.uid"
        return [uid for (uid,) in self._connection.execute(text, (_json(ids_of(bits)),))]

    def columns(self) -> frozenset[str]:
        """The columns in which any CI has a value."""
        return frozenset(name for (name,) in self._connection.execute("SELECT DISTINCT sort_column FROM sort_key"))

    def exact(self, folded: Iterable[str], limit: int) -> list[tuple[int, str, str]]:
        """Id, field and value of the terms that are one of these texts."""
        return self._connection.execute(
            "SELECT term.id, term.field, term.value FROM json_each(?) AS wanted"
            " JOIN term ON term.folded = wanted.value LIMIT ?",
            (msgspec.json.encode(list(folded)).decode(), limit),
        ).fetchall()

    def starting(self, folded: str, limit: int) -> list[tuple[int, str, str]]:
        """Id, field and value of the terms that start with a text, the shortest first within the limit."""
        return self._connection.execute(
            "SELECT id, field, value FROM term WHERE folded >= ? AND folded < ? LIMIT ?",
            (folded, folded + "\U0010ffff", limit),
        ).fetchall()

    def matching(self, expression: str, limit: int) -> list[int]:
        """Ids whose terms match an FTS5 expression, in no order; -1 for all."""
        text = "SELECT rowid FROM trigram WHERE trigram MATCH ? LIMIT ?"
        return [member for (member,) in self._connection.execute(text, (expression, limit))]

    def holding(self, word: str) -> list[int]:
        """The ids with a term that holds a word of three or more characters."""
        return self.matching(phrase(word), -1)

    def resembling(self, expression: str, limit: int) -> list[int]:
        """Ids whose terms match an FTS5 expression best."""
        text = "SELECT rowid FROM trigram WHERE trigram MATCH ? ORDER BY rank LIMIT ?"
        return [member for (member,) in self._connection.execute(text, (expression, limit))]

    def terms(self, ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
        """Id, folded term, field and value of every term of these ids but the uid, which is found as a whole only."""
        return self._connection.execute(
            "SELECT term.id, term.folded, term.field, term.value FROM json_each(?) AS wanted"
            " JOIN term ON term.id = wanted.value WHERE term.field <> ?",
            (_json(list(ids)), UID_TERM),
        ).fetchall()

    def _insert(self, placed: list[tuple[int, Entry]]) -> None:
        run = self._connection.executemany
        encode = msgspec.json.encode
        rows = ((member, entry.uid, entry.root_uid, encode(entry.row)) for member, entry in placed)
        run("INSERT INTO ci VALUES (?, ?, ?, ?)", rows)
        run("INSERT INTO sort_key VALUES (?, ?, ?, ?)", sorted(_sort_rows(placed), key=_by_column))
        terms = {(term.folded, i, term.field): term.value for i, entry in placed for term in entry.terms}
        run("INSERT INTO term VALUES (?, ?, ?, ?)", ((*key, terms[key]) for key in sorted(terms)))
        # A uid is looked up as a whole; parts of its digits would be found in everything.
        parts = ((i, [term.folded for term in e.terms if term.field != UID_TERM]) for i, e in placed)
        texts = ((i, "\n".join(dict.fromkeys(folded))) for i, folded in parts)
        run("INSERT INTO trigram (rowid, terms) VALUES (?, ?)", texts)
        self.values.insert(placed)


_ORDERED = {
    False: "SELECT id FROM sort_key WHERE sort_column = ? ORDER BY sort_value, tie, id",
    True: "SELECT id FROM sort_key WHERE sort_column = ? ORDER BY sort_value DESC, tie DESC, id DESC",
}

# CROSS JOIN keeps the order of the loops: the few ids outside, whatever the planner takes json_each for.
_ORDERED_AMONG = {
    False: "SELECT sort_key.id FROM json_each(?) AS wanted"
    " CROSS JOIN sort_key INDEXED BY sort_key_id ON sort_key.id = wanted.value"
    " WHERE sort_key.sort_column = ? ORDER BY sort_value, tie, sort_key.id",
    True: "SELECT sort_key.id FROM json_each(?) AS wanted"
    " CROSS JOIN sort_key INDEXED BY sort_key_id ON sort_key.id = wanted.value"
    " WHERE sort_key.sort_column = ? ORDER BY sort_value DESC, tie DESC, sort_key.id DESC",
}


def _json(ids: list[int]) -> str:
    return msgspec.json.encode(ids).decode()


def _sort_rows(placed: Iterable[tuple[int, Entry]]) -> Iterator[tuple[str, str | float, str, int]]:
    for member, entry in placed:
        name = str(entry.sort_keys[0].key)
        for column, key in entry.sort_keys:
            yield column, key, entry.uid if column == NAME_COLUMN else f"{name}\x00{entry.uid}", member


def _by_column(row: tuple[str, str | float, str, int]) -> tuple[str, str]:
    return row[0], str(row[1])
