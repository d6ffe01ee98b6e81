"""Leavers over HTTP: by names, by a file, and what is still out after taking back."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.estate import Estate
from tests.api.serving import Serving
from tests.api.test_assets import asset


@pytest.fixture
def keeper(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client that keeps assets."""
    assert estate.roots
    with shared_server.client(shared_server.token_as("asset-manager")) as client:
        yield client


def held(answer: httpx.Response) -> dict[str, list[str]]:
    """The numbers of what each person holds."""
    assert answer.status_code == 200, answer.text
    return {one["person"]: [record["number"] for record in one["assets"]] for one in answer.json()["items"]}


def test_what_somebody_holds_is_taken_back_but_for_what_is_still_out(keeper: httpx.Client) -> None:
    notebook = asset(keeper, "Notebook", "in_use", holder="Leaver One", asset_tag="LV-1", room="3.07")
    repaired = asset(keeper, "Phone", "in_repair", holder="leaver one", asset_tag="LV-2", repair_with="Acme")
    asset(keeper, "Lost phone", "lost", holder="Leaver One", asset_tag="LV-3")
    people = {"people": ["Leaver  One", "Nobody Here"]}

    before = held(keeper.post("/leavers", json=people))
    wanted = {"numbers": [notebook, repaired], "transition": "return", "values": {"room": "Store"}, "reason": ""}
    done = keeper.post("/record-changes", json=wanted).json()
    after = held(keeper.post("/leavers", json=people))

    assert before == {"Leaver One": [notebook, repaired], "Nobody Here": []}
    assert [one["is_done"] for one in done["items"]] == [True, False]
    assert after == {"Leaver One": [repaired], "Nobody Here": []}


def test_what_goes_back_with_a_kit_is_done_with_it(keeper: httpx.Client) -> None:
    kit = asset(keeper, "Notebook", "in_use", holder="Leaver Two", asset_tag="LV-6", room="1")
    dock = asset(keeper, "Dock", "in_use", holder="Leaver Two", asset_tag="LV-7", room="1")
    assert keeper.patch(f"/records/{dock}", json={"values": {"parent": kit}}).status_code == 200

    wanted = {"numbers": [kit, dock], "transition": "return", "values": {"room": "Store"}, "reason": ""}
    done = keeper.post("/record-changes", json=wanted).json()

    assert [(one["number"], one["is_done"]) for one in done["items"]] == [(kit, True), (dock, True)]
    assert keeper.get(f"/records/{dock}").json()["state"] == "in_stock"


def test_somebody_who_is_told_twice_holds_things_once(keeper: httpx.Client) -> None:
    asset(keeper, "Notebook", "in_use", holder="Leaver Three", asset_tag="LV-8", room="1")

    by_name = keeper.post("/leavers", json={"people": ["Leaver Three", "leaver three"]}).json()
    by_file = keeper.post("/leavers/file", content=b"Name\nLeaver Three\nLEAVER THREE\n").json()

    assert [(one["held"], len(one["items"])) for one in (by_name, by_file)] == [(1, 1), (1, 1)]


def test_a_file_of_the_directory_names_people_by_name_and_address(keeper: httpx.Client) -> None:
    by_name = asset(keeper, "Notebook", "in_use", holder="Bjørn Ås", asset_tag="LV-4", room="1")
    by_mail = asset(keeper, "Phone", "in_use", holder="bjorn@example.org", asset_tag="LV-5", room="1")
    text = "Display_Name;Department;E-Mail\nBjørn Ås;Sales;BJORN@example.org\n;;\n".encode("latin-1")

    found = held(keeper.post("/leavers/file", content=text))

    assert found == {"Bjørn Ås": [by_name, by_mail]}


def test_a_file_without_people_is_refused_with_what_to_do(keeper: httpx.Client) -> None:
    refused = keeper.post("/leavers/file", content=b"Room;Floor\n3.07;3\n")

    assert refused.status_code == 422
    assert "name or e-mail" in refused.json()["errors"][0]["remedy"]
