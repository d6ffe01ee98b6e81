"""Every value of every attribute and who has it: filters look at a value once, however many CIs share it."""

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from cmdb_server.filter_language.literals import in_order
from cmdb_server.search_index.bitmaps import Bits, bits_of
from cmdb_server.search_index.entries import Compared, Entry

SCHEMA = """
    CREATE TABLE value (value_id INTEGER PRIMARY KEY, attribute TEXT NOT NULL, compared NOT NULL, in_order TEXT,
        UNIQUE (attribute, compared));
    CREATE TABLE holder (value_id INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (value_id, id)) WITHOUT ROWID;
    CREATE INDEX holder_id ON holder (id);
"""
_HOLDERS = "SELECT holder.id FROM value CROSS JOIN holder ON holder.value_id = value.value_id WHERE value.attribute = ?"
_ONE_OF = (
    "SELECT holder.id FROM json_each(?) AS wanted"
    " CROSS JOIN value ON value.attribute = ? AND value.compared = wanted.value"
    " CROSS JOIN holder ON holder.value_id = value.value_id"
)
_OPERATORS = ("<", "<=", ">", ">=")
_NUMBER = f"{_HOLDERS} AND typeof(value.compared) <> 'text' AND value.compared"
_TEXT = f"{_HOLDERS} AND typeof(value.compared) = 'text' AND coalesce(value.in_order, value.compared)"
_NUMBERS = {operator: f"{_NUMBER} {operator} ?" for operator in _OPERATORS}
_TEXTS = {operator: f"{_TEXT} {operator} ?" for operator in _OPERATORS}


class ValueTable:
    """The values of attributes, folded for comparing; the caller holds the lock and the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`connection` has SCHEMA."""
        self._connection = connection

    def insert(self, placed: Sequence[tuple[int, Entry]]) -> None:
        """Add the values of entries that have none yet."""
        run = self._connection.executemany
        distinct = {value for _, entry in placed for value in entry.values}
        run("INSERT OR IGNORE INTO value (attribute, compared, in_order) VALUES (?, ?, ?)", map(_row, distinct))
        held = ((member, *value) for member, entry in placed for value in entry.values)
        run(
            "INSERT OR IGNORE INTO holder (id, value_id)"
            " SELECT ?, value_id FROM value WHERE attribute = ? AND compared = ?",
            held,
        )

    def delete(self, members: Iterable[tuple[int]]) -> None:
        """Take away all values of these ids."""
        self._connection.executemany("DELETE FROM holder WHERE id = ?", members)

    def numbers(self, attribute: str, members: Iterable[int]) -> dict[int, float]:
        """The values of an attribute that holds numbers, by id."""
        text = (
            "SELECT holder.id, value.compared FROM json_each(?) AS wanted CROSS JOIN holder ON holder.id = wanted.value"
            " JOIN value ON value.value_id = holder.value_id WHERE value.attribute = ?"
        )
        wanted = msgspec.json.encode(sorted(members)).decode()
        return dict(self._connection.execute(text, (wanted, attribute)).fetchall())

    def having(self, attribute: str) -> Bits:
        """Who has any value."""
        return self._found(_HOLDERS, attribute)

    def equal(self, attribute: str, wanted: Iterable[Compared]) -> Bits:
        """Who has one of these values."""
        text = msgspec.json.encode(list(wanted)).decode()
        return self._found(_ONE_OF, text, attribute)

    def like(self, attribute: str, glob: str) -> Bits:
        """Who has a text that fits a pattern of sqlite's GLOB."""
        return self._found(f"{_HOLDERS} AND value.compared GLOB ?", attribute, glob)

    def ordered(self, attribute: str, operator: str, bound: Compared) -> Bits:
        """Who has a value before or after another one; texts by the numbers in them."""
        if isinstance(bound, str):
            return self._found(_TEXTS[operator], attribute, in_order(bound))
        return self._found(_NUMBERS[operator], attribute, bound)

    def starting(self, attribute: str, folded: str, limit: int) -> list[Compared]:
        """The first values that start with a text, in their order."""
        found = self._connection.execute(
            "SELECT compared FROM value WHERE attribute = ? AND substr(compared, 1, ?) = ?"
            " AND EXISTS (SELECT 1 FROM holder WHERE holder.value_id = value.value_id) ORDER BY compared LIMIT ?",
            (attribute, len(folded), folded, limit),
        )
        return [value for (value,) in found]

    def _found(self, text: str, *parameters: Compared) -> Bits:
        return bits_of(member for (member,) in self._connection.execute(text, parameters))


def _row(value: tuple[str, Compared]) -> tuple[str, Compared, str | None]:
    attribute, compared = value
    ordered = in_order(compared) if isinstance(compared, str) else None
    return attribute, compared, None if ordered == compared else ordered
