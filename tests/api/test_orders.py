"""Orders: placed, delivered in parts, received as assets with the purchase of their line."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from typing import Any

import httpx
import pytest

from tests.api.estate import Estate
from tests.api.serving import Serving
from tests.api.test_assets import asset, moved, value

NOTEBOOK = {
    "line": "10", "title": "Notebook 14", "category": "notebook", "manufacturer": "Lenovo", "model": "T14",
    "quantity": "2", "price": "1299.50", "warranty_months": "36",
}  # fmt: skip
DOCK = {"line": "20", "title": "Dock", "category": "dock", "quantity": "1"}


@pytest.fixture
def keeper(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    assert estate.roots
    with shared_server.client(shared_server.token_as("asset-manager")) as client:
        yield client


def order(client: httpx.Client, *lines: dict[str, str], day: str = "2028-02-29", **values: str) -> str:
    """The number of an order that is placed."""
    told = {"title": "Notebooks", "supplier": f"Acme {token_hex(3)}", "order_number": "PO-7", "site": "Oslo", **values}
    body = {"type": "order", "values": {**told, "lines": json.dumps(lines)}}
    made = client.post("/records", json=body)
    assert made.status_code == 201, made.text
    number = made.json()["number"]
    assert moved(client, number, "place", ordered_on=day).status_code == 200
    return number


def received(client: httpx.Client, number: str, line: str, *codes: tuple[str, str], **more: Any) -> httpx.Response:  # noqa: ANN401 - values of the body
    """What receiving answers."""
    items = [{"asset_tag": tag, "serial_number": serial} for tag, serial in codes]
    return client.post(f"/orders/{number}/receipts", json={"line": line, "items": items, **more})


def left(client: httpx.Client, number: str) -> list[int]:
    """How many are to come of each line."""
    return [line["left"] for line in client.get(f"/orders/{number}/lines").json()["lines"]]


def test_what_comes_is_an_asset_with_the_purchase_of_its_line(keeper: httpx.Client) -> None:
    number = order(keeper, NOTEBOOK, DOCK, cost_centre="4500", room="Goods in")

    rows = received(keeper, number, "10", ("RCV-1", "S-RCV-1")).json()

    made = keeper.get(f"/records/{rows['items'][0]['number']}").json()
    assert made["state"] == "received"
    told = {name: value(made, name) for name in ("title", "category", "manufacturer", "model", "asset_tag", "site")}
    assert told == {
        "title": "Notebook 14", "category": "notebook", "manufacturer": "Lenovo", "model": "T14",
        "asset_tag": "RCV-1", "site": "Oslo",
    }  # fmt: skip
    money = [value(made, name) for name in ("cost", "currency", "purchased_on", "warranty_until", "order_number")]
    assert money == ["1299.50", "EUR", "2028-02-29", "2031-02-27", "PO-7"]
    assert [value(made, name) for name in ("order", "order_line", "cost_centre", "room")] == [
        number, "10", "4500", "Goods in",
    ]  # fmt: skip
    assert left(keeper, number) == [1, 1]


def test_a_delivery_in_parts_closes_the_order_with_its_last_thing(keeper: httpx.Client) -> None:
    number = order(keeper, NOTEBOOK, DOCK)

    received(keeper, number, "10", ("PRT-1", "P1"), ("PRT-2", "P2"))
    before = keeper.get(f"/records/{number}").json()["state"]
    received(keeper, number, "20", ("PRT-3", ""), state="in_stock", room="Store")
    after = keeper.get(f"/records/{number}").json()
    late = received(keeper, number, "20", ("PRT-4", ""))

    assert (before, after["state"], left(keeper, number)) == ("ordered", "received", [0, 0])
    assert after["entries"][-1]["text"] == "everything has come"
    assert (late.status_code, late.json()["code"]) == (409, "not_ordered")


def test_more_than_was_ordered_is_asked_about(keeper: httpx.Client) -> None:
    number = order(keeper, DOCK)
    two = (("OVR-1", ""), ("OVR-2", ""))

    refused = received(keeper, number, "20", *two)
    kept = received(keeper, number, "20", *two, is_over_allowed=True)

    assert (refused.status_code, refused.json()["code"]) == (409, "over_delivery")
    assert "1 are ordered and 0 have come" in refused.json()["detail"]
    assert (kept.status_code, kept.json()["good"]) == (201, 2)


def test_of_two_who_receive_the_last_thing_at_once_one_is_asked(keeper: httpx.Client) -> None:
    number = order(keeper, {**DOCK, "quantity": "4"})
    tags = [((f"RACE-{turn}", ""), (f"RACE-{turn}-2", "")) for turn in range(6)]

    def deliver(two: tuple[tuple[str, str], tuple[str, str]]) -> httpx.Response:
        return received(keeper, number, "20", *two)

    with ThreadPoolExecutor(len(tags)) as several:
        answers = list(several.map(deliver, tags))

    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, 201, 409, 409, 409, 409]
    (line,) = keeper.get(f"/orders/{number}/lines").json()["lines"]
    assert len(line["assets"]) == 4


def test_an_order_that_is_opened_again_stays_open_where_nothing_is_taken(keeper: httpx.Client) -> None:
    number = order(keeper, DOCK)
    received(keeper, number, "20", ("AGAIN-1", ""))
    moved(keeper, number, "reopen", "one broke")

    rows = received(keeper, number, "20", ("AGAIN-1", ""), is_over_allowed=True).json()

    assert rows["refused"] == 1
    assert keeper.get(f"/records/{number}").json()["state"] == "ordered"


def test_a_double_is_refused_with_who_has_it_and_keeps_none_out(keeper: httpx.Client) -> None:
    other = asset(keeper, "Old notebook", asset_tag="DBL-1", holder="Ada Lovelace")
    number = order(keeper, {**NOTEBOOK, "quantity": "9"})

    rows = received(
        keeper, number, "10", ("dbl-1", "D1"), ("DBL-2", "D2"), ("DBL-2", "D3"), ("", ""), ("DBL-3", "D2")
    ).json()

    assert [bool(row["number"]) for row in rows["items"]] == [False, True, False, False, False]
    fields = [row["errors"][0]["field"] if row["errors"] else "" for row in rows["items"]]
    assert fields == ["asset_tag", "", "asset_tag", "asset_tag", "serial_number"]
    assert f"{other} (Old notebook, Ada Lovelace)" in rows["items"][0]["errors"][0]["message"]
    assert left(keeper, number) == [8]


def test_a_trial_stores_nothing_and_a_scanner_is_noisy(keeper: httpx.Client) -> None:
    number = order(keeper, DOCK)

    trial = received(keeper, number, "20", ("NOISE-1\r\n", ""), is_trial=True)
    assert (trial.status_code, trial.json()["good"], left(keeper, number)) == (200, 1, [1])
    rows = received(keeper, number, "20", ("\x02NOISE-1\r\n", "https://cmdb.example/assets/X9")).json()

    made = keeper.get(f"/records/{rows['items'][0]['number']}").json()
    assert (value(made, "asset_tag"), value(made, "serial_number")) == ("NOISE-1", "X9")


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ((), "lines"),
        ((DOCK, {**DOCK, "line": "20"}), "lines[1].line"),
        (({**DOCK, "quantity": "0"},), "lines[0].quantity"),
    ],
)
def test_an_order_without_good_lines_is_not_placed(
    keeper: httpx.Client, lines: tuple[dict[str, str], ...], field: str
) -> None:
    values = {"title": "x", "supplier": token_hex(3), "lines": json.dumps(lines)}
    number = keeper.post("/records", json={"type": "order", "values": values}).json()["number"]

    refused = moved(keeper, number, "place", ordered_on="2027-01-01")

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


def test_an_order_number_is_once_with_a_supplier_and_an_unknown_line_is_refused(keeper: httpx.Client) -> None:
    number = order(keeper, DOCK, supplier="Once Ltd")
    again = {"type": "order", "values": {"title": "x", "supplier": "once ltd", "order_number": "po-7"}}

    assert keeper.post("/records", json=again).json()["errors"][0]["field"] == "order_number"
    assert received(keeper, number, "21", ("LINE-1", "")).json()["errors"][0]["field"] == "line"
    assert keeper.get("/orders/AST0000001/lines").status_code == 404
