import csv
import io

import pytest

from cmdb_server.csv_text import csv_lines, defused
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.listing import ordered_ids
from cmdb_server.search_index.table_rows import columns_of, header, rows_of
from tests.search_index.estate import contents_of, interface, server


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_is_no_formula(text: str) -> None:
    assert defused(text) == "'" + text


def test_numbers_stay_numbers() -> None:
    assert defused(-5) == "-5"
    assert defused(["10.0.0.1", "10.0.0.2"]) == "10.0.0.1; 10.0.0.2"


def test_the_columns_are_those_of_the_classes_in_the_list() -> None:
    contents = contents_of(server(1, serial_number="=EVIL"), interface(1))
    ids = ordered_ids(contents, Filters(ci_class=("server",)), "name")
    columns = columns_of(contents, ids)

    table = csv_lines([header(columns), *rows_of(columns, contents.listed(ids))])
    rows = list(csv.DictReader(io.StringIO(table)))

    assert [row["name"] for row in rows] == ["app1"]
    assert rows[0]["serial_number"] == "'=EVIL"
    assert "mac_address" not in rows[0]
