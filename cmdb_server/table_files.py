"""Tables as files that spreadsheets open without running anything: CSV, and workbooks written row by row."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cmdb_server.csv_text import csv_lines, defused
from graph_schema.declare import AttributeValue

TableFormat: TypeAlias = Literal["csv", "xlsx"]
Row: TypeAlias = Sequence[AttributeValue | None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: dict[TableFormat, str] = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
MAX_SHEET_ROWS = 1_048_576
_MAX_TEXT = 32_767
_PIECE_BYTES = 1 << 16


def table_file(blocks: Iterable[Iterable[Row]], kind: TableFormat, title: str) -> Iterator[bytes]:
    """A table in blocks of rows, header first, as the pieces of a file; `title` is what a sheet is called."""
    if kind == "xlsx":
        return workbook((row for block in blocks for row in block), title)
    return (csv_lines(block).encode() for block in blocks)


def workbook(rows: Iterable[Row], title: str, sheet_rows: int = MAX_SHEET_ROWS) -> Iterator[bytes]:
    """Rows as a workbook; what one sheet cannot hold goes on in the next one, under the same header."""
    book = Workbook(write_only=True)
    # The library has no types.
    sheet = book.create_sheet(title)
    head: list[str | float | bool | None] = []
    count = 0
    for row in rows:
        cells = [_cell(value) for value in row]
        head = head or cells
        if count == sheet_rows:
            sheet = book.create_sheet(f"{title} {len(book.sheetnames) + 1}")
            sheet.append(head)
            count = 1
        sheet.append(cells)
        count += 1
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _cell(value: AttributeValue | None) -> str | float | bool | None:
    """A number or a truth as itself, anything else as text that is no formula and that a workbook can hold."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", defused(value))[:_MAX_TEXT]
