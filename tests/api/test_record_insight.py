"""What is told of a record beside its values: suggested CIs, affected services, its cause, what is part of it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cmdb_server.permissions.grants import READ_EVERYTHING, Grant
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL
from cmdb_server.signals.subjects import Subject
from tests.api.estate import Estate, uid_of
from tests.api.serving import Serving

WHO = Sender("signals:insight", "default")


@pytest.fixture
def server(shared_server: Serving, estate: Estate) -> Serving:
    """None of these tests minds what the others did."""
    assert estate.db1
    return shared_server


@pytest.fixture
def worker(server: Serving) -> Iterator[httpx.Client]:
    """A client that works on records."""
    with server.client(server.token_with(*READ_EVERYTHING, permissions=("read", "work"))) as client:
        yield client


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with server.client() as client:
        yield client


def opened(client: httpx.Client, title: str, *affects: str, kind: str = "incident", **values: str) -> str:
    """The number of a new record."""
    wanted = {"type": kind, "values": {"title": title, **values}, "affects": list(affects)}
    response = client.post("/records", json=wanted)
    assert response.status_code == 201, response.text
    return response.json()["number"]


def moved(client: httpx.Client, number: str, transition: str, reason: str = "", **values: str) -> httpx.Response:
    """What a transition answers."""
    said = {"transition": transition, "values": values, "reason": reason}
    return client.post(f"/records/{number}/transitions", json=said)


def value(client: httpx.Client, number: str, field: str) -> str:
    """A value of a record."""
    record = client.get(f"/records/{number}").json()
    return next(entry["value"] for entry in record["values"] if entry["field"] == field)


def suggested(client: httpx.Client, number: str) -> dict[str, tuple[str, str]]:
    """What a record may be about too: names with kinds and reasons."""
    items = client.get(f"/records/{number}/suggested-cis").json()["items"]
    return {item["ci"]["name"]: (item["why"], item["reason"]) for item in items}


def test_what_a_record_is_about_is_suggested_and_accepted_with_its_reason(worker: httpx.Client) -> None:
    opened(worker, "Queries of the ledger take minutes", "app1")
    number = opened(worker, "Queries of the ledger hang, says shop", "postgres")
    found = suggested(worker, number)
    why, reason = found["app1"]
    uid = next(
        item["ci"]["uid"] for item in worker.get(f"/records/{number}/suggested-cis").json()["items"]
        if item["ci"]["name"] == "app1"
    )  # fmt: skip
    after = worker.post(f"/records/{number}/affects", json={"add": [uid], "reason": reason}).json()
    typing = worker.get("/suggested-cis", params={"text": "nobody can pay in shop", "affects": []}).json()["items"]

    assert found["shop"] == ("text", "its name stands in the text")
    assert why == "record"
    assert {ci["name"] for ci in after["affects"]} == {"postgres", "app1"}
    assert after["entries"][-1]["text"] == reason
    assert "app1" not in suggested(worker, number)
    assert (typing[0]["ci"]["name"], typing[0]["why"]) == ("shop", "text")


def test_services_follow_from_impact_and_causes_from_signals(server: Serving, worker: httpx.Client) -> None:
    number = opened(worker, "Zzz", "postgres")
    services = worker.get(f"/records/{number}/services").json()["items"]
    assert (suggested(worker, number)["shop"][0], [one["ci"]["name"] for one in services]) == ("impact", ["shop"])
    assert (services[0]["state"], services[0]["until"]) == ("down", None)

    told = Offer("Slow app", "Slow", is_firing=True, severity=CRITICAL, subject=Subject(host="app1", program="app"))
    assert server.services.signals.take(WHO, [told]).taken == 1
    [signal] = server.services.signals.open_at(server.services.clock())
    server.services.signals.give([signal], number)

    assert suggested(worker, number)["app"] == ("signal", "a signal of the incident is of it")


def test_an_incident_tells_how_long_each_service_was_affected(worker: httpx.Client) -> None:
    number = opened(worker, "The base was away", "postgres", started_at="2026-01-01T00:00:00Z")
    restored = "2026-01-01T02:30:00Z"
    assert worker.patch(f"/records/{number}", json={"values": {"restored_at": restored}}).status_code == 200
    past = worker.get(f"/records/{number}/services").json()["items"]
    nothing = worker.get(f"/records/{opened(worker, 'Of nothing')}/services").json()["items"]

    # At that time nothing was known of what it is about: the graph of now says what it hit, for as long as it lasted.
    assert [(one["ci"]["name"], one["state"], one["seconds"]) for one in past] == [("shop", "down", 9_000)]
    assert nothing == []
    now = worker.get(f"/records/{opened(worker, 'The base is away', 'postgres')}/services").json()["items"]
    assert [(one["ci"]["name"], one["seconds"] < 600) for one in now] == [("shop", True)]


def test_the_cause_is_marked_on_the_incident_and_kept_for_the_ranking(
    server: Serving, worker: httpx.Client, reader: httpx.Client
) -> None:
    number = opened(worker, "The shop is slow", "shop")
    with server.client(server.token_with(Grant())) as stranger:
        refused = stranger.post(f"/records/{number}/cause", json={"cause": "postgres"})
    marked = worker.post(f"/records/{number}/cause", json={"cause": "postgres", "reason": "its log"}).json()
    unknown = worker.post(f"/records/{number}/cause", json={"cause": "no such thing"})

    assert refused.status_code == 403
    assert next(one["shown"] for one in marked["values"] if one["field"] == "cause_ci") == "postgres"
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (404, "cause_ci")
    marks = reader.get("/cause-marks").json()["items"]
    assert [(mark["cause"]["name"], mark["reason"]) for mark in marks] == [("postgres", "its log")]


def test_what_somebody_may_not_do_is_refused_and_noted_in_the_audit_log(server: Serving, admin: httpx.Client) -> None:
    number = opened(admin, "Not theirs")
    with server.client(server.token_with(Grant())) as stranger:
        refused = moved(stranger, number, "cancel", "because")
        assert stranger.post(f"/records/{number}/entries", json={"kind": "note", "text": "psst"}).status_code == 403
    entries = admin.get("/audit", params={"action": "records.refused"}).json()["items"]
    mine = [entry for entry in entries if entry["subject"] == number]

    assert refused.status_code == 403
    assert [entry["detail"]["wanted"] for entry in mine] == ["note", "cancel"]
    assert "cancel of" in mine[-1]["detail"]["why"]
    assert admin.get(f"/records/{number}").json()["state"] == "new"


def test_what_is_part_of_an_incident_ends_with_it_and_no_circle_arises(worker: httpx.Client) -> None:
    whole, part, copy, other = (opened(worker, f"Outage {turn}") for turn in range(4))

    def named(number: str, **values: str) -> httpx.Response:
        return worker.patch(f"/records/{number}", json={"values": values})

    assert named(part, parent=whole).status_code == 200
    assert named(copy, duplicate_of=part).status_code == 200
    circle: Any = named(whole, parent=part).json()
    problem = opened(worker, "Behind it", kind="problem")
    wrong: Any = named(other, parent=problem).json()
    assert moved(worker, whole, "resolve", cause="a cable", resolution="a new one").status_code == 200

    states = [worker.get(f"/records/{number}").json()["state"] for number in (whole, part, copy, other)]
    assert states == ["resolved", "resolved", "resolved", "new"]
    assert value(worker, copy, "resolution") == "a new one"
    assert (circle["errors"][0]["field"], circle["errors"][0]["message"]) == ("parent", "leads back to this record")
    assert (wrong["errors"][0]["field"], wrong["errors"][0]["message"]) == ("parent", "is of the type problem")


def test_suggestions_name_nothing_that_somebody_may_not_see(server: Serving, worker: httpx.Client) -> None:
    number = opened(worker, "The thing called postgres is slow", uid_of(worker, "business_service", "shop"))
    assert "postgres" in suggested(worker, number)
    with server.client(server.token_with(Grant("server", read=("general",)))) as stranger:
        shown = stranger.get(f"/records/{number}/suggested-cis")

    assert shown.status_code == 200
    assert "postgres" not in shown.text
