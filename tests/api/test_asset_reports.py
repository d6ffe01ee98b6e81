"""Reports of assets over HTTP: each number opens exactly its rows."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from cmdb_server.permissions.grants import Grant
from tests.api.estate import Estate
from tests.api.serving import Serving
from tests.api.test_assets import taken, value
from tests.pdf_pages import text_of

DAY = "2031-06-30"
GROUPS = ("site", "holder", "cost_centre", "owner", "category", "service", "age", "warranty")


@pytest.fixture(scope="module")
def keeper(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that keeps assets, of which there are some."""
    with shared_server.client(shared_server.token_as("asset-manager")) as client:
        bought = {"cost": "1200", "currency": "NOK", "purchased_on": "2030-12-31", "depreciation": "straight_line",
                  "useful_months": "24"}  # fmt: skip
        of_ci = {"values": {"title": "db1", **bought}, "ci": estate.db1, "state": "received"}
        told: list[dict[str, str]] = [
            {"site": "Oslo", "holder": "Ada", **bought, "warranty_until": "2031-06-30"},
            {"site": "OSLO", "holder": "Ada = a", "cost": "10.50", "currency": "EUR", "cost_centre": "7"},
            {"site": "Køln & Co", "currency": "EUR", "purchased_on": "2031-07-01", "warranty_until": "2035-01-01"},
            {
                "site": "Oslo",
                "purchased_on": "2026-06-30",
                "cost": "5",
                "currency": "EUR",
                "owner": "Acme",
                "warranty_until": "2031-06-29",
            },
            {"site": "Oslo", "purchased_on": "2030-06-30", "cost": "7", "currency": "NOK", "category": "phone"},
        ]
        rows = [{"values": {"title": f"Thing {turn}", **one}, "state": "in_use"} for turn, one in enumerate(told)]
        assert taken(client, of_ci, *rows)["refused"] == 0
        yield client


def opened(client: httpx.Client, opens: str) -> list[dict[str, Any]]:
    """The assets that a number opens."""
    response = client.get(f"/assets?{opens}&limit=500")
    assert response.status_code == 200, response.text
    return response.json()["items"]


def cost_of(client: httpx.Client, assets: list[dict[str, Any]]) -> Decimal:
    """What assets cost, read one by one."""
    details = (client.get(f"/records/{one['number']}").json() for one in assets)
    return sum((Decimal(value(one, "cost") or "0") for one in details), Decimal(0))


@pytest.mark.parametrize("by", GROUPS)
def test_each_number_opens_exactly_its_rows(keeper: httpx.Client, by: str) -> None:
    asked = {"by": by, "on": DAY, "is_owned": "true", "where": ["site=Oslo", "site=Køln & Co"] if by == "age" else []}

    found = keeper.get("/asset-report", params=asked).json()

    for row in (*found["rows"], found["total"]):
        assert len(opened(keeper, row["opens"])) == row["assets"] > 0, row
        for one in row["sums"]:
            assets = opened(keeper, one["opens"])
            assert (len(assets), cost_of(keeper, assets)) == (one["assets"], Decimal(one["cost"])), one
    if by != "service":
        assert sum(row["assets"] for row in found["rows"]) == found["total"]["assets"]


def test_groups_are_worth_what_their_assets_are_on_the_day(keeper: httpx.Client) -> None:
    sites = keeper.get("/asset-report", params={"on": DAY, "where": ["site=Oslo"]}).json()
    ages = keeper.get("/asset-report", params={"by": "age", "on": DAY}).json()
    warranty = keeper.get("/asset-report", params={"by": "warranty", "on": DAY}).json()

    (oslo,) = sites["rows"]
    sums = {one["currency"]: one for one in oslo["sums"]}
    assert (oslo["label"], oslo["assets"], sums["EUR"]["undated"]) == ("Oslo", 4, 1)
    assert Decimal(sums["NOK"]["value"]) == Decimal("902.87") + 7
    labels = [row["label"] for row in ages["rows"]]
    assert labels == ["not yet bought", "0 to 1 years", "1 to 2 years", "5 years and more", "not said"]
    assert [row["label"] for row in warranty["rows"]] == ["over", "ends within 90 days", "ends later", "not said"]


def test_a_report_is_a_file_and_its_pdf_the_same_bytes_each_time(keeper: httpx.Client) -> None:
    kinds = ("csv", "xlsx", "pdf", "pdf")
    asked = {"by": "holder", "on": DAY}
    csv, book, pdf, again = (keeper.get("/asset-report/export", params={**asked, "format": kind}) for kind in kinds)

    assert book.status_code == 200, book.text
    sheet = load_workbook(BytesIO(book.content)).worksheets[0]
    assert csv.text.splitlines()[0] == "Group,Assets,Currency,Of it,Cost,Book value"
    assert sheet.max_row == len(csv.text.splitlines())
    assert pdf.content == again.content
    assert "Ada = a" in text_of(pdf.content)


def test_what_no_report_is_of_is_refused(keeper: httpx.Client, shared_server: Serving) -> None:
    days = {"by": "age", "dates": "purchased_on", "last_day": DAY}
    answers = [keeper.get("/asset-report", params=asked) for asked in (days, {"by": "colour"}, {"without": "title"})]

    far = [keeper.get("/asset-report", params={"by": "age", "on": day}) for day in ("0003-01-01", "9999-12-31")]

    assert [answer.status_code for answer in (*answers, *far)] == [422] * 5
    assert [answer.json()["errors"][0]["field"] for answer in far] == ["on", "on"]
    assert answers[0].json()["errors"][0]["field"] == "dates"
    with shared_server.client(shared_server.token_with(Grant(sites=("Oslo",)))) as writer:
        assert writer.get("/asset-report").status_code == 403
