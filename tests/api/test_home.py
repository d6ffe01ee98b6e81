"""What waits for somebody, by their permissions, teams and records."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from cmdb_server.api.home import HomeAsking
from cmdb_server.api.home_panels import deadlines
from cmdb_server.api.record_asking import RecordAsking
from cmdb_server.auth.audit import Actor
from cmdb_server.auth.identity import PERMISSIONS, Identity
from cmdb_server.itsm.trails import Trails
from cmdb_server.service_levels.timing import Clocks
from tests.api.changing import asked_for, gone, member, reported_tier, vote
from tests.api.serving import Serving


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission."""
    with shared_server.client() as client:
        yield client


@pytest.fixture(scope="module")
def wanda(shared_server: Serving, admin: httpx.Client) -> Iterator[httpx.Client]:
    """The page of somebody who works on incidents and changes, of the team Shop."""
    assert admin.put("/teams/Shop", json={"roles": ["responder"]}).status_code == 204
    made = admin.post("/users", json={"name": "wanda", "roles": [], "teams": ["Shop"]})
    assert made.status_code == 201, made.text
    with shared_server.client("") as page:
        answer = page.post("/session", json={"username": "wanda", "password": made.json()["password"]})
        assert answer.status_code == 200, answer.text
        page.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        yield page


def panels(client: httpx.Client) -> dict[str, Any]:
    """The panels of a home by name."""
    answer = client.get("/home")
    assert answer.status_code == 200, answer.text
    return {panel["name"]: panel for panel in answer.json()["panels"]}


def told(client: httpx.Client, panel: str) -> list[str]:
    """The first words of the lines of a panel, [] where it is not shown."""
    lines = panels(client).get(panel, {"lines": []})["lines"]
    return [line["text"].partition(" ")[0] for line in lines]


def opened(client: httpx.Client, title: str, *affects: str, **values: str) -> str:
    """The number of a new incident."""
    wanted = {"type": "incident", "values": {"title": title, **values}, "affects": list(affects)}
    answer = client.post("/records", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def test_a_service_that_does_not_work_is_told_to_everybody_until_it_does(
    admin: httpx.Client, wanda: httpx.Client, reader: httpx.Client
) -> None:
    both = reported_tier(admin, "mailhome")
    calm = panels(reader)
    number = opened(admin, "No mail", *both)
    line = next(line for line in panels(reader)["services"]["lines"] if line["text"].startswith("mailhome "))
    gone(wanda, number, "start", assignee="wanda")
    gone(wanda, number, "resolve", resolution="restarted", cause="no disk")

    assert calm["services"] == {**calm["services"], "total": 0, "lines": [], "calm": "All services work."}
    assert (line["look"], line["word"], line["at"] is None) == ("down", "Down", False)
    assert number in line["detail"]
    assert panels(reader)["services"]["total"] == 0


def test_who_works_on_records_sees_theirs_and_those_of_their_team(
    admin: httpx.Client, wanda: httpx.Client, reader: httpx.Client
) -> None:
    number, other = (opened(admin, "Nobody yet", team=team) for team in ("Shop", ""))
    before = told(admin, "unassigned"), told(wanda, "unassigned"), told(wanda, "mine")
    gone(wanda, number, "start", assignee="wanda")
    after = told(wanda, "unassigned"), told(wanda, "mine")
    asked = told(admin, "asked")

    assert {number, other} <= set(before[0])
    assert number in before[1]
    assert other not in before[1]
    assert number not in before[2]
    assert number not in after[0]
    assert number in after[1]
    assert {number, other} <= set(asked)
    assert set(panels(reader)) == {"services"}


@pytest.mark.usefixtures("wanda")
def test_a_change_waits_for_a_vote_until_it_is_given(shared_server: Serving, admin: httpx.Client) -> None:
    reported_tier(admin, "votehome")
    number = asked_for(admin, "Patch it", "votehome-a")
    with member(shared_server, "carla") as carla:
        before = told(carla, "votes")
        voted = vote(carla, number)
        after = told(carla, "votes")

    assert voted.status_code == 201, voted.text
    assert number in before
    assert number not in after


def test_an_agreed_time_that_has_run_out_is_told_to_who_works(
    shared_server: Serving, admin: httpx.Client, reader: httpx.Client
) -> None:
    services = shared_server.services
    targets = [{"name": "take up", "type": "incident", "kind": "response", "minutes": 30}]
    assert admin.put("/service-levels", json={"calendars": [], "targets": targets}).status_code == 200
    number = opened(admin, "Late")
    in_time = told(admin, "deadlines")
    desk, later = services.desk, services.clock() + 3_600 * 1_000_000
    trails = Trails(services.store, {name: kind.states[0].name for name, kind in desk.types.items()})
    clocks = Clocks(services.record_clocks.levels, desk.types, trails, lambda: later)
    who = Identity("ada", "user", frozenset(PERMISSIONS))
    asking = RecordAsking(replace(services, record_clocks=clocks), who, Actor("ada"))
    waiting = deadlines.panel.tell(HomeAsking(asking, later))

    assert in_time == []
    assert "deadlines" not in panels(reader)
    assert waiting is not None
    (line,) = [line for line in waiting.lines if line.text.startswith(number)]
    assert (line.look, line.word) == ("down", "Breached: response")


def test_a_loan_that_is_overdue_is_told_to_who_looks_after_assets(
    admin: httpx.Client, wanda: httpx.Client, reader: httpx.Client
) -> None:
    values = {"title": "Beamer", "category": "other", "asset_tag": "B-1", "site": "Oslo"}
    made = admin.post("/assets", json={"assets": [{"state": "in_stock", "values": values}]})
    assert made.status_code == 201, made.text
    number = made.json()["items"][0]["number"]
    gone(admin, number, "lend", holder="Eva", due_back="2026-01-31")

    lines = panels(admin)["ends_soon"]["lines"]

    assert [(one["link"], one["word"], one["detail"], one["at"]) for one in lines if one["text"] == "Beamer"] == [
        (f"/assets/{number}", "Loan overdue", "Eva", "2026-01-31")
    ]
    assert "ends_soon" not in {*panels(wanda), *panels(reader)}
