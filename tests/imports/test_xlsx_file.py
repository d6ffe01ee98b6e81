"""Workbooks: typed cells, formulas that are never run, and files that are made to do harm."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.imports import xlsx_extent
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.refusals import ImportRefusedError
from cmdb_server.imports.tables import Reading, Unusable
from cmdb_server.imports.xlsx_extent import extent_of
from tests.imports.files import repacked, saved, workbook

SHEET = "xl/worksheets/sheet1.xml"
BOOK = {"Servers": [["name", "bought"], ["app1", date(2026, 1, 31)]]}
DOCTYPE = (
    b'<?xml version="1.0"?><!DOCTYPE x [%s]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    b'<c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
)


def test_each_sheet_is_a_table_and_cells_keep_their_kind() -> None:
    content = workbook(
        {
            "Servers": [["name", "memory", "virtual", "seen"], ["app1", 1024, True, datetime(2026, 1, 31, 12, 30)]],  # noqa: DTZ001 - cells have no zone
            "Sites": [["name"], ["Oslo"]],
            "Empty": [],
        }
    )

    contents = read_file(content, Reading())

    assert contents.kind == "xlsx"
    assert [(table.name, table.columns) for table in contents.tables] == [
        ("Servers", ("name", "memory", "virtual", "seen")),
        ("Sites", ("name",)),
        ("Empty", ()),
    ]
    assert contents.tables[0].rows[0].cells == ("app1", 1024, True, "2026-01-31 12:30:00")


def test_a_date_cell_needs_no_question() -> None:
    assert read_file(workbook(BOOK), Reading()).tables[0].rows[0].cells == ("app1", "2026-01-31")


def test_a_formula_is_no_value_unless_what_it_was_computed_to_is_asked_for() -> None:
    content = workbook(
        {"Servers": [["name", "memory"], ["app1", '=HYPERLINK("http://evil.example")'], ["app2", "#REF!"]]}
    )

    rows = read_file(content, Reading()).tables[0].rows
    computed = read_file(content, Reading(cached_values=True))

    assert isinstance(rows[0].cells[1], Unusable)
    assert "not evaluated" in rows[0].cells[1].reason
    assert isinstance(rows[1].cells[1], Unusable)
    assert computed.tables[0].rows[0].cells == ("app1", None)
    assert "computed last" in computed.notes[0]


def test_merged_cells_are_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["name", "site"])
    sheet.append(["app1", "Oslo"])
    sheet.append(["app2"])
    sheet.merge_cells("B2:B3")

    assert "1 cells are merged" in read_file(saved(book), Reading()).notes[0]


def test_a_million_empty_rows_and_a_far_column_are_passed_over() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["name"])
    sheet["A1000000"] = "app1"
    sheet["XFD7"] = "far away"

    rows = read_file(saved(book), Reading()).tables[0].rows

    assert [(row.number, row.cells) for row in rows] == [(1_000_000, ("app1",))]


def test_a_sheet_with_more_rows_than_a_sheet_can_have_is_refused() -> None:
    xml = DOCTYPE.replace(b"<!DOCTYPE x [%s]>", b"").replace(b"<row>", b'<row r="99999999">').replace(b"&a;", b"x")

    with pytest.raises(ImportRefusedError, match="more rows"):
        read_file(repacked(workbook(BOOK), {SHEET: xml}), Reading())


@pytest.mark.parametrize(
    "entity",
    [
        b'<!ENTITY a SYSTEM "file:///etc/passwd">',
        b'<!ENTITY a SYSTEM "http://evil.example/x">',
        b'<!ENTITY b "ha"><!ENTITY a "&b;&b;&b;&b;">',
    ],
    ids=["file", "address", "laughs"],
)
def test_entities_are_refused(entity: bytes) -> None:
    content = repacked(workbook(BOOK), {SHEET: DOCTYPE % entity})

    with pytest.raises(ImportRefusedError, match="entities"):
        read_file(content, Reading())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    content = repacked(workbook(BOOK), {"xl/worksheets/sheet2.xml": b"0" * (64 << 20)})

    with pytest.raises(ImportRefusedError, match="unpacks to"):
        read_file(content, Reading())


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused(part: str) -> None:
    with pytest.raises(ImportRefusedError, match="damaged"):
        read_file(repacked(workbook(BOOK), {part: b"<not even xml"}), Reading())


_NO_CELL = b'<row r="%d" spans="1:3"><c r="A%d" s="1"/></row>'


def test_rows_with_nothing_but_a_format_are_never_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(BOOK)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read(SHEET)
    rows = b"".join(_NO_CELL % (number, number) for number in range(100, 40_000))
    monkeypatch.setattr(xlsx_extent, "_PIECE_BYTES", 1 << 10)

    long = repacked(content, {SHEET: sheet.replace(b"</sheetData>", rows + b"</sheetData>")})
    archive = zipfile.ZipFile(io.BytesIO(long))
    extent = extent_of(archive.open(SHEET))

    assert extent.last_row is not None
    assert extent.last_row < 200
    assert read_file(long, Reading()).tables[0].rows == read_file(content, Reading()).tables[0].rows


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=60), st.integers(40, 400))
def test_no_value_lies_beyond_the_row_that_is_found(steps: list[tuple[int, bool]], piece: int) -> None:
    number, last, xml = 0, 0, b"<sheetData>"
    for step, has_value in steps:
        number += step
        last = number if has_value else last
        cell = b"<v>1</v>" if has_value else b""
        xml += b'<row r="%d"><c r="A%d" s="1">%s</c></row>' % (number, number, cell)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_extent, "_PIECE_BYTES", piece)
        found = extent_of(io.BytesIO(xml + b"</sheetData>")).last_row

    assert found is not None
    assert last <= found <= number


def test_a_sheet_whose_rows_have_no_number_is_read_to_its_end() -> None:
    assert extent_of(io.BytesIO(b'<row r="1"><c><v>1</v></c></row><row><c><v>1</v></c></row>')).last_row is None
