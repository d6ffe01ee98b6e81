"""What the cause of an incident should have taken down, against what signals told of, and what is learned from it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from cmdb_server.scheduler.jobs import compare_incidents
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL
from cmdb_server.signals.subjects import Subject
from tests.api.changing import gone, reported_tier
from tests.api.serving import Serving

WHO = Sender("signals:predictions", "default")


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on incidents."""
    with shared_server.client() as client:
        assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client


def broke(server: Serving, client: httpx.Client, cause: str, *told: str, is_known: bool = True) -> str:
    """The number of an incident that is over: the CI that was its cause, and those of which signals told (uids)."""
    wanted = {"type": "incident", "values": {"title": f"{cause} broke"}, "affects": [cause]}
    number: str = client.post("/records", json=wanted).json()["number"]
    offers = [
        Offer(f"{number} {uid}", "Down", is_firing=True, severity=CRITICAL, subject=Subject(uid=uid)) for uid in told
    ]
    assert server.services.signals.take(WHO, offers).taken == len(told)
    fresh = [one for one in server.services.signals.open_at(server.services.clock()) if one.ci_uid in told]
    assert server.services.signals.give(fresh, number) == len(told)
    ended = [Offer(one.fingerprint, "Down", is_firing=False, severity=CRITICAL, subject=one.subject) for one in fresh]
    gone(client, number, "start", assignee="wanda")
    restored = datetime.now(UTC).isoformat(timespec="milliseconds")
    why = {"cause_ci": cause} if is_known else {}
    gone(client, number, "resolve", cause="burnt", resolution="replaced", restored_at=restored, **why)
    assert server.services.signals.take(WHO, ended).taken == len(told)
    return number


def verdicts(server: Serving, number: str) -> dict[str, str]:
    """The verdict on each CI (uid)."""
    compared = server.services.incident_predictions.compared(server.services.desk.one(number))
    return {one.uid: one.verdict for one in compared}


def numbers(client: httpx.Client, name: str) -> tuple[float | None, list[str]]:
    """A number, and the records behind it."""
    found: dict[str, Any] = client.get(f"/numbers/{name}").json()
    return found["number"]["value"], [item["key"] for item in found["items"]]


def test_an_incident_with_a_known_cause_counts_as_a_prediction_that_came(
    shared_server: Serving, admin: httpx.Client
) -> None:
    compare_incidents.job.run(shared_server.services)
    first, second = reported_tier(admin, "burnt")
    number = broke(shared_server, admin, first, first, second)
    unknown = broke(shared_server, admin, second, is_known=False)
    compared = compare_incidents.job.run(shared_server.services)
    again = compare_incidents.job.run(shared_server.services)

    assert verdicts(shared_server, number) == {first: "hit", second: "elsewhere"}
    assert compared == {"compared": 2}
    assert again is None
    assert number in numbers(admin, "prediction_precision")[1]
    assert number in numbers(admin, "prediction_recall")[1]
    assert unknown not in numbers(admin, "prediction_recall")[1]


def test_what_goes_down_again_and_again_with_what_it_is_not_known_to_need_is_proposed_and_accepted(
    shared_server: Serving, admin: httpx.Client
) -> None:
    first, _ = reported_tier(admin, "proposed")
    hidden, _ = reported_tier(admin, "hidden")
    numbers = [broke(shared_server, admin, first, first, hidden) for _ in range(2)]
    compare_incidents.job.run(shared_server.services)
    asked = {one["key"]: one for one in admin.get("/suggestions").json()["items"]}
    accepted = admin.post("/suggestions/accept", json={"key": f"missed:{hidden}:{first}"})
    again = [one["key"] for one in admin.get("/suggestions").json()["items"]]
    third = broke(shared_server, admin, first, first, hidden)

    suggestion = asked[f"missed:{hidden}:{first}"]
    assert suggestion["title"] == "hidden-a needs proposed-a"
    assert all(number in suggestion["evidence"][0] for number in numbers)
    assert (accepted.status_code, accepted.json()["uid"]) == (200, hidden)
    assert suggestion["key"] not in again
    assert verdicts(shared_server, third)[hidden] == "hit"
