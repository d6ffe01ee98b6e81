"""Whether services work, and for how long they did not, by incidents and planned work."""

from collections.abc import Iterator
from csv import DictReader
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import httpx
import pytest

from cmdb_server.api.service_clocks import pressing_by_service
from cmdb_server.itsm.trails import Trails
from cmdb_server.scheduler.jobs import keep_outages
from cmdb_server.service_levels.timing import Clocks
from tests.api.changing import asked_for, gone, member, reported_tier, vote
from tests.api.serving import Serving

LIST = "/service-status"


@pytest.fixture
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on changes."""
    with shared_server.client() as client:
        if "wanda" not in [user["name"] for user in client.get("/users").json()["items"]]:
            assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client


def status_of(client: httpx.Client, name: str, **asked: str) -> dict[str, Any]:
    """The service of a name in the list."""
    answer = client.get(LIST, params=asked)
    assert answer.status_code == 200, answer.text
    (found,) = [item for item in answer.json()["items"] if item["ci"]["name"] == name]
    return found


def detail_of(client: httpx.Client, name: str, **asked: str) -> dict[str, Any]:
    """The service with its intervals."""
    uid = status_of(client, name)["ci"]["uid"]
    return client.get(f"/cis/{uid}/service-status", params=asked).json()


def opened(client: httpx.Client, title: str, *affects: str, **values: str) -> str:
    """The number of a new incident."""
    wanted = {"type": "incident", "values": {"title": title, **values}, "affects": list(affects)}
    answer = client.post("/records", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def hours_ago(hours: float) -> str:
    """A time that has passed."""
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat()


def test_an_incident_takes_a_service_down_until_it_is_restored(shared_server: Serving, admin: httpx.Client) -> None:
    both = reported_tier(admin, "mail")
    before = status_of(admin, "mail")
    number = opened(admin, "No mail", *both, started_at=hours_ago(3))
    said = admin.post(f"/records/{number}/entries", json={"text": "We restore it.", "kind": "status"})
    down = status_of(admin, "mail")
    gone(admin, number, "start", assignee="wanda")
    gone(admin, number, "resolve", cause="disk", resolution="replaced")
    assert keep_outages.job.run(shared_server.services) == {"kept": 1}
    after, detail = status_of(admin, "mail"), detail_of(admin, "mail", since=hours_ago(10))

    assert said.status_code in (200, 201), said.text
    assert (before["state"], before["availability"], before["since"]) == ("working", 1.0, None)
    assert (down["state"], down["records"], down["said"]["text"]) == ("down", [number], "We restore it.")
    assert down["seconds_down"] == pytest.approx(3 * 3600, abs=120)
    assert (after["state"], after["records"], after["said"]) == ("working", [], None)
    (interval,) = detail["intervals"]
    assert (interval["state"], interval["records"], interval["is_planned"]) == ("down", [number], False)
    assert interval["until"] is not None
    assert detail["status"]["availability"] == pytest.approx(0.7, abs=0.01)
    assert keep_outages.job.run(shared_server.services) is None


def test_what_is_learnt_later_of_an_incident_reaches_the_figures(shared_server: Serving, admin: httpx.Client) -> None:
    both = reported_tier(admin, "wiki")
    number = opened(admin, "No wiki", *both, started_at=hours_ago(2))
    gone(admin, number, "start", assignee="wanda")
    gone(admin, number, "resolve", cause="disk", resolution="replaced")
    keep_outages.job.run(shared_server.services)
    short = status_of(admin, "wiki")
    answer = admin.patch(f"/records/{number}", json={"values": {"started_at": hours_ago(4)}})
    keep_outages.job.run(shared_server.services)
    long = status_of(admin, "wiki")
    gone(admin, number, "reopen")
    again = status_of(admin, "wiki")
    gone(admin, number, "cancel")
    keep_outages.job.run(shared_server.services)

    assert answer.status_code == 200, answer.text
    assert short["seconds_down"] == pytest.approx(2 * 3600, abs=120)
    assert long["seconds_down"] == pytest.approx(4 * 3600, abs=120)
    assert again["state"] == "down"
    assert status_of(admin, "wiki")["seconds_down"] == 0


def test_planned_work_is_told_and_does_not_count(shared_server: Serving, admin: httpx.Client) -> None:
    both = reported_tier(admin, "wages")
    number = asked_for(admin, "Move wages", *both)
    for name in ("board-one", "board-two"):
        with member(shared_server, name) as one:
            vote(one, number)
    gone(admin, number, "schedule")
    gone(admin, number, "begin")
    found = status_of(admin, "wages")

    assert (found["state"], found["is_planned"], found["records"]) == ("down", True, [number])
    assert (found["seconds_down"], found["availability"]) == (0, 1.0)
    assert found["seconds_planned"] >= 0


def test_all_services_as_a_file(admin: httpx.Client) -> None:
    reported_tier(admin, "files")

    rows = list(DictReader(StringIO(admin.get(f"{LIST}/export").text)))

    assert {"files"} <= {row["name"] for row in rows}
    assert {row["state"] for row in rows if row["name"] == "files"} == {"working"}


@pytest.mark.parametrize(
    "asked",
    [{"since": "yesterday"}, {"since": "2999-01-01T00:00:00Z"}, {"since": "2001-01-01T00:00:00Z"}],
)
def test_a_time_that_cannot_be_is_refused(admin: httpx.Client, asked: dict[str, str]) -> None:
    answer = admin.get(LIST, params=asked)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "since")


def test_what_is_no_service_has_no_status(admin: httpx.Client) -> None:
    machine = reported_tier(admin, "lone")[0]

    assert admin.get(f"/cis/{machine}/service-status").status_code == 404


def test_the_calendar_of_a_month_shows_on_which_days_a_service_was_down(
    shared_server: Serving, admin: httpx.Client
) -> None:
    both = reported_tier(admin, "till")
    number = opened(admin, "No till", *both, started_at=hours_ago(0.01))

    found = admin.get("/service-status/calendar", params={"time_zone": "Europe/Oslo"}).json()
    refused = [
        admin.get("/service-status/calendar", params=asked).status_code
        for asked in ({"month": "2999-01"}, {"month": "soon"}, {"time_zone": "Mars/Olympus"})
    ]
    # Other tests count what is kept by themselves.
    keep_outages.job.run(shared_server.services)

    (row,) = [row for row in found["items"] if row["ci"]["name"] == "till"]
    assert row["days"][-1]["date"] == found["days"][-1]
    assert row["days"][-1]["records"] == [number]
    assert 0 < row["days"][-1]["down"] < 0.1
    assert refused == [422, 422, 422]


def test_a_service_tells_which_of_its_records_run_late(shared_server: Serving, admin: httpx.Client) -> None:
    target = {"name": "take up", "type": "incident", "kind": "response", "minutes": 60}
    before = admin.get("/service-levels").json()
    assert admin.put("/service-levels", json={"calendars": [], "targets": [target]}).status_code == 200
    both = reported_tier(admin, "chat")
    number = opened(admin, "No chat", *both)
    others = opened(admin, "Something else")
    now = status_of(admin, "chat")

    def pressing(minutes: int) -> dict[str, list[str]]:
        """The late records of the service so many minutes from now, by how they stand."""
        services, snapshot = shared_server.services, shared_server.services.impact.snapshot()
        first = {name: kind.states[0].name for name, kind in services.desk.types.items()}
        trails = Trails(services.store, first)
        levels, later = services.record_clocks.levels, services.clock() + minutes * 60_000_000
        clocks = Clocks(levels, services.desk.types, trails, lambda: later)
        found = pressing_by_service(replace(services, record_clocks=clocks), snapshot, {})
        chat = snapshot.numbers[now["ci"]["uid"]]
        assert all(others not in numbers for numbers in found.values())
        return {state: numbers for (service, state), numbers in found.items() if service == chat}

    assert (now["breached"], now["at_risk"]) == ([], [])
    assert [pressing(minutes) for minutes in (10, 50, 61)] == [{}, {"due_soon": [number]}, {"breached": [number]}]
    agreed = {name: before[name] for name in ("calendars", "targets")}
    assert admin.put("/service-levels", json=agreed).status_code == 200
    keep_outages.job.run(shared_server.services)  # so that other tests find their own only
