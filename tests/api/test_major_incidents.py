"""Major incidents over HTTP: declared by rule or person, told of, and closed with a review."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from cmdb_server.scheduler.jobs.declare_majors import job
from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving


@pytest.fixture
def server(shared_server: Serving, estate: Estate) -> Serving:
    """None of these tests minds what the others did."""
    assert estate.db1
    return shared_server


@pytest.fixture
def manager(server: Serving) -> Iterator[httpx.Client]:
    """A client that works on incidents and answers for them."""
    with server.client(server.token_with(*READ_EVERYTHING, permissions=("read", "work", "manage"))) as client:
        yield client


def opened(client: httpx.Client, title: str, *affects: str, **values: str) -> str:
    """The number of a new incident."""
    wanted = {"type": "incident", "values": {"title": title, **values}, "affects": list(affects)}
    return client.post("/records", json=wanted).json()["number"]


def changed(client: httpx.Client, number: str, **values: str) -> httpx.Response:
    """What setting values answers."""
    return client.patch(f"/records/{number}", json={"values": values})


def moved(client: httpx.Client, number: str, transition: str, **values: str) -> httpx.Response:
    """What a transition answers."""
    return client.post(f"/records/{number}/transitions", json={"transition": transition, "values": values})


def value(record: dict[str, Any], field: str) -> str:
    """A value of a record."""
    return next(entry["value"] for entry in record["values"] if entry["field"] == field)


def test_a_rule_declares_what_hits_many_once_and_a_persons_word_stays(server: Serving, manager: httpx.Client) -> None:
    hits = opened(manager, "The shop is away", "postgres", urgency="1")
    mild, denied = opened(manager, "The shop is slow", "postgres"), opened(manager, "A drill", "postgres", urgency="1")
    assert changed(manager, denied, major="withdrawn", major_reason="a drill").status_code == 200
    without = job.run(server.services)
    rule = {"priority": 1, "users": 500, "version": manager.get("/major-rule").json()["version"]}
    saved = manager.put("/major-rule", json=rule)
    stale, wrong = manager.put("/major-rule", json=rule), manager.put("/major-rule", json={"priority": 9})
    first, second = job.run(server.services), job.run(server.services)
    assert manager.put("/major-rule", json={"priority": 0}).status_code == 200

    assert (without, first, second) == (None, {"declared": 1}, None)
    assert (saved.status_code, stale.status_code, wrong.json()["errors"][0]["field"]) == (200, 412, "priority")
    said = {number: value(manager.get(f"/records/{number}").json(), "major") for number in (hits, mild, denied)}
    assert said == {hits: "declared", mild: "", denied: "withdrawn"}
    reason = value(manager.get(f"/records/{hits}").json(), "major_reason")
    assert reason.startswith("its priority is 1 and it hits 500 users or more")


def test_a_major_incident_is_told_to_the_owners_of_what_it_hits(server: Serving, manager: httpx.Client) -> None:
    with server.client() as admin:
        shop = uid_of(admin, "business_service", "shop")
        admin.post("/users", json={"name": "olga", "roles": ["reader"]})
        edit = {"attributes": {"owner_name": "olga"}, "reason": "she is"}
        answer = admin.patch(f"/cis/{shop}", json=edit)
        assert answer.status_code == 200, answer.text
    number = opened(manager, "Nobody can pay", "postgres", urgency="1")
    unreasoned = changed(manager, number, major="declared")
    assert changed(manager, number, major="declared", major_reason="all tills").status_code == 200
    found = manager.get(f"/records/{number}/major").json()
    first = found["drafts"][0]["text"]
    told = manager.post(f"/records/{number}/entries", json={"kind": "status", "text": first}).json()
    with server.client(server.token_with(Grant())) as stranger:
        refused = stranger.post(f"/records/{number}/entries", json={"kind": "status", "text": "all is well"})

    assert (unreasoned.status_code, unreasoned.json()["errors"][0]["field"]) == (422, "major_reason")
    assert found["is_major"] is True
    assert [
        (one["name"], one["accounts"], [ci["name"] for ci in one["services"]]) for one in found["stakeholders"]
    ] == [("olga", ["olga"], ["shop"])]
    assert number in first
    assert "shop" in first
    assert (told["entries"][-1]["kind"], told["entries"][-1]["text"]) == ("status", first)
    assert refused.status_code == 403


def test_a_major_incident_is_closed_with_a_review_only(manager: httpx.Client) -> None:
    number = opened(manager, "All is dark", major="declared", major_reason="no light")
    moved(manager, number, "resolve", cause="a fuse", resolution="a new one")
    early = moved(manager, number, "close")
    done = moved(manager, number, "close", review="two fuses from now on")
    plain = opened(manager, "A lamp")
    moved(manager, plain, "resolve", cause="a bulb", resolution="a new one")

    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "review")
    assert done.json()["state"] == "closed"
    assert moved(manager, plain, "close").json()["state"] == "closed"
