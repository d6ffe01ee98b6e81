"""Differences without a change behind them: found once, linked, accepted, made an incident, learnt to be noise."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from cmdb_server.unauthorised_changes import judging
from graph_schema.ci_classes.server import Server
from graph_schema.report import Report, Root, Section, encode
from tests.api.changing import asked_for, gone, member, planned, vote
from tests.api.estate import uid_of
from tests.api.serving import Serving
from tests.ingest.machines import START


@pytest.fixture
def admin(shared_server: Serving, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A client with every permission; machines are known for long as soon as they are told of."""
    monkeypatch.setattr(judging, "KNOWN_FOR", 0)
    with shared_server.client() as client:
        shared_server.services.watching.follow()
        yield client


def told(client: httpx.Client, name: str, version: str, turn: int) -> str:
    """The uid of a server that a program tells of, with the version of its operating system."""
    section = Section("server")
    server = section.add(
        Server(name=name, serial_number=f"SN-{name}", manufacturer="Dell", os_version=version, os_name="Debian")
    )
    at = START.replace(minute=turn)
    report = Report(f"{name}-{turn}", f"api:{name}", at.isoformat(), Root(server, "server"), (section,))
    answer = client.post("/reports", content=encode(report))
    assert answer.json()["status"] == "stored", answer.text
    return uid_of(client, "server", name)


def waiting(client: httpx.Client, name: str, status: str = "open") -> list[dict[str, Any]]:
    """The differences of a CI in a status."""
    items = client.get("/unauthorised-changes", params={"status": status}).json()["items"]
    return [item for item in items if item["difference"] and item["difference"]["name"] == name]


def decide(client: httpx.Client, item: dict[str, Any], what: str, **said: str) -> httpx.Response:
    """What a decision answers."""
    return client.post(f"/unauthorised-changes/{item['uid']}/{what}", json=said or {"reason": "as agreed"})


def test_a_watched_difference_waits_once_until_somebody_links_it_to_a_change(
    shared_server: Serving, admin: httpx.Client
) -> None:
    uid = told(admin, "sneaky", "12", 1)
    watching = shared_server.services.watching
    first = watching.follow()
    told(admin, "sneaky", "13", 2)
    found = [watching.follow(), watching.follow()]
    [item] = waiting(admin, "sneaky")
    number = planned(admin, "Upgrade", uid)
    wrong = decide(admin, item, "link", number="INC0000001x")
    linked = decide(admin, item, "link", number=number)
    again = decide(admin, item, "accept")

    shown = item["difference"]
    assert (first, found) == (0, [1, 0])
    assert (shown["attribute"], shown["old"], shown["new"], item["source"]) == ("os_version", "12", "13", "api:sneaky")
    assert wrong.status_code == 404
    assert (linked.status_code, linked.json()["change"], linked.json()["status"]) == (200, number, "linked")
    assert (again.status_code, again.json()["code"]) == (409, "decided")
    assert "os_version" in admin.get(f"/records/{number}").json()["entries"][-1]["text"]


def test_what_a_change_stands_behind_waits_for_nobody(shared_server: Serving, admin: httpx.Client) -> None:
    uid = told(admin, "planned", "12", 1)
    number = planned(admin, "Upgrade", uid)
    record = shared_server.services.desk.one(number)
    at = shared_server.services.clock()
    begun = replace(record, state="implementation", values={**record.values, "actual_start": "2026-01-01T00:00:00Z"})

    assert judging.stands_behind(begun, at)
    assert not judging.stands_behind(record, at)
    over = replace(begun, state="closed", values={**begun.values, "actual_end": "2026-01-01T01:00:00Z"})
    assert not judging.stands_behind(over, at)
    place = judging.Place("part", "filesystem", uid, "", 0, 0)
    assert judging.behind(place, at, {uid: [begun]}) == number
    assert judging.behind(place, at, {"other": [begun]}) == ""


def test_what_is_told_while_a_change_is_carried_out_is_of_that_change(
    shared_server: Serving, admin: httpx.Client
) -> None:
    if "wanda" not in [user["name"] for user in admin.get("/users").json()["items"]]:
        assert admin.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
    uid = told(admin, "covered", "12", 1)
    number = asked_for(admin, "Upgrade it", uid)
    for name in ("board-one", "board-two"):
        with member(shared_server, name) as one:
            vote(one, number)
    gone(admin, number, "schedule", "begin")
    told(admin, "covered", "13", 2)

    assert shared_server.services.watching.follow() == 0
    assert waiting(admin, "covered") == []


def test_it_becomes_an_incident_and_what_is_accepted_again_and_again_is_proposed_as_noise(
    shared_server: Serving, admin: httpx.Client, reader: httpx.Client
) -> None:
    watching = shared_server.services.watching
    for turn, version in enumerate(("1", "2", "3", "4", "5"), start=1):
        told(admin, "noisy", version, turn)
        watching.follow()
    first, *others = waiting(admin, "noisy")
    refused = decide(reader, first, "accept")
    unreasoned = decide(admin, first, "accept", reason="")
    opened = decide(admin, first, "incident").json()
    for item in others:
        assert decide(admin, item, "accept").status_code == 200
    proposed = admin.get("/unauthorised-change-filters").json()["items"]
    key = "server|os_version|api"
    switched = admin.put("/unauthorised-change-filters", json={"key": key, "is_on": True})
    told(admin, "noisy", "6", 6)
    quiet = watching.follow()
    filtered = waiting(admin, "noisy", "filtered")
    admin.put("/unauthorised-change-filters", json={"key": key, "is_on": False})
    told(admin, "noisy", "7", 7)
    loud = watching.follow()

    assert (refused.status_code, unreasoned.status_code) == (403, 422)
    incident = admin.get(f"/records/{opened['incident']}").json()
    assert [ci["name"] for ci in incident["affects"]] == ["noisy"]
    assert [(one["key"], one["status"], one["accepted"]) for one in proposed if one["key"] == key] == [
        (key, "proposed", 3)
    ]
    assert (switched.status_code, switched.json()["status"]) == (200, "on")
    assert (quiet, [item["difference"]["new"] for item in filtered], loud) == (0, ["6"], 1)
