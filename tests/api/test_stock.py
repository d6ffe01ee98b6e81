"""Stock rooms and kits over HTTP."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.api.estate import Estate
from tests.api.serving import Serving
from tests.api.test_assets import asset, moved, value


@pytest.fixture
def keeper(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    assert estate.roots
    with shared_server.client(shared_server.token_as("asset-manager")) as client:
        yield client


def stockroom(client: httpx.Client, room: str, *levels: dict[str, str]) -> httpx.Response:
    """A new stock room."""
    values = {"title": f"Store {room}", "site": "Stockholm", "room": room, "levels": json.dumps(levels)}
    return client.post("/records", json={"type": "stockroom", "values": values})


def test_what_is_below_its_minimum_is_told_with_how_many_to_order(keeper: httpx.Client) -> None:
    levels = ({"model": "T14", "minimum": "2", "order_up_to": "5"}, {"category": "dock", "minimum": "1"})
    number = stockroom(keeper, "S1", *levels).json()["number"]
    place = {"site": "stockholm", "room": "s1"}
    spare = asset(keeper, "Notebook", "in_stock", model="t14", **place)
    asset(keeper, "Notebook", "in_use", model="T14", holder="Ada", **place)
    dock = asset(keeper, "Dock", "in_stock", category="dock", **place)

    found = keeper.get("/stock-levels", params={"number": number}).json()
    short = keeper.get("/stock-levels", params={"number": number, "is_below": True}).json()["items"]

    assert found["below"] == 1
    assert [(one["assets"], one["short"], one["to_order"]) for one in found["items"]] == [
        ([spare], 1, 4),
        ([dock], 0, 0),
    ]
    assert [one["model"] for one in short] == ["T14"]
    moved(keeper, dock, "assign", holder="Ada", asset_tag="STK-DOCK")
    assert keeper.get("/stock-levels", params={"number": number}).json()["below"] == 2


def test_a_room_is_one_stock_room(keeper: httpx.Client) -> None:
    stockroom(keeper, "S2")

    again = stockroom(keeper, "s2")

    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "room")


def test_a_kit_is_handed_out_and_taken_back_as_one(keeper: httpx.Client) -> None:
    kit = asset(keeper, "Starter kit", "in_stock", asset_tag="KIT-1", site="Oslo")
    parts = [asset(keeper, "Thing", "in_stock", asset_tag=f"KIT-1-{turn}", site="Oslo") for turn in range(2)]
    broken = asset(keeper, "Mouse", "in_stock", asset_tag="KIT-1-9", site="Oslo")
    for part in (*parts, broken):
        assert keeper.patch(f"/records/{part}", json={"values": {"parent": kit}}).status_code == 200
    moved(keeper, broken, "repair", "left button", repair_with="Acme")

    moved(keeper, kit, "lend", holder="Grace", due_back="2027-02-01")
    lent = [keeper.get(f"/records/{number}").json() for number in (*parts, broken)]
    moved(keeper, kit, "return", room="Store")
    back = [keeper.get(f"/records/{number}").json() for number in parts]

    assert [one["state"] for one in lent] == ["lent", "lent", "in_repair"]
    assert {(value(one, "holder"), value(one, "due_back")) for one in lent[:2]} == {("Grace", "2027-02-01")}
    assert lent[0]["entries"][-1]["text"] == f"with {kit}"
    assert [(one["state"], value(one, "room")) for one in back] == [("in_stock", "Store")] * 2


def test_a_kit_with_a_part_that_cannot_go_stays_whole(keeper: httpx.Client) -> None:
    kit = asset(keeper, "Kit", "in_stock", asset_tag="KIT-2", site="Oslo")
    untagged = asset(keeper, "Cable", "in_stock", site="Oslo")
    keeper.patch(f"/records/{untagged}", json={"values": {"parent": kit}})

    refused = moved(keeper, kit, "assign", holder="Ada")

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, f"{untagged}.asset_tag")
    assert keeper.get(f"/records/{kit}").json()["state"] == "in_stock"
