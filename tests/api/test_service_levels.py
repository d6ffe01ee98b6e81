"""Calendars, targets and the clocks of records over the API."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.serving import Serving

CALENDAR = {
    "name": "office",
    "time_zone": "Europe/Oslo",
    "hours": [{"weekdays": [0, 1, 2, 3, 4], "starts": "08:00", "ends": "16:00"}],
    "holidays": [{"date": "2026-12-25", "name": "Christmas"}],
}
TARGETS = [
    {"name": "take up", "type": "incident", "kind": "response", "minutes": 15},
    {"name": "resolve", "type": "incident", "kind": "resolution", "minutes": 240, "pauses_in": ["on_hold"]},
]
LEVELS = {"calendars": [CALENDAR], "targets": TARGETS}


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on incidents, for which levels are agreed."""
    with shared_server.client() as client:
        assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        assert client.put("/service-levels", json=LEVELS).status_code == 200
        yield client


def opened(client: httpx.Client, title: str) -> str:
    """The number of a new incident."""
    return client.post("/records", json={"type": "incident", "values": {"title": title}}).json()["number"]


def moved(client: httpx.Client, number: str, name: str, **values: str) -> None:
    """An incident goes on."""
    said = {"transition": name, "values": values, "reason": "as agreed"}
    answer = client.post(f"/records/{number}/transitions", json=said)
    assert answer.status_code == 200, answer.text


def clocks(client: httpx.Client, number: str) -> dict[str, dict[str, Any]]:
    """The clocks of a record by target."""
    return {one["target"]: one for one in client.get(f"/records/{number}/clocks").json()["items"]}


def test_clocks_follow_a_record_and_say_why(admin: httpx.Client) -> None:
    number = opened(admin, "No mail")
    new = clocks(admin, number)
    moved(admin, number, "start", assignee="wanda")
    moved(admin, number, "hold")
    held = clocks(admin, number)

    assert {name: one["state"] for name, one in new.items()} == {"take up": "running", "resolve": "running"}
    assert {name: one["state"] for name, one in held.items()} == {"take up": "met", "resolve": "paused"}
    assert held["resolve"]["due_at"] is None
    assert [lap["why"] for lap in held["resolve"]["laps"]][-1] == "paused: On hold"
    assert new["resolve"]["laps"][0] | {"since": "", "until": ""} == {
        "since": "", "until": "", "counts": True, "why": "round the clock",
    }  # fmt: skip


def test_what_is_due_first_is_on_top_and_what_stands_is_last(admin: httpx.Client) -> None:
    first, second, third = (opened(admin, f"No print {turn}") for turn in range(3))
    moved(admin, first, "start", assignee="wanda")
    moved(admin, second, "hold")

    found = admin.get("/due-records", params={"type": "incident"}).json()

    numbers = [one["number"] for one in found["items"]]
    assert numbers.index(third) < numbers.index(first) < numbers.index(second)
    assert found["total"] == len(numbers)
    assert found["items"][0]["clock"]["kind"] == "response"


def test_the_share_of_levels_that_are_met_opens_its_records(admin: httpx.Client) -> None:
    number = opened(admin, "No phone")
    moved(admin, number, "start", assignee="wanda")

    found = admin.get("/numbers/sla_met").json()

    assert found["number"]["value"] == 1.0
    assert number in [one["key"] for one in found["items"]]


def test_levels_are_kept_by_those_who_are_answerable_and_not_over_each_other(
    admin: httpx.Client, reader: httpx.Client
) -> None:
    now = admin.get("/service-levels").json()

    saved = admin.put("/service-levels", json=LEVELS | {"version": now["version"]})
    late = admin.put("/service-levels", json=LEVELS | {"version": now["version"]})
    wrong = admin.put(
        "/service-levels", json=LEVELS | {"calendars": []} | {"targets": [TARGETS[0] | {"calendar": "x"}]}
    )
    refused = reader.put("/service-levels", json=LEVELS)

    assert saved.json()["version"] == now["version"] + 1
    assert (late.status_code, wrong.status_code, refused.status_code) == (412, 422, 403)
    assert wrong.json()["errors"][0]["field"] == "targets[0].calendar"
    assert saved.json()["calendars"] == [CALENDAR]


def test_the_queue_is_narrowed_to_what_is_at_risk_or_breached(admin: httpx.Client) -> None:
    now = admin.get("/service-levels").json()
    late = opened(admin, "No light")
    soon = {"name": "at once", "type": "problem", "kind": "response", "minutes": 1}
    assert admin.put("/service-levels", json={"calendars": [], "targets": [*TARGETS, soon]}).status_code == 200
    fresh = admin.post("/records", json={"type": "problem", "values": {"title": "No heat"}}).json()["number"]

    def listed(kind: str, *states: str, **others: str) -> list[str]:
        asked = {"type": kind, "clock": list(states), **others}
        return [one["number"] for one in admin.get("/records", params=asked).json()["items"]]

    assert fresh in listed("problem", "running")
    assert late in listed("incident", "running")
    assert listed("incident", "running", q="No light") == [late]
    assert listed("incident", "running", is_open="false") == listed("incident", "breached", "due_soon") == []
    due = admin.get("/due-records", params={"clock": "running", "limit": 1}).json()
    assert (due["items"][0]["number"], len(due["items"])) == (fresh, 1)
    assert admin.get("/records", params={"clock": "met"}).status_code == 422
    assert admin.put("/service-levels", json=LEVELS | {"version": now["version"] + 1}).status_code == 200


def test_a_target_says_how_records_stand_against_it_and_who_met_it(admin: httpx.Client) -> None:
    number = opened(admin, "No key")
    moved(admin, number, "start", assignee="wanda")

    found = admin.get("/service-levels/standing").json()

    take_up, resolve = found["items"]
    assert (take_up["target"]["name"], take_up["missed"], take_up["met_share"]) == ("take up", 0, 1.0)
    assert take_up["teams"] == [{"team": "", "met": take_up["met"], "missed": 0, "share": 1.0}]
    assert take_up["met"] >= 1
    assert resolve["running"] >= 1
    assert (
        admin.get("/service-levels/standing", params={"since": "2026-01-01", "until": "2025-01-01"}).status_code == 422
    )


def test_a_clock_is_tried_on_a_calendar_that_nobody_has_agreed_on(admin: httpx.Client, reader: httpx.Client) -> None:
    nights = {
        "name": "",
        "time_zone": "Europe/Oslo",
        "hours": [{"weekdays": [5, 6], "starts": "00:00", "ends": "06:00"}],
    }
    asked = {"calendar": nights, "minutes": 360, "starts_at": "2027-03-27T22:00:00Z"}
    before = admin.get("/service-levels").json()["version"]

    found = reader.post("/service-levels/calendar-trial", json=asked).json()
    wrong = {
        name: admin.post("/service-levels/calendar-trial", json=asked | change).json()["errors"][0]["field"]
        for name, change in {
            "zone": {"calendar": nights | {"time_zone": "Mars"}},
            "hours": {"calendar": nights | {"hours": [{"weekdays": [1], "starts": "9", "ends": "10:00"}]}},
            "start": {"starts_at": "9998-12-31T23:00:00Z"},
        }.items()
    }

    assert (found["wall_due"], found["due_at"]) == ("2027-04-03 01:00", "2027-04-02T23:00:00Z")
    first = found["laps"][1]
    assert (first["wall_since"], first["wall_until"], first["counts"]) == ("2027-03-28 00:00", "2027-03-28 06:00", True)
    assert (first["since"], first["until"]) == ("2027-03-27T23:00:00Z", "2027-03-28T04:00:00Z")
    assert found["wall_change"] == {
        "at": "2027-03-28T01:00:00Z",
        "before": "2027-03-28 02:00",
        "after": "2027-03-28 03:00",
    }
    assert wrong == {"zone": "calendar.time_zone", "hours": "calendar.hours[0].starts", "start": "starts_at"}
    assert admin.get("/service-levels").json()["version"] == before
