"""Scenarios over HTTP: kept, asked, compared, and whose they are."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving


@pytest.fixture
def writer(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client that may write."""
    with shared_server.client(shared_server.token_for("write")) as client:
        yield client


@pytest.fixture
def parted(reader: httpx.Client, estate: Estate) -> dict[str, object]:
    """A scenario in which app no longer needs postgres, and shop does."""
    assert estate.db1
    app, postgres = (uid_of(reader, "software_instance", name) for name in ("app", "postgres"))
    shop = uid_of(reader, "business_service", "shop")
    link = {"type": "DEPENDS_ON", "target": postgres}
    added = {"change": "add", "source": shop, "strength": "soft", **link}
    changes = [{"change": "remove", "source": app, **link}, added]
    question = {"down": [postgres], "changes": {"relationships": changes}}
    return {"name": "Move the shop", "description": "off the app", "question": question}


def test_a_scenario_is_kept_asked_compared_and_deleted(reader: httpx.Client, parted: dict[str, object]) -> None:
    made = reader.post("/scenarios", json=parted)
    key, shop = made.json()["scenario_id"], uid_of(reader, "business_service", "shop")
    postgres = made.json()["question"]["down"][0]
    asked = reader.post("/impact", json={"scenario": key}).json()["states"]
    picture = reader.get(f"/impact/{postgres}", params={"scenario": key}).json()
    causes = reader.get(f"/impact/{shop}", params={"scenario": key, "direction": "causes"}).json()
    compared = reader.get(f"/scenarios/{key}/comparison").json()
    changed = reader.put(f"/scenarios/{key}", json={**parted, "name": "Later"}, headers={"If-Match": '"1"'})
    stale = reader.put(f"/scenarios/{key}", json=parted, headers={"If-Match": '"1"'})
    deleted = reader.delete(f"/scenarios/{key}")

    assert (made.status_code, made.headers["ETag"], made.json()["question"]["after_seconds"]) == (201, '"1"', 0)
    assert (asked[shop], asked[postgres]) == ("degraded", "down")
    assert {node["uid"]: node["state"] for node in picture["nodes"]}[shop] == "degraded"
    assert postgres in {node["uid"] for node in causes["nodes"]}
    assert [(row["name"], row["state_now"], row["state_then"]) for row in compared["services"]] == [
        ("shop", "down", "degraded")
    ]
    assert [(row["name"], row["state_now"], row["state_then"]) for row in compared["cis"]] == [("app", "down", "up")]
    assert (compared["worse"], compared["better"]) == (0, 2)
    assert (compared["now"]["users_down"], compared["then"]["users_down"]) == (500, 0)
    assert (changed.json()["name"], changed.json()["revision"], stale.status_code) == ("Later", 2, 412)
    assert (deleted.status_code, reader.get(f"/scenarios/{key}").status_code) == (204, 404)


def test_a_scenario_is_its_owners_until_it_is_shared(
    reader: httpx.Client, writer: httpx.Client, parted: dict[str, object]
) -> None:
    own = writer.post("/scenarios", json=parted).json()["scenario_id"]
    shared = writer.post("/scenarios", json={**parted, "is_shared": True}).json()["scenario_id"]

    listed = [item["scenario_id"] for item in reader.get("/scenarios").json()["items"]]
    refused = reader.delete(f"/scenarios/{shared}")
    unknown = reader.post("/impact", json={"scenario": own})
    may_not = reader.post("/scenarios", json={**parted, "is_shared": True})

    assert shared in listed
    assert own not in listed
    assert (refused.status_code, unknown.status_code, may_not.status_code) == (403, 404, 403)
    assert unknown.json()["code"] == "unknown_scenario"
    assert [(error["field"], error["value"]) for error in unknown.json()["errors"]] == [("scenario", own)]
    for key in (own, shared):
        assert writer.delete(f"/scenarios/{key}").status_code == 204


def test_a_scenario_that_cannot_be_asked_is_not_kept(reader: httpx.Client, parted: dict[str, object]) -> None:
    wrong = {"relationships": [{"change": "add", "source": "nothing", "type": "DEPENDS_ON", "target": "db1"}]}

    answer = reader.post("/scenarios", json={**parted, "question": {"changes": wrong}})

    assert answer.status_code == 404
    assert [error["field"] for error in answer.json()["errors"]] == ["changes.relationships[0].source"]


NEW = {"cis": [{"change": "add", "uid": "new", "ci_class": "server"}]}


@pytest.mark.parametrize("question", [{"down": ["db1"]}, {"down": ["new"], "changes": NEW}])
def test_a_comparison_where_nothing_differs_or_only_the_new_one_fails(
    reader: httpx.Client, parted: dict[str, object], question: dict[str, object]
) -> None:
    key = reader.post("/scenarios", json={**parted, "question": question}).json()["scenario_id"]

    compared = reader.get(f"/scenarios/{key}/comparison")

    expected = [("absent", "down")] if "changes" in question else []
    assert compared.status_code == 200
    assert [(row["state_now"], row["state_then"]) for row in compared.json()["cis"]] == expected
    reader.delete(f"/scenarios/{key}")


def test_every_question_is_asked_of_a_scenario(reader: httpx.Client, estate: Estate, parted: dict[str, object]) -> None:
    shop = uid_of(reader, "business_service", "shop")
    app, postgres = (uid_of(reader, "software_instance", name) for name in ("app", "postgres"))
    link = {"change": "add", "type": "DEPENDS_ON", "strength": "hard"}
    back = {**link, "source": postgres, "target": "spare"}
    links = [back, {**link, "source": "spare", "target": app}]
    spare = {"change": "add", "uid": "spare", "ci_class": "software_instance"}
    question = {"changes": {"cis": [spare], "relationships": links}}
    key = reader.post("/scenarios", json={**parted, "question": question}).json()["scenario_id"]
    moves = [{"name": "one", "cis": [estate.app1]}, {"name": "other", "cis": [postgres]}]
    thought = {"scenario": key}

    def told(path: str, **more: str) -> dict[str, Any]:
        then, now = (reader.get(path, params={**asked, **more}).json() for asked in (thought, {}))
        assert then != now, path
        return then

    start = told("/cannot-start")
    points = told("/single-points", service=shop)
    alone = reader.get("/cis/spare/single-point", params=thought).json()
    cuts = told(f"/cis/{shop}/cut-sets", order="1")
    works = told(f"/cis/{shop}/availability")
    pairs = reader.post("/collisions", json={"changes": moves, **thought}).json()["pairs"]
    (pair,) = [found["words"] for found in pairs]
    plain = [found["words"] for found in reader.post("/collisions", json={"changes": moves}).json()["pairs"]]
    audit = reader.get("/redundancy-audit", params=thought)
    unknown = [
        reader.get(path, params={"scenario": "sc_no"}).json()["code"] for path in ("/cannot-start", "/single-points")
    ]

    assert "spare" in str(start["items"])
    assert {point["ci"]["uid"]: point["change"] for point in points["items"]}["spare"] == "new"
    assert [service["name"] for service in alone["services"]] == ["shop"]
    assert "spare" in str(cuts["items"])
    assert works["works"] < 1
    assert plain != [pair]
    assert audit.status_code == 200
    assert unknown == ["unknown_scenario"] * 2
    reader.delete(f"/scenarios/{key}")


def test_two_scenarios_are_compared_with_each_other(reader: httpx.Client, parted: dict[str, object]) -> None:
    question: dict[str, object] = {"down": ["postgres"], "changes": {}}
    key, as_is = (
        reader.post("/scenarios", json=wanted).json()["scenario_id"]
        for wanted in (parted, {**parted, "question": question})
    )

    there, back, unknown = (
        reader.get(f"/scenarios/{one}/comparison", params={"other": other})
        for one, other in ((key, as_is), (as_is, key), (key, "sc_none"))
    )
    nobody = reader.get(f"/scenarios/{key}/comparison", params={"other": key}).json()

    (shop,) = there.json()["services"]
    assert (shop["name"], shop["state_now"], shop["state_then"]) == ("shop", "down", "degraded")
    assert (there.json()["better"], back.json()["worse"]) == (2, 2)
    assert (nobody["worse"], nobody["better"], unknown.json()["code"]) == (0, 0, "unknown_scenario")
    for one in (key, as_is):
        reader.delete(f"/scenarios/{one}")
