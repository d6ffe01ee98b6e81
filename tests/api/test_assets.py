"""Assets over HTTP: from the order to the disposal, many at once, and beside what discovery sees."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from tests.api.estate import Estate
from tests.api.serving import Serving


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


def taken(client: httpx.Client, *assets: dict[str, Any], is_trial: bool = False) -> dict[str, Any]:
    """What came of assets."""
    response = client.post("/assets", json={"assets": list(assets), "is_trial": is_trial})
    assert response.status_code == 201, response.text
    return response.json()


def asset(client: httpx.Client, title: str, state: str = "", **values: str) -> str:
    """The number of a new asset."""
    (row,) = taken(client, {"values": {"title": title, **values}, "state": state})["items"]
    assert row["errors"] == [], row
    return row["number"]


def moved(client: httpx.Client, number: str, way: str, reason: str = "", **values: str) -> httpx.Response:
    """What a transition answers."""
    body = {"transition": way, "values": values, "reason": reason}
    return client.post(f"/records/{number}/transitions", json=body)


def value(record: dict[str, Any], field: str) -> str:
    """A value of a record."""
    return next(entry["value"] for entry in record["values"] if entry["field"] == field)


def test_an_asset_lives_from_its_order_to_its_disposal_and_its_custody_is_told(keeper: httpx.Client) -> None:
    number = asset(keeper, "Notebook 7", "ordered", order_number="PO-1", category="notebook")

    untagged = moved(keeper, number, "assign", holder="Ada")
    too_early = moved(keeper, number, "stock")
    steps = [
        moved(keeper, number, "receive", site="Oslo", room="Goods in"),
        moved(keeper, number, "assign", "starts on Monday", holder="Ada", asset_tag="LIFE-1", room="3.07"),
        moved(keeper, number, "transfer", "moves to sales", holder="Grace"),
        moved(keeper, number, "repair", "no picture", repair_with="Acme", repair_number="RMA-9"),
        moved(keeper, number, "repaired", room="Store"),
        moved(keeper, number, "lend", "fair", holder="Ada", due_back="2027-01-31"),
        moved(keeper, number, "return", room="Store"),
        moved(keeper, number, "retire", "too old"),
    ]
    kept = moved(keeper, number, "dispose", disposal="recycled", holds_data="yes")
    keeper.post(f"/records/{number}/files", params={"name": "W-77.txt"}, content=b"wiped")
    gone = moved(keeper, number, "dispose", disposal="recycled", holds_data="yes", wipe_certificate="W-77").json()
    custody = keeper.get(f"/assets/{number}/custody").json()["items"]

    assert [untagged.status_code, too_early.status_code] == [409, 422]
    assert all(step.status_code == 200 for step in steps)
    assert (kept.status_code, kept.json()["errors"][0]["field"]) == (422, "wipe_certificate")
    assert (gone["state"], value(gone, "holder"), value(gone, "site")) == ("disposed", "", "")
    assert [(one["state"], one["holder"], one["place"], one["why"]) for one in reversed(custody)] == [
        ("ordered", "", "", ""),
        ("received", "", "Oslo / Goods in", ""),
        ("in_use", "Ada", "Oslo / 3.07", "starts on Monday"),
        ("in_use", "Grace", "Oslo / 3.07", "moves to sales"),
        ("in_repair", "Grace", "Oslo / 3.07", "no picture"),
        ("in_stock", "", "Oslo / Store", ""),
        ("lent", "Ada", "Oslo / Store", "fair"),
        ("in_stock", "", "Oslo / Store", ""),
        ("retired", "", "Oslo / Store", "too old"),
        ("disposed", "", "", ""),
    ]
    assert [one["until"] for one in custody] == [None, *(one["since"] for one in custody[:-1])]
    then = keeper.get(f"/assets/{number}/then", params={"as_of": custody[-3]["since"]}).json()
    assert (then["state"], value(then, "holder"), value(then, "room")) == ("in_use", "Ada", "3.07")
    assert keeper.get(f"/assets/{number}/then", params={"as_of": "2020-01-01T00:00:00Z"}).status_code == 404


def test_what_holds_data_is_disposed_of_with_the_certificate_as_a_file(keeper: httpx.Client) -> None:
    number = asset(keeper, "Disk", "retired")
    wiped = {"disposal": "destroyed", "holds_data": "yes", "wipe_certificate": "W-78"}

    unproved = moved(keeper, number, "dispose", **wiped)
    state = keeper.get(f"/records/{number}").json()["state"]
    filed = keeper.post(f"/records/{number}/files", params={"name": "W-78.txt"}, content=b"wiped")
    gone = moved(keeper, number, "dispose", **wiped)

    assert (unproved.status_code, unproved.json()["errors"][0]["field"], state) == (422, "wipe_certificate", "retired")
    assert (filed.status_code, gone.status_code) == (201, 200)


def test_a_tag_is_given_once_and_the_refusal_says_who_has_it(keeper: httpx.Client) -> None:
    first = asset(keeper, "Monitor", asset_tag="ONCE-1", manufacturer="Dell", serial_number="S1")
    other = asset(keeper, "Monitor", asset_tag="ONCE-2", manufacturer="Lenovo", serial_number="S1")
    body = {"type": "asset", "values": {"title": "Monitor", "asset_tag": " once-1 "}}

    refusals = [
        keeper.post("/records", json=body),
        keeper.patch(f"/records/{other}", json={"values": {"asset_tag": "ONCE-1"}}),
        keeper.patch(f"/records/{other}", json={"values": {"manufacturer": "Dell"}}),
    ]
    assert [refusal.status_code for refusal in refusals] == [422] * 3
    assert [refusal.json()["errors"][0]["field"] for refusal in refusals] == [
        "asset_tag", "asset_tag", "serial_number",
    ]  # fmt: skip
    assert all(first in refusal.json()["detail"] for refusal in refusals)
    keeper.patch(f"/records/{first}", json={"values": {"asset_tag": "ONCE-3"}})
    freed = keeper.patch(f"/records/{other}", json={"values": {"asset_tag": "ONCE-1"}})
    assert freed.status_code == 200


def test_a_tag_with_what_a_scanner_sends_around_it_is_refused_on_every_way(keeper: httpx.Client) -> None:
    number, noisy = asset(keeper, "Monitor", asset_tag="SN 1", manufacturer="Dell\xa0Inc"), "\x02]C1AB\x1d12\x03"
    values = {"title": "Monitor", "asset_tag": noisy}

    opened = keeper.post("/records", json={"type": "asset", "values": values, "affects": []})
    (row,) = taken(keeper, {"values": values, "state": ""})["items"]
    changed = keeper.patch(f"/records/{number}", json={"values": {"serial_number": "A\u200b1"}})

    (error,) = opened.json()["errors"]
    assert (error["field"], error["value"]) == ("asset_tag", r"\x02]C1AB\x1d12\x03")
    assert error["remedy"] == "type it as it is printed, without what a scanner sends before and after it"
    assert row["errors"][0]["field"] == "asset_tag"
    assert (changed.status_code, changed.json()["errors"][0]["field"]) == (422, "serial_number")
    assert keeper.get("/assets", params={"q": "12"}).json()["total"] == 0


def test_rows_are_taken_or_refused_each_for_itself(keeper: httpx.Client) -> None:
    asset(keeper, "Dock", asset_tag="ROW-1")
    rows: list[dict[str, Any]] = [
        {"values": {"title": "Dock", "asset_tag": "ROW-2", "site": "Oslo"}, "state": "in_stock"},
        {"values": {"title": "Dock", "asset_tag": "ROW-1"}},
        {"values": {"title": "Dock", "asset_tag": "row-2"}},
        {"values": {"title": "", "asset_tag": "ROW-3"}},
        {"values": {"title": "Dock", "cost": "12,50", "currency": "EUR"}},
        {"values": {"title": "Dock", "cost": "12.50"}},
        {"values": {"title": "Dock", "purchased_on": "2027-02-29"}},
        {"values": {"title": "Dock", "purchased_on": "2027-03-01", "warranty_until": "2027-02-28"}},
        {"values": {"title": "Dock"}, "state": "in_stock"},
        {"values": {"title": "Dock", "currency": "ZZZ"}},
        {"values": {"title": "Dock"}, "state": "stolen"},
    ]

    trial, real = taken(keeper, *rows, is_trial=True), taken(keeper, *rows)

    fields = ["", "asset_tag", "asset_tag", "title", "cost", "currency", "purchased_on", "warranty_until", "site"]
    for found in (trial, real):
        assert (found["good"], found["refused"]) == (1, 10)
        refused = [row["errors"][0]["field"] if row["errors"] else "" for row in found["items"]]
        assert refused == [*fields, "currency", "state"]
    assert (trial["items"][0]["number"], real["items"][0]["number"][:3]) == ("", "AST")
    assert keeper.get("/assets", params={"q": "ROW-2"}).json()["total"] == 1


def test_a_file_is_taken_in_row_by_row(keeper: httpx.Client) -> None:
    text = "Asset tag;Name;Category;Site;State;Warranty until\nF-1;Bürostuhl;Furniture;Köln;In stock;2027-01-31\n"
    latin = f"{text}F-2;;furniture;Köln;In stock;\n".encode("latin-1")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["asset_tag", "title", "site"])
    sheet.append(["F-3", "Chair", "=1+1"])
    sheet.append(["F-4", "Chair", "Oslo"])
    kept = BytesIO()
    book.save(kept)

    first = keeper.post("/assets/import", content=latin).json()
    second = keeper.post("/assets/import", content=kept.getvalue()).json()
    wrong = keeper.post("/assets/import", content=b"asset_tag,colour\nF-5,red\n")

    assert (first["good"], [row["row"] for row in first["items"] if row["errors"]]) == (1, [3])
    assert (second["good"], second["items"][0]["errors"][0]["field"]) == (1, "site")
    assert (wrong.status_code, wrong.json()["errors"][0]["value"]) == (422, "colour")
    chair = keeper.get("/assets", params={"where": ["category=furniture", "site=köln"]}).json()["items"]
    assert [(one["title"], one["state"]) for one in chair] == [("Bürostuhl", "in_stock")]


def test_lists_are_narrowed_and_exported(keeper: httpx.Client) -> None:
    for turn, (site, until) in enumerate([("Bergen", "2027-01-31"), ("Bergen", "2028-01-31"), ("Narvik", "")]):
        asset(keeper, f"Phone {turn}", "in_use", site=site, holder=f"Nils {turn}", warranty_until=until,
              category="phone", asset_tag=f"LIST-{turn}")  # fmt: skip
    asked: dict[str, dict[str, Any]] = {
        "one of two": {"where": ["site=Bergen", "site=Narvik", "category=phone"]},
        "both": {"where": ["site=Bergen", "holder=nils 1"]},
        "dates": {"dates": "warranty_until", "first_day": "2027-01-01", "last_day": "2027-12-31", "q": "LIST"},
        "words": {"q": "nils"},
        "state": {"state": ["in_stock"], "where": ["site=Narvik"]},
    }

    totals = {name: keeper.get("/assets", params=params).json()["total"] for name, params in asked.items()}
    sites = keeper.get("/asset-values", params={"of": "site"}).json()["items"]
    refused = keeper.get("/assets", params={"where": ["title=x"]})
    lines = keeper.get("/assets/export", params={"where": ["site=Bergen"]}).text.splitlines()

    assert totals == {"one of two": 3, "both": 1, "dates": 1, "words": 3, "state": 0}
    assert {"value": "Bergen", "count": 2} in sites
    assert refused.status_code == 422
    assert len(lines) == 3
    assert lines[0].startswith("number,state,title,asset_tag,")


def test_what_discovery_sees_and_what_is_owned_are_joined_by_serial_number(
    keeper: httpx.Client, estate: Estate
) -> None:
    seen = keeper.get(f"/cis/{estate.roots[2]}").json()
    name, serial = seen["name"], "SN-ONE"
    blind = asset(keeper, "Server", asset_tag="GAP-1", serial_number="sn-other")
    before = keeper.get("/asset-gaps").json()
    made = keeper.post("/assets/from-cis", json={"uids": [estate.app1, estate.app1, "ci_nothing"]}).json()["items"]
    again = keeper.post("/assets/from-cis", json={"uids": [estate.app1]}).json()["items"]
    joined = taken(keeper, {"values": {"title": "Twin", "serial_number": serial.lower()}})["items"][0]
    twice = taken(keeper, {"values": {"title": "Twin again"}, "ci": estate.roots[2]})["items"][0]
    after = keeper.get("/asset-gaps").json()

    assert estate.app1 in [one["uid"] for one in before["devices"]]
    assert [bool(one["errors"]) for one in (*made, *again)] == [False, True, True]
    assert (joined["ci"], name) == (estate.roots[2], "twin")
    assert twice["errors"][0]["message"] == f"is {joined['number']} already"
    assert after["devices_total"] == before["devices_total"] - 2
    assert blind in [one["asset"]["number"] for one in after["assets"]]
    parted = keeper.post(f"/records/{joined['number']}/affects", json={"remove": [estate.roots[2]]})
    assert parted.status_code == 200
    matched = keeper.get("/asset-gaps").json()["matched"]
    linked = keeper.post("/asset-links", json={}).json()
    assert (matched, [one["ci"] for one in linked["items"]]) == (1, [estate.roots[2]])
    assert keeper.get("/assets", params={"ci": estate.roots[2]}).json()["items"][0]["number"] == joined["number"]


def test_assets_are_kept_by_those_who_may_and_money_is_told_to_those_who_read_it(
    server: Serving, keeper: httpx.Client, reader: httpx.Client
) -> None:
    number = asset(keeper, "Secret", "in_use", holder="Olav Hidden", asset_tag="HIDE-1", site="Oslo",
                   cost="777.50", currency="NOK", cost_centre="CC-HIDE")  # fmt: skip
    work = server.token_with(*READ_EVERYTHING, permissions=("read", "work"))
    narrow = server.token_with(Grant(read=("general",)))
    with server.client(work) as worker, server.client(narrow) as stranger:
        statuses = [
            reader.post("/records", json={"type": "asset", "values": {"title": "x"}}).status_code,
            worker.post("/assets", json={"assets": [{"values": {"title": "x"}}]}).status_code,
            worker.patch(f"/records/{number}", json={"values": {"site": "Bergen"}}).status_code,
            moved(worker, number, "return").status_code,
            worker.post(f"/records/{number}/affects", json={"add": []}).status_code,
        ]
        told = "".join(
            stranger.get(path).text
            for path in (
                f"/records/{number}", f"/assets/{number}/custody", f"/assets/{number}/then", "/assets",
                "/records?type=asset", "/records?type=&q=Olav", "/assets?q=HIDE", "/assets/export",
                "/asset-values?of=holder", "/asset-values?of=cost_centre", "/assets?where=cost_centre%3DCC-HIDE",
            )
        )  # fmt: skip
        found = [stranger.get(path).json()["total"] for path in ("/assets?q=HIDE", "/records?type=&q=Olav")]
        named = stranger.get("/assets", params={"q": "Secret"}).json()["total"]

    assert statuses == [403, 403, 403, 403, 403]
    assert [text for text in ("Olav", "HIDE-1", "777.5", "CC-HIDE") if text in told] == []
    assert (found, named) == ([0, 0], 1)
    assert "777.50" in reader.get(f"/records/{number}").text


def test_worth_is_told_by_day_and_currency_and_converted_by_stated_rates_only(keeper: httpx.Client) -> None:
    told = {"purchased_on": "2028-02-29", "useful_months": "12", "depreciation": "straight_line", "site": "Worth"}
    first = asset(keeper, "Desk", "in_stock", cost="365", currency="EUR", **told)
    asset(keeper, "Desk", "in_stock", cost="1000", currency="NOK", **{**told, "purchased_on": "2027-01-01"})
    asset(keeper, "Desk", "in_stock", site="Worth")
    asked = {"where": ["site=Worth"], "on": "2028-03-01"}

    worth = keeper.get(f"/assets/{first}/worth", params={"on": "2028-03-01"}).json()
    whole = keeper.get("/asset-worth", params=asked).json()
    unrated = keeper.get("/asset-worth", params={**asked, "currency": "EUR"})
    rated = keeper.get("/asset-worth", params={**asked, "currency": "EUR", "rate": ["NOK=0.1"]}).json()
    wrong = [
        keeper.get("/asset-worth", params={**asked, "currency": "EUR", "rate": [rate]}).status_code
        for rate in ("NOK=", "NOK=-1", "ZZZ=1", "NOK=NaN")
    ]

    assert (worth["cost"], worth["value"], worth["method"]) == ("365", "364.00", "straight_line")
    assert (whole["assets"], whole["without_cost"], whole["value"]) == (3, 1, None)
    assert [(one["currency"], one["value"]) for one in whole["currencies"]] == [("EUR", "364.00"), ("NOK", "0.00")]
    assert (unrated.status_code, unrated.json()["code"]) == (422, "no_rate")
    assert (rated["value"], wrong) == ("364.00", [422] * 4)


def test_the_calendar_tells_what_ends_in_the_next_days(server: Serving, keeper: httpx.Client) -> None:
    today = datetime.fromtimestamp(server.services.clock() / 1_000_000, UTC).date()
    day = {turn: (today + timedelta(days=turn)).isoformat() for turn in (-1, 0, 10, 90, 91)}
    number = asset(keeper, "Lease me", "in_use", site="Oslo", warranty_until=day[0], lease_until=day[90])
    asset(keeper, "Over", "in_use", site="Oslo", warranty_until=day[-1], lease_until=day[91])
    values = {"title": "Support", "supplier": "Acme", "ends_on": day[90], "notice_days": "80"}
    contract = keeper.post("/records", json={"type": "contract", "values": values}).json()["number"]

    items = keeper.get("/asset-calendar").json()["items"]

    mine = [(one["kind"], one["number"], one["days_left"]) for one in items if one["number"] in (number, contract)]
    assert mine == [
        ("warranty", number, 0),
        ("contract notice", contract, 10),
        ("contract end", contract, 90),
        ("lease", number, 90),
    ]
    assert "Over" not in [one["title"] for one in items]
