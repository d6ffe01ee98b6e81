"""Signals open an incident for their cause by themselves, join it, and end it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.permissions.grants import READ_EVERYTHING
from cmdb_server.scheduler.jobs.follow_incidents import job
from cmdb_server.settings import Settings
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL, WARNING
from cmdb_server.signals.subjects import Subject
from tests.api.estate import Estate
from tests.api.serving import Serving

WHO = Sender("signals:test", "default")
POSTGRES, APP = Subject(host="db1", program="postgres"), Subject(host="app1", program="app")


@pytest.fixture
def estate(shared_server: Serving, estate: Estate) -> Iterator[Serving]:
    """db1's postgres, which app1's app needs, which shop needs. Each test ends all that it began."""
    assert estate.db1
    yield shared_server
    services = shared_server.services
    for signal in services.signals.open_at(services.clock()):
        services.signals.resolve(signal.uid, Actor("test"), "")
    with shared_server.client() as client:
        for incident in incidents(client, is_open="true"):
            said = {"transition": "cancel", "reason": "the test is over"}
            assert client.post(f"/records/{incident['number']}/transitions", json=said).status_code == 200


@pytest.fixture
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with shared_server.client() as client:
        yield client


def tell(server: Serving, name: str, subject: Subject, *, is_firing: bool = True, severity: int = CRITICAL) -> None:
    """What monitoring says of a CI."""
    told = Offer(f"{name} {subject.place}", name, is_firing=is_firing, severity=severity, subject=subject)
    assert server.services.signals.take(WHO, [told]).taken == 1


def incidents(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    """The incidents, the newest first."""
    return client.get("/records", params={"type": "incident", "order": "newest", **asked}).json()["items"]


def signals_of(client: httpx.Client, number: str) -> dict[str, str]:
    """The signals of an incident with their states."""
    found = client.get("/signals", params={"incident": number}).json()["items"]
    return {entry["name"]: entry["state"] for entry in found}


def detail(client: httpx.Client, number: str) -> dict[str, Any]:
    """An incident whole, its values by name."""
    found = client.get(f"/records/{number}").json()
    return {**found, "values": {entry["field"]: entry["value"] for entry in found["values"]}}


def test_an_incident_finds_its_cause_is_joined_and_told_when_it_is_over(estate: Serving, admin: httpx.Client) -> None:
    tell(estate, "HighErrorRate", APP)
    first = job.run(estate.services)
    [early] = incidents(admin, is_open="true")
    tell(estate, "PostgresDown", POSTGRES)
    tell(estate, "SlowQueries", POSTGRES, severity=WARNING)
    second = job.run(estate.services)
    [found] = incidents(admin, is_open="true")
    repeated = job.run(estate.services)

    for name, subject in (("HighErrorRate", APP), ("PostgresDown", POSTGRES), ("SlowQueries", POSTGRES)):
        tell(estate, name, subject, is_firing=False)
    third = job.run(estate.services)
    after = detail(admin, found["number"])

    assert (first or {})["opened"] == 1
    assert (second or {}, repeated) == ({**(first or {}), "opened": 0, "joined": 1, "signals": 2}, None)
    assert found["number"] == early["number"]
    assert [ci["name"] for ci in detail(admin, found["number"])["affects"]] == ["postgres"]
    assert found["title"] == "PostgresDown, SlowQueries, HighErrorRate"
    assert (third or {})["over"] == 1
    assert signals_of(admin, found["number"]) == dict.fromkeys(
        ("HighErrorRate", "PostgresDown", "SlowQueries"), "resolved"
    )
    assert after["state"] == "new"
    assert after["values"]["restored_at"] >= after["values"]["started_at"]


def test_what_somebody_works_on_keeps_what_they_know_and_goes_on_when_it_comes_back(
    estate: Serving, admin: httpx.Client
) -> None:
    with estate.client(estate.token_with(*READ_EVERYTHING, permissions=("read", "work"))) as worker:
        values = {"title": "The shop is slow", "urgency": "1"}
        made = worker.post("/records", json={"type": "incident", "values": values, "affects": ["postgres"]}).json()
    tell(estate, "Slow", POSTGRES)
    job.run(estate.services)
    tell(estate, "Slow", POSTGRES, is_firing=False)
    job.run(estate.services)
    over = detail(admin, made["number"])["values"]["restored_at"]
    tell(estate, "Slow", POSTGRES)
    tell(estate, "ReplicaGone", POSTGRES)
    job.run(estate.services)
    [found] = incidents(admin, is_open="true")

    assert over
    assert (found["number"], found["title"]) == (made["number"], "The shop is slow")
    assert detail(admin, made["number"])["values"]["restored_at"] == ""
    assert signals_of(admin, made["number"]) == {"Slow": "open", "ReplicaGone": "open"}


def test_an_incident_that_somebody_has_said_something_on_keeps_what_it_is_about(
    estate: Serving, admin: httpx.Client
) -> None:
    tell(estate, "LatencyHigh", APP)
    job.run(estate.services)
    [opened] = incidents(admin, is_open="true")
    said = admin.post(f"/records/{opened['number']}/entries", json={"text": "the release of today"})
    tell(estate, "NoConnections", POSTGRES)
    job.run(estate.services)

    [kept] = incidents(admin, is_open="true")
    assert said.status_code < 300
    assert (kept["number"], kept["title"]) == (opened["number"], opened["title"])
    assert [ci["name"] for ci in detail(admin, kept["number"])["affects"]] == ["app"]
    assert set(signals_of(admin, kept["number"])) == {"LatencyHigh", "NoConnections"}


def test_two_incidents_of_one_cause_become_one(estate: Serving, admin: httpx.Client) -> None:
    tell(estate, "ManyErrors", APP)
    job.run(estate.services)
    [alone] = incidents(admin, is_open="true")
    values = {"title": "postgres is down", "urgency": "1"}
    made = admin.post("/records", json={"type": "incident", "values": values, "affects": ["postgres"]}).json()
    tell(estate, "NoAnswer", POSTGRES)
    done = job.run(estate.services)

    [kept] = incidents(admin, is_open="true")
    gone = detail(admin, alone["number"])
    assert ((done or {})["duplicates"], kept["number"]) == (1, made["number"])
    assert (gone["values"]["duplicate_of"], gone["state"]) == (made["number"], "cancelled")
    assert set(signals_of(admin, made["number"])) == {"NoAnswer", "ManyErrors"}


def test_without_the_setting_signals_open_nothing(estate: Serving, admin: httpx.Client) -> None:
    tell(estate, "DiskBroken", POSTGRES)

    assert job.run(replace(estate.services, settings=Settings(incidents_from_signals=False))) is None
    assert incidents(admin, is_open="true") == []
