"""Costs of services over HTTP: over the graph, shared, and each number opens its rows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving
from tests.api.test_assets import taken

DAY = "2031-06-30"


@pytest.fixture
def keeper(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    assert estate.roots
    with shared_server.client(shared_server.token_as("asset-manager")) as client:
        yield client


def costs(client: httpx.Client, **asked: str) -> dict[str, Any]:
    """What services cost."""
    response = client.get("/service-costs", params={"on": DAY, **asked})
    assert response.status_code == 200, response.text
    return response.json()


def test_a_service_costs_what_it_rests_on_and_the_number_opens_its_rows(keeper: httpx.Client, estate: Estate) -> None:
    shop = uid_of(keeper, "business_service", "shop")
    bought = {"cost": "1200", "currency": "SEK", "purchased_on": "2031-01-01", "useful_months": "24"}
    (row,) = taken(keeper, {"values": {"title": "db1", **bought}, "ci": estate.db1, "state": "received"})["items"]
    support = {"title": "Support", "cost": "99.50", "currency": "SEK", "starts_on": "2031-01-01"}
    contract = keeper.post("/records", json={"type": "contract", "values": support, "affects": [shop]}).json()["number"]
    loose = {"title": "Loose", "cost": "7", "currency": "SEK"}
    other = keeper.post("/records", json={"type": "contract", "values": loose}).json()["number"]

    found = costs(keeper, service=shop)

    rows = {one["number"]: one for one in found["rows"] if one["currency"] == "SEK"}
    bearing = rows[row["number"]]["services"]
    assert Decimal(rows[row["number"]]["whole"]) == 600
    assert Decimal(rows[contract]["amount"]) == Decimal("99.50")
    told = next(one for one in found["items"] if one["uid"] == shop)
    amounts = {one["currency"]: Decimal(one["amount"]) for one in told["amounts"]}
    assert amounts["SEK"] == sum(Decimal(one["amount"]) for one in rows.values())
    assert (told["rows"], bearing >= 1) == (len(found["rows"]), True)
    assert other in {one["number"] for one in costs(keeper, service="-")["rows"]}
    assert costs(keeper, service=shop, rule="by_users")["rule"] == "by_users"


def test_who_may_not_see_all_is_told_nothing(keeper: httpx.Client, shared_server: Serving) -> None:
    assert keeper.get("/service-costs", params={"rule": "by_luck"}).status_code == 422
    with shared_server.client("") as nobody:
        assert nobody.get("/service-costs").status_code == 401
