"""Tables as they are read from a file: the one shape behind CSV and workbooks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from cmdb_server.imports.refusals import refused

STRICT = {"extra": "forbid"}
"""For the API: nothing misspelt is ignored."""
MAX_FILE_BYTES = 32 << 20
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_SHEETS = 50


class Unusable(NamedTuple):
    """A cell that holds no value: a formula or a spreadsheet's error; `reason` continues "the cell ..."."""

    text: str
    reason: str


Cell: TypeAlias = str | int | float | bool | Unusable | None


@dataclass(frozen=True)
class Reading:
    """How a file is read; empty values are found out.

    `header_row` counts from 1, 0 is the first row that is not empty. `cached_values` takes what a spreadsheet program
    last computed for a formula; otherwise a formula is no value.
    """

    __pydantic_config__ = STRICT

    encoding: str = ""
    delimiter: str = ""
    header_row: int = 0
    cached_values: bool = False


class Row(NamedTuple):
    """A row by its number in the file (from 1); `extra` are cells beyond the header that are not empty."""

    number: int
    cells: tuple[Cell, ...]
    extra: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything."""
        return not self.extra and all(cell is None or cell == "" for cell in self.cells)


@dataclass
class Table:
    """One sheet, or the one table of a CSV file: the names of its columns, which differ, and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]
    notes: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Contents:
    """What a file holds: its kind (csv or xlsx), how it was read and its tables; `notes` are for people."""

    kind: str
    reading: Reading
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()

    def table(self, name: str) -> Table | None:
        """The table of a name."""
        return next((table for table in self.tables if table.name == name), None)


def table_of(name: str, rows: Sequence[tuple[int, Sequence[Cell]]], header_row: int) -> Table:
    """A table from numbered rows, empty ones left out. Raises ImportRefusedError without a header."""
    kept = [(number, cells) for number, cells in rows if number >= header_row and any(map(_says, cells))]
    if not kept:
        return Table(name, (), [], ["is empty"])
    (at, head), *others = kept
    if header_row and at != header_row:
        raise refused("header_row", header_row, f"is an empty row of {name}", "name the row with the column names")
    width = max(position for position, cell in enumerate(head, start=1) if _says(cell))
    if width > MAX_COLUMNS:
        raise refused(name, width, f"has more than {MAX_COLUMNS} columns", "remove the columns that are not needed")
    columns, notes = _named(head[:width])
    return Table(name, columns, [_row(number, cells, width) for number, cells in others], notes)


def check_row_count(name: str, count: int) -> None:
    """Raise ImportRefusedError for a table with too many rows."""
    if count > MAX_ROWS:
        raise refused(name, count, f"has more than {MAX_ROWS} rows", "split the file")


def text_of(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, Unusable):
        return cell.text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _row(number: int, cells: Sequence[Cell], width: int) -> Row:
    own = tuple(cells[:width]) + (None,) * (width - len(cells))
    return Row(number, own, sum(map(_says, cells[width:])))


def _named(head: Sequence[Cell]) -> tuple[tuple[str, ...], list[str]]:
    """The names of the columns: one without gets its position, one that is there twice a number."""
    names: list[str] = []
    notes: list[str] = []
    for position, cell in enumerate(head, start=1):
        given = " ".join(text_of(cell).split())
        name = given or f"column {position}"
        number = 2
        while name in names:
            name = f"{given or f'column {position}'} ({number})"
            number += 1
        if not given:
            notes.append(f"column {position} has no name in the header; it is called {name!r}")
        elif name != given:
            notes.append(f"the header names {given!r} more than once; column {position} is called {name!r}")
        names.append(name)
    return tuple(names), notes


def _says(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and not cell.strip())
