"""What the API answers of imports: plain values, encoded once."""

from dataclasses import dataclass, fields
from typing import Any

from cmdb_server.errors import FieldError
from cmdb_server.imports.asking import ColumnQuestion
from cmdb_server.imports.batch_values import Batch, RowOutcome
from cmdb_server.imports.encodings import ENCODINGS
from cmdb_server.imports.imports import Described
from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.tables import Reading, Table, text_of
from cmdb_server.imports.undoing import UndoCheck
from cmdb_server.timestamps import rfc3339

_SAMPLES = 5
_MAX_DIFFERENT = 30
_MAX_SAMPLE = 120


@dataclass(frozen=True)
class Import:
    """A file on its way into the graph.

    `state` is uploaded, previewing, previewed, committing, committed, cancelled, undoing or undone; `done` of `chunks`
    are finished in it. `counts` are the rows by what storing them does: create, update, unchanged, conflict, reject.
    """

    uid: str
    file_name: str
    size_bytes: int
    kind: str
    state: str
    source: str
    created_at: str
    created_by: str
    updated_at: str
    mapping_name: str
    rows: int
    chunks: int
    done: int
    counts: dict[str, int]
    stored: int
    takes_conflicts: bool
    is_undoable: bool
    is_discardable: bool


@dataclass(frozen=True)
class ImportList:
    """All imports, the latest first."""

    items: list[Import]


@dataclass(frozen=True)
class Column:
    """A column of a sheet, with values from its first rows; `values` are all there are, none where there are many."""

    name: str
    samples: list[str]
    values: list[str]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or the one table of a CSV file."""

    name: str
    rows: int
    columns: list[Column]
    notes: list[str]


@dataclass(frozen=True)
class ImportDetail:
    """An import, what its file holds, and what its columns mean.

    `origin` of the mapping is chosen, remembered (for the same header) or suggested. With `problems` it cannot be
    previewed; `questions` are what only a person can know of a column.
    """

    batch: Import
    sheets: list[Sheet]
    notes: list[str]
    reading: Reading
    encodings: list[str]
    mapping: Mapping
    origin: str
    problems: list[FieldError]
    questions: list[ColumnQuestion]


@dataclass(frozen=True)
class RowPage:
    """One page of rows, in the order of the file."""

    total: int
    items: list[RowOutcome]


@dataclass(frozen=True)
class RestingOn:
    """Something of others that rests on a CI of the import: `kind` is relationship or change."""

    uid: str
    name: str
    kind: str
    source: str
    what: str
    at: str | None


@dataclass(frozen=True)
class UndoEffect:
    """What undoing does: CIs that nobody else speaks of retire, of others the values of the file go.

    `resting` is what rests on them by now; `more` of it is left out here.
    """

    retires: int
    changes: int
    resting: list[RestingOn]
    more: int


def import_of(batch: Batch) -> Import:
    """A batch as the API shows it."""
    times: dict[str, Any] = {"created_at": rfc3339(batch.created_at), "updated_at": rfc3339(batch.updated_at)}
    shown = (entry.name for entry in fields(Import))
    return Import(**{name: getattr(batch, name) for name in shown if name not in times}, **times)


def detail_of(described: Described) -> ImportDetail:
    """A batch with its columns and their meaning."""
    contents = described.contents
    return ImportDetail(
        import_of(described.batch),
        [_sheet(table) for table in contents.tables],
        list(contents.notes),
        contents.reading,
        list(ENCODINGS),
        described.mapping,
        described.origin,
        list(described.problems),
        list(described.questions),
    )


def undo_of(check: UndoCheck) -> UndoEffect:
    """What undoing does."""
    resting = [
        RestingOn(entry.uid, entry.name, entry.kind, entry.source, entry.what, rfc3339(entry.at) if entry.at else None)
        for entry in check.resting
    ]
    return UndoEffect(check.retires, check.changes, resting, check.more)


def _sheet(table: Table) -> Sheet:
    columns = [Column(name, _samples(table, at), _values(table, at)) for at, name in enumerate(table.columns)]
    return Sheet(table.name, len(table.rows), columns, table.notes)


def _samples(table: Table, position: int) -> list[str]:
    texts = (text_of(row.cells[position]) for row in table.rows[: _SAMPLES * 4])
    return [text[:_MAX_SAMPLE] for text in dict.fromkeys(texts) if text][:_SAMPLES]


def _values(table: Table, position: int) -> list[str]:
    found: dict[str, None] = {}
    for row in table.rows:
        text = text_of(row.cells[position]).strip()
        if len(text) > _MAX_SAMPLE or len(found) > _MAX_DIFFERENT:
            return []
        if text:
            found[text] = None
    return sorted(found) if len(found) <= _MAX_DIFFERENT else []
