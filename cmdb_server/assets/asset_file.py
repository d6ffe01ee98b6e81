"""Rows of a CSV file or workbook as assets: a column for each field, by its name or label."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.assets.register import NewAsset
from cmdb_server.errors import FieldError
from cmdb_server.imports.refusals import ImportRefusedError, refused
from cmdb_server.imports.tables import Cell, Contents, Row, Table, Unusable
from cmdb_server.itsm.declare import RecordType

MOST_ROWS = 5_000
_OTHERS = ("state", "ci")
_MIDNIGHT = "T00:00:00"


@dataclass(frozen=True)
class FileRow:
    """A row by its number in the file; `errors` are cells that hold no value."""

    number: int
    asset: NewAsset
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class AssetFile:
    """The rows of a file, and what people should know of how it was read."""

    rows: tuple[FileRow, ...]
    notes: tuple[str, ...]


def read_assets(contents: Contents, kind: RecordType) -> AssetFile:
    """The assets in a file. Raises ImportRefusedError where a column is no field, or there are too many rows."""
    table = next(table for table in contents.tables if table.columns)
    names = _names(table, kind)
    if len(table.rows) > MOST_ROWS:
        raise refused("file", len(table.rows), "has too many rows", f"split it: {MOST_ROWS} at once")
    rows = tuple(_row(row, names, kind) for row in table.rows if not row.is_empty)
    return AssetFile(rows, (*contents.notes, *table.notes))


def is_own(table: Table, kind: RecordType) -> bool:
    """Whether every column is a field of ours."""
    return all(_fields(table, _known(kind)))


def _known(kind: RecordType) -> dict[str, str]:
    # What nobody sets follows from what is done with an asset.
    fields = [field for field in kind.fields if field.parts]
    known = {name: name for name in (*_OTHERS, *(field.name for field in fields))}
    return known | {field.label.casefold(): field.name for field in fields}


def _fields(table: Table, known: Mapping[str, str]) -> list[str]:
    return [known.get(" ".join(column.casefold().split()), "") for column in table.columns]


def _names(table: Table, kind: RecordType) -> list[str]:
    known = _known(kind)
    found = _fields(table, known)
    remedy = f"rename the column to one of {', '.join(sorted(set(known.values())))}, or leave it out"
    wrong = [column for column, name in zip(table.columns, found, strict=True) if not name]
    if wrong:
        raise ImportRefusedError(
            *(FieldError("column", column[:100], "is no field of assets", remedy) for column in wrong)
        )
    if twice := sorted({name for name in found if found.count(name) > 1}):
        raise refused("column", ", ".join(twice), "is there twice", "keep one of them")
    return found


def _row(row: Row, names: Sequence[str], kind: RecordType) -> FileRow:
    values: dict[str, str] = {}
    errors: list[FieldError] = []
    for name, cell in zip(names, row.cells, strict=False):
        if isinstance(cell, Unusable):
            errors.append(FieldError(name, cell.text[:100], f"the cell {cell.reason}", "put the value there"))
        elif text := _text(cell):
            values[name] = _spelt(kind, name, text)
    state, ci = (values.pop(name, "") for name in _OTHERS)
    if row.extra:
        errors.append(FieldError("row", str(row.extra), "has more cells than there are columns", "check its quotes"))
    return FileRow(row.number, NewAsset(values, _state(kind, state), ci), tuple(errors))


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _spelt(kind: RecordType, name: str, text: str) -> str:
    """A value as the field keeps it: choices by their word too, days as workbooks have them."""
    field = kind.field_of.get(name)
    if field is None:
        return text
    if field.kind == "date":
        return text.split(_MIDNIGHT, maxsplit=1)[0]
    labels: Mapping[str, str] = {choice.label.casefold(): choice.value for choice in field.choices}
    values = {choice.value.casefold(): choice.value for choice in field.choices}
    folded = text.casefold()
    return values.get(folded) or labels.get(folded) or text


def _state(kind: RecordType, text: str) -> str:
    labels = {state.label.casefold(): state.name for state in kind.states}
    return labels.get(text.casefold(), text)
