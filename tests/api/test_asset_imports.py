"""Files of assets over HTTP: exports of other tools, compared with what there is before anything is stored."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.serving import Serving

FILES = Path(__file__).parents[1] / "assets" / "exports_of_others"
SNIPE = (FILES / "snipe_it_custom_report.csv").read_bytes()
ANSWERS = ["state:Pending (pending)=received", "category:Label printers=printer", "currency=NOK"]


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


@pytest.fixture
def keeper(server: Serving) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    with server.client(server.token_as("asset-manager")) as client:
        yield client


def sent(client: httpx.Client, content: bytes, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - values of the query
    """What comes of a file."""
    response = client.post("/assets/import", params=asked, content=content)
    assert response.status_code == 201, response.text
    return response.json()


def test_an_export_is_compared_first_and_then_taken_in_and_updates_are_wanted_or_not(keeper: httpx.Client) -> None:
    asking = sent(keeper, SNIPE, is_trial=True)
    trial = sent(keeper, SNIPE, is_trial=True, answer=ANSWERS)
    none = keeper.get("/assets", params={"q": "SNI-1"}).json()["total"]
    taken = sent(keeper, SNIPE, answer=ANSWERS)
    again = sent(keeper, SNIPE, is_trial=True, answer=ANSWERS)
    other = SNIPE.replace(b"Ada Lovelace", b"Grace Hopper").replace(b"(deployable)", b"(deployed)")
    left = sent(keeper, other, answer=ANSWERS)
    changes = sent(keeper, other, is_trial=True, answer=ANSWERS)["items"]
    changed = sent(keeper, other, answer=ANSWERS, takes_updates=True)

    assert (asking["format"], asking["counts"]) == ("snipe_it", {"reject": 3})
    assert {(one["field"], one["value"]) for one in asking["questions"]} == {
        ("currency", ""), ("state", "Pending (pending)"), ("category", "Label printers"),
    }  # fmt: skip
    assert (trial["counts"], none, taken["counts"]) == ({"create": 3}, 0, {"create": 3})
    assert [one["outcome"] for one in again["items"]] == ["unchanged"] * 3
    assert left["counts"] == {"conflict": 2, "unchanged": 1}
    assert [change["field"] for change in changes[0]["changes"]] == ["holder"]
    assert [(change["before"], change["after"]) for change in changes[1]["changes"]] == [("in_stock", "in_use")]
    assert changed["counts"]["update"] == 2
    number = changed["items"][1]["number"]
    assert keeper.get(f"/records/{number}").json()["state"] == "in_use"
    assert keeper.get(f"/assets/{number}/custody").json()["items"][0]["why"] == "so says the file"


def test_rows_that_contradict_what_there_is_or_each_other_are_conflicts(keeper: httpx.Client) -> None:
    head = b"Asset Tag,Asset Name,Manufacturer,Serial,Category,Status,Location\n"
    first = head + b"CON-1,A,Dell,CS1,Laptops,,Oslo\nCON-2,B,Dell,CS2,Laptops,,Oslo\n"
    sent(keeper, first)
    rows = (
        b"CON-1,A,Dell,CS2,Laptops,,Oslo\n"  # the tag of one, the serial number of the other
        b"CON-2,C,Dell,,Laptops,,Oslo\nCON-2,D,Dell,,Laptops,,Oslo\n"
        b"CON-3,E,Lenovo,CS1,Laptops,,Oslo\n"  # another maker's number
        b",F,Dell,CS1,Laptops,Lost/Stolen,Oslo\n"
    )

    found = sent(keeper, head + rows, is_trial=True)["items"]

    assert [one["outcome"] for one in found] == ["conflict", "update", "conflict", "create", "update"]
    assert found[0]["errors"][0]["field"] == "asset_tag"
    assert found[2]["errors"][0]["message"].endswith("as row 3 is")
    assert {change["field"] for change in found[4]["changes"]} == {"state", "title"}


def test_what_answers_nothing_is_refused_by_name(keeper: httpx.Client, reader: httpx.Client) -> None:
    asked: dict[str, dict[str, Any]] = {
        "format": {"format": "nagios"},
        "answer": {"answer": ["dates=ymd"]},
        "column": {"column": ["Colour=taste"]},
    }

    refused = {name: keeper.post("/assets/import", params=some, content=SNIPE) for name, some in asked.items()}

    assert [(name, one.status_code) for name, one in refused.items()] == [(name, 422) for name in asked]
    assert [one.json()["errors"][0]["field"] for one in refused.values()] == list(asked)
    assert keeper.post("/assets/import", params={"answer": ["currency"]}, content=SNIPE).status_code == 422
    assert reader.post("/assets/import", content=SNIPE).status_code == 403


def test_machines_of_ocs_are_taken_in_from_xml(keeper: httpx.Client) -> None:
    found = sent(keeper, (FILES / "ocs_inventory.xml").read_bytes())

    assert (found["format"], found["counts"]) == ("ocs_xml", {"create": 2})
    hostile = b'<!DOCTYPE r [<!ENTITY a "b">]><REQUEST/>'
    assert keeper.post("/assets/import", content=hostile).status_code == 422
