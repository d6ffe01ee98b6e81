"""Tables as workbooks: nothing in them runs, and what is exported can be imported again."""

import io

import openpyxl

from cmdb_server.imports.reading import read_file
from cmdb_server.imports.tables import Reading
from cmdb_server.table_files import workbook


def test_what_looks_like_a_formula_is_text_and_comes_back_as_it_was() -> None:
    rows = [["name", "note", "count"], ["=1+1", "@x", 5], ["a\x00b", "-", None], ["c", "x" * 40_000, True]]

    content = b"".join(workbook(rows, "CIs"))

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert [row.cells for row in read_file(content, Reading()).tables[0].rows] == [
        ("=1+1", "@x", 5),
        ("ab", "-", None),
        ("c", "x" * 32_767, True),
    ]


def test_what_one_sheet_cannot_hold_goes_on_in_the_next_one() -> None:
    content = b"".join(workbook([["name"], ["a"], ["b"], ["c"]], "CIs", sheet_rows=3))

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["name", "a", "b"],
        ["name", "c"],
    ]
    assert book.sheetnames == ["CIs", "CIs 2"]
