"""CSV as it comes: encodings, delimiters, quotes, headers, and what is no CSV at all."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.csv_text import csv_lines
from cmdb_server.imports.csv_file import DELIMITERS
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.refusals import ImportRefusedError
from cmdb_server.imports.tables import MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, Reading

TEXT = "Name;Ort\r\nsrv1;Zürich “Süd”\r\n"
PLACE = "\u0421\u0435\u0440\u0432\u0435\u0440 \u041c\u043e\u0441\u043a\u0432\u0430"
ROW = ("srv1", "Zürich “Süd”")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "big-endian", "unmarked", "unmarked big-endian", "cp1252"],
)
def test_the_encoding_is_found_out(content: bytes, encoding: str) -> None:
    contents = read_file(content, Reading())

    assert contents.reading == Reading(encoding, ";")
    assert contents.tables[0].columns == ("Name", "Ort")
    assert contents.tables[0].rows[0].cells == ROW


def test_a_guessed_encoding_is_said_and_may_be_changed() -> None:
    content = f"name,place\nbox,{PLACE}\n".encode("koi8-r")

    guessed = read_file(content, Reading())
    told = read_file(content, Reading(encoding="koi8-r"))

    assert "which is a guess" in guessed.notes[0]
    assert told.tables[0].rows[0].cells == ("box", PLACE)
    assert told.notes == ()


def test_an_encoding_that_cannot_be_names_the_line() -> None:
    with pytest.raises(ImportRefusedError, match="line 2") as refusal:
        read_file(TEXT.encode("cp1252"), Reading(encoding="utf-8"))

    assert refusal.value.errors[0].field == "encoding"


def test_an_unknown_encoding_or_delimiter_names_the_known_ones() -> None:
    with pytest.raises(ImportRefusedError, match="cp1252"):
        read_file(TEXT.encode(), Reading(encoding="ebcdic"))
    with pytest.raises(ImportRefusedError, match=";"):
        read_file(TEXT.encode(), Reading(delimiter="#"))


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    lines = [("name", "note"), ("a", "one; two, three"), ("b", "four | five")]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)

    contents = read_file(text.encode(), Reading())

    assert contents.reading.delimiter == delimiter
    assert [row.cells for row in contents.tables[0].rows] == lines[1:]


def test_a_wrong_delimiter_is_noticed() -> None:
    contents = read_file(b"name;serial\na;1\nb;2\n", Reading(delimiter=","))

    assert contents.notes == ("the comma makes one column only; the semicolon would make several",)


def test_a_line_break_in_quotes_is_part_of_the_cell() -> None:
    table = read_file(b'name,note\na,"one\ntwo"\nb,three\n', Reading()).tables[0]

    assert [(row.number, row.cells) for row in table.rows] == [(2, ("a", "one\ntwo")), (3, ("b", "three"))]


def test_names_of_columns_are_told_apart() -> None:
    table = read_file(b"name,serial,name,\na,1,b,c\n", Reading()).tables[0]

    assert table.columns == ("name", "serial", "name (2)")
    assert "more than once" in table.notes[0]


def test_a_column_without_a_name_is_called_by_its_position() -> None:
    table = read_file(b"name,,serial\na,x,1\n", Reading()).tables[0]

    assert table.columns == ("name", "column 2", "serial")
    assert "column 2 has no name" in table.notes[0]


def test_cells_beyond_the_header_are_counted_and_empty_rows_left_out() -> None:
    table = read_file(b"name,serial\n\na,1,2,3\n,,\nb,2,\n", Reading()).tables[0]

    assert [(row.number, row.cells, row.extra) for row in table.rows] == [(3, ("a", "1"), 2), (5, ("b", "2"), 0)]


def test_the_header_may_stand_further_down() -> None:
    text = b"Inventory 2026,\n\nname,serial\na,1\n"

    assert read_file(text, Reading(header_row=3)).tables[0].columns == ("name", "serial")
    with pytest.raises(ImportRefusedError, match="header_row"):
        read_file(text, Reading(header_row=2))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is no text"),
        (b"MZ\x90\x00\x03" * 40, "is no text"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or encrypted"),
        (b"PK\x03\x04 and nothing more", "no XLSX"),
        (b'name,note\na,"never closed\n' + b"x,y\n" * 300_000, "cannot be read"),
        (b"name\n" + b"," * (MAX_COLUMNS * 3) + b"x\n", "cells"),
        (b"a" + b",b" * MAX_COLUMNS + b"\n", "columns"),
    ],
    ids=["empty", "blank", "picture", "program", "pdf", "xls", "zip", "quote", "wide row", "wide header"],
)
def test_what_is_no_table_is_refused_with_the_reason(content: bytes, what: str) -> None:
    with pytest.raises(ImportRefusedError, match=what) as refusal:
        read_file(content, Reading())

    assert refusal.value.status == 422
    assert all(error.remedy for error in refusal.value.errors)


def test_too_much_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="larger than 32 MB"):
        read_file(b"a" * (MAX_FILE_BYTES + 1), Reading())
    with pytest.raises(ImportRefusedError, match="more than 100000 rows"):
        read_file(b"name,serial\n" + b"a,1\n" * (MAX_ROWS + 1), Reading())


@given(st.lists(st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=2, max_size=2), min_size=1))
def test_what_is_exported_comes_back_as_it_was(rows: list[list[str]]) -> None:
    cells = [[cell.replace("\r", " ").replace("\x1c", " ").strip() or "x" for cell in row] for row in rows]
    kept = [[cell for cell in row if not cell.startswith("'")] for row in cells]
    lines = [row for row in kept if len(row) == 2]
    text = csv_lines([["name", "note"], *lines])

    table = read_file(text.encode("utf-8", "replace"), Reading(encoding="utf-8", delimiter=",")).tables[0]

    assert [list(row.cells) for row in table.rows] == [
        [cell.encode("utf-8", "replace").decode() for cell in row] for row in lines
    ]
