"""A workbook as tables, one for each sheet: nothing in it is run, nothing outside it read, its size is known first."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from cmdb_server.csv_text import undefused
from cmdb_server.imports.refusals import ImportRefusedError, refused
from cmdb_server.imports.tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    Cell,
    Contents,
    Reading,
    Unusable,
    check_row_count,
    table_of,
)
from cmdb_server.imports.xlsx_extent import Extent, extent_of

_MAX_UNPACKED_BYTES = 512 << 20
_MAX_RATIO = 200
_SMALL_BYTES = 8 << 20
_DAMAGED = (BadZipFile, InvalidFileException, LargeZipFile, KeyError, ValueError, TypeError, SyntaxError)
_LAST_ROW = 1_048_576
_WORKBOOK = "xl/workbook.xml"
_FORMULA = "holds a formula, and formulas are not evaluated"
_SPREADSHEET_ERROR = "holds an error of the spreadsheet"


def is_workbook(content: bytes) -> bool:
    """Whether bytes are a zip file with a workbook in it."""
    try:
        return _WORKBOOK in ZipFile(io.BytesIO(content)).namelist()
    except (BadZipFile, ValueError):
        return False


def read_xlsx(content: bytes, reading: Reading) -> Contents:
    """The tables of a workbook, hidden sheets too. Raises ImportRefusedError."""
    try:
        extents = _check_zip(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=reading.cached_values)
        names = [sheet.title for sheet in book.worksheets]
        if len(names) > MAX_SHEETS:
            raise refused("file", len(names), f"has more than {MAX_SHEETS} sheets", "remove those that are not needed")
        read = ((sheet, list(_rows(sheet, _last_row(sheet, extents)))) for sheet in book.worksheets)
        tables = tuple(table_of(sheet.title, rows, reading.header_row) for sheet, rows in read)
        book.close()
    except ImportRefusedError:
        raise
    except _DAMAGED as error:
        if _is_about_entities(error):
            message = "holds XML with entities, which no spreadsheet program writes"
            raise refused("file", "XLSX", message, "save it anew as XLSX") from error
        raise refused("file", type(error).__name__, "is a damaged workbook", "save it anew as XLSX") from error
    for table in tables:
        check_row_count(table.name, len(table.rows))
    merged = sum(extent.merged for extent in extents.values())
    notes = [f"{merged} cells are merged: of each merged range only the first cell has the value"] if merged else []
    used = Reading("", "", reading.header_row, reading.cached_values)
    return Contents("xlsx", used, tables, (*notes, *_formula_notes(reading)))


def _is_about_entities(error: BaseException | None) -> bool:
    """Whether the safe XML reader refused; the library says so in a general error of its own."""
    while error is not None and not isinstance(error, DefusedXmlException):
        error = error.__cause__ or error.__context__
    return error is not None


def _formula_notes(reading: Reading) -> tuple[str, ...]:
    if not reading.cached_values:
        return ()
    return ("formulas were not evaluated: their cells have the values that the spreadsheet program computed last",)


def _check_zip(content: bytes) -> dict[str, Extent]:
    """How far each sheet goes, by its part's name. Raises ImportRefusedError for a file that unpacks to too much."""
    archive = ZipFile(io.BytesIO(content))
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _MAX_UNPACKED_BYTES or (unpacked > _SMALL_BYTES and unpacked > len(content) * _MAX_RATIO):
        message = f"unpacks to {unpacked >> 20} MB from {len(content) >> 10} KB, as no table does"
        raise refused("file", len(content), message, "save only the table, as CSV or as a new workbook")
    sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/sheet")]
    return {entry.filename: extent_of(archive.open(entry)) for entry in sheets}


def _last_row(sheet: Any, extents: Mapping[str, Extent]) -> int | None:  # noqa: ANN401 - openpyxl has no types
    """The row after which a sheet says nothing; None where that is not known, and it is read to its end."""
    extent = extents.get(sheet._worksheet_path.lstrip("/"))  # noqa: SLF001 - the library tells it nowhere else
    # A sheet without any value: its first row, as no limit would be taken for all rows.
    return None if extent is None or extent.last_row is None else max(extent.last_row, 1)


def _rows(sheet: Any, last: int | None) -> Iterator[tuple[int, list[Cell]]]:  # noqa: ANN401 - openpyxl has no types
    """The rows of a sheet that are not empty, by their number; refuses what is larger than any sheet."""
    # What the sheet says of its own size may be wrong or enormous.
    sheet.reset_dimensions()
    kept = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=last), start=1):
        if number > _LAST_ROW:
            raise refused(sheet.title, number, "has more rows than a sheet can have", "save the workbook anew")
        values = [_cell(cell) for cell in cells[: MAX_COLUMNS + 1]]
        if any(value is not None for value in values):
            kept += 1
            yield number, values
        if kept > MAX_ROWS + 1:
            return


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - openpyxl has no types
    value = cell.value
    if value is None or isinstance(value, bool | int | float):
        return value
    if cell.data_type == "e":
        return Unusable(str(value), _SPREADSHEET_ERROR)
    if cell.data_type == "f":
        return Unusable(str(value), _FORMULA)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return undefused(str(value).strip()) or None
