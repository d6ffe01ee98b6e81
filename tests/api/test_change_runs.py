"""Changes while they are carried out: steps, expected signals, the way back, and what they came to beside the plan."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.itsm.changes.approving import Approvals
from cmdb_server.scheduler.jobs import follow_changes, follow_incidents
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL
from cmdb_server.signals.subjects import Subject
from tests.api.changing import asked_for, gone, member, reported_tier, vote
from tests.api.estate import uid_of
from tests.api.serving import Serving

MINUTE = 60 * 1_000_000
WHO = Sender("signals:runs", "default")


@pytest.fixture
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on changes. Each test ends the signals that it began."""
    with shared_server.client() as client:
        if "wanda" not in [user["name"] for user in client.get("/users").json()["items"]]:
            assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client
        services = shared_server.services
        for signal in services.signals.open_at(services.clock()):
            services.signals.resolve(signal.uid, Actor("test"), "")
        for incident in incidents(client):
            said = {"transition": "cancel", "reason": "the test is over"}
            answer = client.post(f"/records/{incident['number']}/transitions", json=said)
            assert answer.status_code == 200, answer.text


def incidents(client: httpx.Client) -> list[dict[str, Any]]:
    """The open incidents."""
    return client.get("/records", params={"type": "incident", "is_open": "true"}).json()["items"]


def scheduled(server: Serving, client: httpx.Client, name: str, **values: str) -> str:
    """The number of an approved change of NAME-a, one of two servers of the service NAME."""
    first, _ = reported_tier(client, name)
    number = asked_for(client, f"Patch {name}", first, **values)
    with member(server, f"board-{name}") as carla:
        assert vote(carla, number).json()["vote"] == "approved"
    gone(client, number, "schedule")
    return number


def tell(server: Serving, name: str, *, is_firing: bool = True, uid: str = "") -> None:
    """A critical signal of a machine, or of what has a uid; or its end."""
    subject = Subject(uid=uid) if uid else Subject(host=name)
    told = Offer(f"Down {name}", "Down", is_firing=is_firing, severity=CRITICAL, subject=subject)
    assert server.services.signals.take(WHO, [told]).taken == 1


def run_of(client: httpx.Client, number: str) -> dict[str, Any]:
    """How a change is carried out."""
    answer = client.get(f"/changes/{number}/implementation")
    assert answer.status_code == 200, answer.text
    return answer.json()


def follow_later(server: Serving, minutes: int) -> dict[str, int]:
    """What following changes does after so many minutes more."""
    return server.services.change_runs.follow(server.services.clock() + minutes * MINUTE)


def step(client: httpx.Client, number: str, turn: int, state: str, note: str = "") -> httpx.Response:
    """What saying something of a step answers."""
    return client.post(f"/changes/{number}/steps/{turn}", json={"state": state, "note": note})


def test_a_change_is_carried_out_step_by_step_and_signals_of_what_it_takes_down_alarm_nobody(
    shared_server: Serving, admin: httpx.Client
) -> None:
    number = scheduled(shared_server, admin, "calm")
    early = admin.get(f"/changes/{number}/implementation")
    gone(admin, number, "begin")
    first = step(admin, number, 1, "started").json()["steps"]
    second = step(admin, number, 1, "done").json()["steps"]
    refused = [step(admin, number, 1, "started"), step(admin, number, 9, "done"), step(admin, number, 2, "failed")]
    settled = admin.patch(f"/records/{number}", json={"values": {"progress": "[]"}})
    tell(shared_server, "calm-a")
    followed = follow_changes.job.run(shared_server.services)
    opened = follow_incidents.job.run(shared_server.services)
    shown = run_of(admin, number)
    tell(shared_server, "calm-a", is_firing=False)
    gone(admin, number, "finish", outcome="successful")
    waiting = admin.post(f"/records/{number}/transitions", json={"transition": "close"})
    follow_later(shared_server, 11)
    closed = gone(admin, number, "close")
    after = run_of(admin, number)

    assert early.status_code == 404
    assert (first[0]["state"], first[0]["ended_at"], bool(first[0]["started_at"])) == ("started", "", True)
    assert (second[0]["state"], bool(second[0]["by"])) == ("done", True)
    assert [answer.status_code for answer in refused] == [409, 422, 422]
    assert [entry["text"] for entry in closed["entries"] if entry["kind"] == "step"] == [
        "Step 1 is started", "Step 1 is done",
    ]  # fmt: skip
    assert settled.status_code == 403
    assert ((followed or {})["expected"], opened, incidents(admin)) == (1, None, [])
    assert [(one["kind"], one["signal"]["expected_by"]) for one in shown["signals"]] == [("expected", number)]
    assert (shown["foretold_down"], shown["is_overdue"], shown["ended_at"]) == (1, False, None)
    assert (waiting.status_code, waiting.json()["errors"][0]["field"]) == (422, "review")
    assert [(one["ci"]["name"], one["verdict"]) for one in after["cis"]] == [("calm-a", "hit")]
    assert (after["is_compared"], after["is_left"]) == (True, False)
    assert [(one["name"], one["why_not"]) for one in after["read_again"]] == [
        ("calm-a", "it is on no machine that has an address")
    ]


def test_what_is_hit_though_nobody_foretold_it_opens_an_incident_and_asks_for_a_review(
    shared_server: Serving, admin: httpx.Client
) -> None:
    number = scheduled(shared_server, admin, "loud")
    gone(admin, number, "begin")
    tell(shared_server, "loud", uid=uid_of(admin, "business_service", "loud"))
    follow_changes.job.run(shared_server.services)
    opened = follow_incidents.job.run(shared_server.services)
    shown = run_of(admin, number)
    gone(admin, number, "finish", outcome="successful")
    follow_later(shared_server, 11)
    again = follow_later(shared_server, 12)
    unreviewed = admin.post(f"/records/{number}/transitions", json={"transition": "close"})
    after = run_of(admin, number)
    closed = gone(admin, number, "close", review="the pool did not take over; its check is mended")

    assert (opened or {})["opened"] == 1
    assert [one["kind"] for one in shown["signals"]] == ["unexpected"]
    assert {one["ci"]["name"]: one["verdict"] for one in after["cis"]} == {"loud": "unexpected", "loud-a": "unwatched"}
    assert [(one["ci"]["name"], one["seen"], one["verdict"]) for one in after["services"]] == [
        ("loud", "down", "unexpected")
    ]
    assert after["is_left"]
    assert (unreviewed.status_code, unreviewed.json()["errors"][0]["field"]) == (422, "review")
    assert sum("More happened" in entry["text"] for entry in closed["entries"]) == 1
    assert again["compared"] == 0


def test_what_is_still_down_after_the_promised_end_is_no_longer_expected(
    shared_server: Serving, admin: httpx.Client
) -> None:
    number = scheduled(shared_server, admin, "late")
    gone(admin, number, "begin")
    tell(shared_server, "late-a")
    follow_changes.job.run(shared_server.services)
    kept = follow_later(shared_server, 129)
    released = follow_later(shared_server, 131)

    # It began early, so it has the two hours that were planned, and ten minutes more.
    assert (kept["released"], released["released"]) == (0, 1)


def test_backing_out_is_a_way_of_its_own_with_a_step_and_an_outcome(
    shared_server: Serving, admin: httpx.Client
) -> None:
    number = scheduled(shared_server, admin, "back")
    gone(admin, number, "begin")
    failed = step(admin, number, 1, "failed", "it does not stop")
    rosy = admin.post(
        f"/records/{number}/transitions", json={"transition": "finish", "values": {"outcome": "successful"}}
    )
    backing = gone(admin, number, "back_out")
    forward = step(admin, number, 2, "done")
    steps = step(admin, number, 3, "done").json()["steps"]
    wrong = admin.post(
        f"/records/{number}/transitions", json={"transition": "finish", "values": {"outcome": "with_issues"}}
    )
    done = gone(admin, number, "finish", outcome="backed_out")

    assert failed.json()["steps"][0]["note"] == "it does not stop"
    assert (rosy.status_code, rosy.json()["errors"][0]["field"]) == (422, "outcome")
    assert (backing["state"], forward.status_code) == ("backing_out", 409)
    assert [(one["step"], one["state"], one["is_back"]) for one in steps][2:] == [
        ("start the old one again", "done", True)
    ]
    assert (wrong.status_code, done["state"]) == (422, "review")


def test_facts_that_become_worse_between_the_recheck_and_the_begin_keep_it_from_beginning(
    shared_server: Serving, admin: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = scheduled(shared_server, admin, "gap")
    second = uid_of(admin, "server", "gap-b")
    recheck = Approvals.check_facts

    def and_then_it_is_sold(approvals: Approvals, *about: Any) -> None:  # noqa: ANN401 - whatever it is asked
        """The facts are looked at, and become worse right afterwards."""
        recheck(approvals, *about)
        with shared_server.client() as other:
            assert other.post(f"/cis/{second}/retire", json={"reason": "sold"}).status_code == 200

    monkeypatch.setattr(Approvals, "check_facts", and_then_it_is_sold)
    refused = admin.post(f"/records/{number}/transitions", json={"transition": "begin"})

    record = admin.get(f"/records/{number}").json()
    assert (refused.status_code, refused.json()["code"]) == (409, "approval_lapsed")
    assert (record["state"], record["vote"]) == ("approval", "open")
    assert admin.get(f"/changes/{number}/implementation").status_code == 404
