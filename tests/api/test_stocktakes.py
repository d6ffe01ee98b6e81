"""A stock-take over HTTP: frozen, proved, scanned, signed, and the same report ever after."""

from collections.abc import Iterator
from hashlib import sha256

import httpx
import pytest

from cmdb_server.permissions.grants import READ_EVERYTHING
from cmdb_server.timestamps import rfc3339
from tests.api.estate import Estate
from tests.api.serving import Serving
from tests.pdf_pages import text_of


@pytest.fixture
def server(shared_server: Serving, estate: Estate) -> Serving:
    """None of these tests minds what the others did."""
    assert estate.db1
    return shared_server


@pytest.fixture
def keeper(server: Serving) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    with server.client(server.token_as("asset-manager")) as client:
        yield client


def taken(client: httpx.Client, tag: str, ci: str = "", **values: str) -> str:
    """The number of a new asset in use."""
    row = {"values": {"title": tag, "asset_tag": tag, **values}, "state": "in_use", "ci": ci}
    (item,) = client.post("/assets", json={"assets": [row]}).json()["items"]
    assert item["errors"] == [], item
    return item["number"]


def begun(client: httpx.Client, site: str, frozen_at: str, **values: str) -> str:
    """The number of a stock-take that is counted."""
    wanted = {"type": "stocktake", "values": {"title": site, "site": site, "frozen_at": frozen_at, **values}}
    number = client.post("/records", json=wanted).json()["number"]
    moved = client.post(f"/records/{number}/transitions", json={"transition": "start"})
    assert moved.status_code == 200, moved.text
    return number


def scanned(
    client: httpx.Client, number: str, *codes: str, room: str = "", is_statement: bool = False
) -> httpx.Response:
    """What scans answer, of which the same ones again change nothing."""
    scans = [
        {"uid": f"scan-{number}-{turn}-{int(is_statement)}", "code": code, "room": room, "is_statement": is_statement}
        for turn, code in enumerate(codes)
    ]
    return client.post(f"/stocktakes/{number}/scans", json={"scans": scans})


def lines_of(client: httpx.Client, number: str) -> dict[str, tuple[str, str]]:
    """Result and evidence by the name of the asset, or by what is told of a code."""
    lines = client.get(f"/stocktakes/{number}/count").json()["lines"]
    return {
        line["asset"]["title"] if line["asset"] else line["told"]: (line["result"], line["evidence"]) for line in lines
    }


@pytest.fixture
def counting(server: Serving, keeper: httpx.Client, estate: Estate) -> str:
    """The number of a stock-take of Oslo: after it was frozen one thing went and another came."""
    taken(keeper, "ST-1", estate.app1, site="Oslo")
    for tag in ("ST-2", "ST-3", "ST-4"):
        taken(keeper, tag, site="Oslo", room="1.01")
    left = taken(keeper, "ST-6", site="Oslo", room="1.01")
    number = begun(keeper, "Oslo", rfc3339(server.services.clock()))
    away = {"transition": "transfer", "values": {"site": "Narvik"}, "reason": "after the freeze"}
    assert keeper.post(f"/records/{left}/transitions", json=away).status_code == 200
    taken(keeper, "ST-7", site="Oslo")
    return number


def test_a_stocktake_counts_what_was_frozen_and_keeps_its_report(keeper: httpx.Client, counting: str) -> None:
    number, elsewhere = counting, taken(keeper, "ST-5", site="Bergen")

    first = scanned(
        keeper, number, "st-2", "ST-2", "ST-3\r\n", f"https://cmdb/assets/{elsewhere}", "NOTHING-1", room="1.02"
    )
    again = scanned(keeper, number, "st-2", room="1.02")
    said = scanned(keeper, number, "ST-6", is_statement=True)
    counted = lines_of(keeper, number)
    signed = keeper.post(f"/stocktakes/{number}/sign", json={"text": "counted by two"}).json()
    report = keeper.get(f"/stocktakes/{number}/report").content
    paper = keeper.get(f"/stocktakes/{number}/report", params={"format": "pdf"}).content
    renamed = keeper.get("/assets", params={"q": "ST-1"}).json()["items"][0]["number"]
    keeper.patch(f"/records/{renamed}", json={"values": {"asset_tag": "ST-99", "title": "Renamed"}})

    assert [one["result"] for one in first.json()["items"]] == [
        "moved", "duplicate scan", "moved", "moved", "unexpected",
    ]  # fmt: skip
    assert (again.status_code, said.status_code) == (200, 200)
    assert counted == {
        "ST-1": ("found", "proof"),
        "ST-2": ("duplicate scan", "scan"),
        "ST-3": ("moved", "scan"),
        "ST-4": ("missing", "none"),
        "ST-5": ("moved", "scan"),
        "ST-6": ("found", "statement"),
        "NOTHING-1: no asset has this number": ("unexpected", "scan"),
    }
    assert keeper.get(f"/stocktakes/{number}/report").content == report
    assert keeper.get(f"/stocktakes/{number}/report", params={"format": "pdf"}).content == paper
    assert "ST-1" in text_of(paper)
    assert sha256(report).hexdigest() in text_of(paper)
    assert sha256(report).hexdigest() in signed["entries"][-1]["text"]
    assert (signed["state"], b"ST-1," in report, b"Renamed" in report) == ("signed", True, False)
    assert [
        scanned(keeper, number, "ST-4").status_code,
        keeper.post(f"/stocktakes/{number}/sign", json={}).status_code,
        keeper.patch(f"/records/{number}", json={"values": {"site": "Bergen"}}).status_code,
    ] == [409, 409, 409]


def test_only_a_stocktake_that_is_counted_takes_scans_and_only_from_those_who_count(
    server: Serving, keeper: httpx.Client, reader: httpx.Client
) -> None:
    wanted = {"type": "stocktake", "values": {"title": "later", "site": "Oslo"}}
    planned = keeper.post("/records", json=wanted).json()["number"]
    begun_early = keeper.post(f"/records/{planned}/transitions", json={"transition": "start"})
    by_hand = begun(keeper, "Bergen", rfc3339(server.services.clock()))

    with server.client(server.token_with(*READ_EVERYTHING, permissions=("read", "work"))) as worker:
        statuses = {
            "planned": scanned(keeper, planned, "ST-1").status_code,
            "noise": scanned(keeper, by_hand, "\x02\x03").status_code,
            "a reader": scanned(reader, by_hand, "ST-1").status_code,
            "a worker": scanned(worker, by_hand, "ST-1").status_code,
            "no stock-take": keeper.get("/stocktakes/INC0000001/count").status_code,
            "signed by hand": keeper.post(f"/records/{by_hand}/transitions", json={"transition": "sign"}).status_code,
        }

    assert begun_early.json()["errors"][0]["field"] == "frozen_at"
    assert statuses == {
        "planned": 409, "noise": 422, "a reader": 403, "a worker": 403, "no stock-take": 404, "signed by hand": 403,
    }  # fmt: skip
