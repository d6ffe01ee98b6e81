"""Problems over HTTP: suggested from incidents, offered as known errors, verified; and many records at once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from cmdb_server.record_insight.problems import Problems
from cmdb_server.scheduler.jobs.verify_problems import job
from tests.api.changing import gone
from tests.api.estate import Estate
from tests.api.serving import Serving

DAY = 86_400 * 1_000_000


@pytest.fixture
def server(shared_server: Serving, estate: Estate) -> Serving:
    """None of these tests minds what the others did."""
    assert estate.db1
    return shared_server


@pytest.fixture
def worker(server: Serving) -> Iterator[httpx.Client]:
    """A client that works on records and answers for them."""
    with server.client(server.token_with(*READ_EVERYTHING, permissions=("read", "work", "manage"))) as client:
        yield client


def opened(client: httpx.Client, title: str, *affects: str, kind: str = "incident", **values: str) -> str:
    """The number of a new record."""
    wanted = {"type": kind, "values": {"title": title, **values}, "affects": list(affects)}
    response = client.post("/records", json=wanted)
    assert response.status_code == 201, response.text
    return response.json()["number"]


def moved(client: httpx.Client, number: str, transition: str, **values: str) -> dict[str, Any]:
    """A record that went a way."""
    response = client.post(f"/records/{number}/transitions", json={"transition": transition, "values": values})
    assert response.status_code == 200, response.text
    return response.json()


def value(record: dict[str, Any], field: str) -> str:
    """A value of a record."""
    return next(entry["value"] for entry in record["values"] if entry["field"] == field)


def test_incidents_of_one_cause_become_a_problem_that_they_name(server: Serving, worker: httpx.Client) -> None:
    numbers = [opened(worker, title, cause_ci="postgres") for title in ("The till hangs", "Nobody can log in")]
    groups = worker.get("/suggested-problems").json()["items"]
    [mine] = [group for group in groups if group["shared"] == "cause" and group["ci"]["name"] == "postgres"]
    body = {"title": "postgres stops", "incidents": numbers, "cause": mine["ci"]["uid"]}
    made = worker.post("/suggested-problems", json=body).json()
    with server.client(server.token_with(Grant())) as stranger:
        refused = stranger.post("/suggested-problems", json=body)

    assert {one["number"] for one in mine["incidents"]} == {*numbers}
    assert (made["type"], next(one["shown"] for one in made["values"] if one["field"] == "cause_ci")) == (
        "problem",
        "postgres",
    )
    assert {value(worker.get(f"/records/{number}").json(), "problem") for number in numbers} == {made["number"]}
    left = worker.get("/suggested-problems").json()["items"]
    assert not {*numbers} & {one["number"] for group in left for one in group["incidents"]}
    assert refused.status_code == 403


def test_a_known_error_is_offered_by_cause_and_its_workaround_is_said(worker: httpx.Client) -> None:
    problem = opened(worker, "The ledger locks", kind="problem", cause_ci="app")
    moved(worker, problem, "know", cause="a lock", workaround="restart it at noon")
    fitting, other = opened(worker, "Payments wait", "app"), opened(worker, "Rain in the cellar")
    offered = worker.get(f"/records/{fitting}/known-errors").json()["items"]
    applied = worker.post(f"/records/{fitting}/known-errors", json={"problem": problem}).json()
    wrong = worker.post(f"/records/{fitting}/known-errors", json={"problem": other})

    assert [(one["record"]["number"], one["fits_by"], one["workaround"]) for one in offered] == [
        (problem, "cause", "restart it at noon")
    ]
    assert worker.get(f"/records/{other}/known-errors").json()["items"] == []
    assert value(applied, "problem") == problem
    assert applied["entries"][-1]["text"] == f"Workaround of {problem}: restart it at noon"
    assert (wrong.status_code, wrong.json()["code"]) == (409, "no_known_error")


def test_a_fix_is_verified_and_what_comes_back_is_worked_on_again(server: Serving, worker: httpx.Client) -> None:
    def resolved(title: str, **values: str) -> str:
        number = opened(worker, title, kind="problem")
        moved(worker, number, "know", cause="a leak", workaround="none")
        moved(worker, number, "resolve", resolution="a patch", **values)
        return number

    change = opened(worker, "The patch", kind="change")
    given_up = opened(worker, "Another patch", kind="change")
    holds, comes_back, waits = resolved("Holds"), resolved("Comes back"), resolved("Waits", fixed_by=change)
    never = resolved("Never fixed", fixed_by=given_up)
    gone(worker, given_up, "cancel")
    again = opened(worker, "It leaks again", problem=comes_back)
    services = server.services
    later = Problems(services.desk, services.records, lambda: services.clock() + 15 * DAY)
    early = job.run(services)
    done = job.run(replace(services, problems=later))

    states = {number: worker.get(f"/records/{number}").json() for number in (holds, comes_back, waits, never)}
    assert (early, done) == ({"closed": 0, "reopened": 1}, {"closed": 1, "reopened": 0})
    assert {number: state["state"] for number, state in states.items()} == {
        holds: "closed",
        comes_back: "analysis",
        waits: "resolved",
        never: "resolved",
    }
    assert states[comes_back]["entries"][-1]["text"] == f"It came back: {again} began after it was fixed."
    assert states[holds]["entries"][-1]["text"] == "It did not come back within 14 days."


def test_what_is_part_of_incidents_that_are_resolved_at_once_ends_with_them(worker: httpx.Client) -> None:
    whole = opened(worker, "Bulk outage")
    part = opened(worker, "Part of it", parent=whole)
    body = {"numbers": [whole], "transition": "resolve", "values": {"cause": "a cable", "resolution": "a new one"}}

    assert worker.post("/record-changes", json=body).json()["done"] == 1

    assert worker.get(f"/records/{part}").json()["state"] == "resolved"


def test_many_records_are_changed_at_once_and_each_refusal_is_told(server: Serving, worker: httpx.Client) -> None:
    first, second, third = (opened(worker, f"Bulk {turn}") for turn in range(3))
    body = {"transition": "cancel", "reason": "a drill"}
    assert worker.post("/record-changes", json={"numbers": [third], **body}).json()["done"] == 1
    urgent = worker.post("/record-changes", json={"numbers": [first, second, first], "values": {"urgency": "1"}}).json()
    gone = worker.post("/record-changes", json={"numbers": [first, third, "INC9999999"], **body}).json()
    with server.client(server.token_with(Grant())) as stranger:
        refused = stranger.post("/record-changes", json={"numbers": [second], **body}).json()

    assert [(one["number"], one["is_done"]) for one in urgent["items"]] == [(first, True), (second, True)]
    assert [(one["number"], one["code"]) for one in gone["items"]] == [
        (first, ""),
        (third, "no_way"),
        ("INC9999999", "no_record"),
    ]
    assert (refused["done"], refused["items"][0]["code"]) == (0, "forbidden")
    assert worker.get(f"/records/{second}").json()["state"] == "new"
