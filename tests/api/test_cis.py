"""Lists of configuration items: filtered, sorted, in pages, with facets, as CSV."""

import csv
import io
from typing import Any

import httpx
import openpyxl
import pytest

from cmdb_server.table_files import XLSX
from tests.api.estate import FORMULA, Estate

pytestmark = pytest.mark.usefixtures("estate")


def names(answer: httpx.Response) -> list[str]:
    """The names of the CIs of a page."""
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def test_a_list_says_how_many_there_are_and_shows_a_page_of_them(reader: httpx.Client) -> None:
    whole = reader.get("/cis", params={"ci_class": "server"})
    pages = [reader.get("/cis", params={"ci_class": "server", "offset": at, "limit": 2}) for at in (0, 2, 4, 6)]

    assert whole.json()["total"] == 5
    assert [page.json()["total"] for page in pages] == [5] * 4
    assert [len(names(page)) for page in pages] == [2, 2, 1, 0]
    assert [name for page in pages for name in names(page)] == names(whole)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"ci_class": ["server"], "q": "db1"}, ["db1"]),
        ({"ci_class": ["device"], "attr.manufacturer": ["Dell Inc."]}, ["twin"]),
        ({"ci_class": ["business_service", "software_instance"]}, ["app", "postgres", "shop"]),
        ({"ci_class": ["software_instance"], "attr.process_name": ["postgres", "nothing"]}, ["postgres"]),
        ({"source": ["api"]}, ["shop"]),
        ({"source": ["api:services"]}, ["shop"]),
        ({"ci_class": ["remote_peer"]}, []),
        ({"ci_class": ["remote_peer"], "status": ["retired"]}, ["10.0.0.2"]),
        ({"ci_class": ["spaceship"]}, []),
        ({"site": ["Oslo"]}, []),
    ],
)
def test_filters_narrow_a_list(reader: httpx.Client, filters: dict[str, Any], expected: list[str]) -> None:
    assert names(reader.get("/cis", params=filters)) == expected


def test_a_list_is_sorted_by_any_column_in_both_directions(reader: httpx.Client) -> None:
    forwards = names(reader.get("/cis", params={"ci_class": "server", "sort": "name"}))
    backwards = names(reader.get("/cis", params={"ci_class": "server", "sort": "-name"}))
    by_serial = names(reader.get("/cis", params={"ci_class": "server", "sort": "serial_number", "limit": 1}))

    assert forwards == backwards[::-1]
    assert forwards[1:3] == ["app1", "db1"]
    assert by_serial == ["twin"]


@pytest.mark.parametrize("path", ["/cis", "/cis/facets", "/cis/export"])
@pytest.mark.parametrize("name", ["colour", "attr.colour", "attr.", "attr.fqdn", "Q"])
def test_an_unknown_filter_is_refused_not_ignored(reader: httpx.Client, path: str, name: str) -> None:
    answer = reader.get(path, params={name: "red"})

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_filter")
    assert [error["field"] for error in answer.json()["errors"]] == [name]


@pytest.mark.parametrize("path", ["/cis", "/cis/export"])
@pytest.mark.parametrize("sort", ["colour", "--name", "fqdn"])
def test_an_unknown_column_is_refused_with_those_that_are_known(reader: httpx.Client, path: str, sort: str) -> None:
    answer = reader.get(path, params={"sort": sort})

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_column")
    assert "serial_number" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("name", "value"), [("limit", "501"), ("limit", "-1"), ("offset", "-1"), ("limit", "all"), ("q", "x" * 201)]
)
def test_a_page_that_cannot_be_is_refused(reader: httpx.Client, name: str, value: str) -> None:
    answer = reader.get("/cis", params={name: value})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [error["field"] for error in answer.json()["errors"]] == [name]


def test_facets_count_what_the_other_filters_leave(reader: httpx.Client) -> None:
    facets = reader.get("/cis/facets", params={"ci_class": "server", "attr.manufacturer": "Dell Inc."}).json()["facets"]

    found = {facet["name"]: {value["value"]: value for value in facet["values"]} for facet in facets}
    assert found["ci_class"]["server"]["count"] == 1
    assert found["ci_class"]["server"]["selected"] is True
    assert found["attr.manufacturer"]["Dell Inc."]["count"] == 1
    assert found["source"]["agent"]["count"] == 1


def test_the_export_holds_every_row_and_no_cell_that_a_spreadsheet_runs(reader: httpx.Client) -> None:
    answer = reader.get("/cis/export", params={"ci_class": "server"})

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(rows) == reader.get("/cis", params={"ci_class": "server"}).json()["total"]
    assert "'" + FORMULA in [row["name"] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert {row["serial_number"] for row in rows} == {"", "SN-ONE"}


def test_the_export_as_a_workbook_says_the_same_and_runs_nothing(reader: httpx.Client) -> None:
    asked = {"ci_class": "server"}
    answer = reader.get("/cis/export", params={**asked, "format": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    table = list(csv.reader(io.StringIO(reader.get("/cis/export", params=asked).text, newline="")))
    assert answer.headers["Content-Type"] == XLSX
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == table
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("q", "names_first"),
    [("10.0.0.2", {"10.0.0.2"}), ("sn-one", {"twin"}), ("DB1.example.net", {"db1"}), ("postgres", {"postgres"})],
)
def test_what_has_an_identifier_is_found_first(reader: httpx.Client, q: str, names_first: set[str]) -> None:
    hits = reader.get("/search", params={"q": q}).json()["items"]

    assert {hit["name"] for hit in hits[: len(names_first)]} == names_first
    assert hits[0]["matched"]["is_exact"]
    assert hits[0]["matched"]["value"].casefold() == q.casefold()


def test_the_dashboard_counts_what_the_lists_show(reader: httpx.Client) -> None:
    dashboard = reader.get("/dashboard").json()

    figures = {figure["key"]: figure["value"] for figure in dashboard["figures"]}
    assert reader.get("/cis").json()["total"] in figures.values()
    assert {bar["value"]: bar["count"] for bar in dashboard["by_class"]}["server"] == 5
    assert next(program["name"] for program in dashboard["busiest"]) == "postgres"


def test_a_list_that_did_not_change_is_not_sent_again(reader: httpx.Client, estate: Estate) -> None:
    for path in ("/cis", "/cis/facets", f"/cis/{estate.app1}", "/schema"):
        first = reader.get(path)
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
        other = reader.get(path, headers={"If-None-Match": '"other"'})
        weak = reader.get(path, headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})

        assert first.headers["Cache-Control"] == "private, no-cache"
        assert [answer.status_code for answer in (first, again, other, weak)] == [200, 304, 200, 304]
        assert again.content == b""
        assert again.headers["ETag"] == first.headers["ETag"]
