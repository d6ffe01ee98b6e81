"""The story of the demonstration estate is told at the desk, once, with the times of when it happened."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, pairwise

import pytest

from cmdb_server.demo.acceptance import tell_acceptance
from cmdb_server.demo.assets import owned
from cmdb_server.demo.procurement import procurement, tell_procurement
from cmdb_server.demo.story.acts import DAY, MINUTE, Act
from cmdb_server.demo.story.agreements import agree
from cmdb_server.demo.story.board import meetings
from cmdb_server.demo.story.people import create_people
from cmdb_server.demo.story.playing import Player
from cmdb_server.demo.story.telling import told
from cmdb_server.demo.story.writing import write_story
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.workflow import NoWayError, Worker
from cmdb_server.record_insight.problems import VERIFIER
from cmdb_server.timestamps import microseconds, rfc3339
from graph_schema.ci_classes.business_service import BusinessService
from graph_schema.ci_classes.server import Server
from graph_schema.relationships import DEPENDS_ON
from graph_schema.report import Report, Root, Section, encode
from tests.api.serving import Serving
from tests.ingest.machines import START


def some_of(acts: list[Act]) -> list[Act]:
    """The acts of the first problem with its incidents and its change, and of each outcome of a change once."""
    outcomes = {act.values["outcome"]: act.record for act in reversed(acts) if "outcome" in act.values}
    wanted = {*outcomes.values(), "incident:0", "incident:1"}
    return [act for act in acts if act.record in wanted or act.record.startswith("problem:0")]


def report_machines(server: Serving, names: set[str]) -> None:
    """Machines of these names, of which each has a service of its own."""
    section = Section("services")
    root = section.add(BusinessService(name="everything", criticality=4))
    for name in sorted(names):
        machine = section.add(Server(name=name, serial_number=f"SN-{name}", manufacturer="Dell"))
        section.relate(section.add(BusinessService(name=f"{name} service", users=9)), DEPENDS_ON, machine)
    found = Report("story", "api:story", START.isoformat(), Root(root, "business_service"), (section,))
    with server.client() as client:
        assert client.post("/reports", content=encode(found)).json()["status"] == "stored"


def test_the_story_is_written_once_with_its_times(server: Serving) -> None:
    services, stopping = server.services, threading.Event()
    now = services.clock()
    acts = some_of(told(now))
    report_machines(server, {name for act in acts for name in act.affects} | {"osl-shop-app-01"})
    # The signals of the story name other machines too: what nobody knows is kept without a CI.

    written = write_story(services, stopping, lambda _at: acts)
    again = write_story(services, stopping, lambda _at: acts)

    with server.client() as client:
        changes = client.get("/records", params={"type": "change", "limit": 500}).json()["items"]
        (problem,) = client.get("/records", params={"type": "problem", "limit": 500}).json()["items"]
        incidents = client.get("/records", params={"type": "incident", "names": problem["number"]}).json()["items"]
        precision = client.get("/numbers/prediction_precision", params={"since": rfc3339(acts[0].at)}).json()["number"]
    kept = [services.desk.one(one["number"]) for one in (problem, *changes, *incidents)]
    assert {task.state for one in kept for task in one.tasks} == {"done"}
    assert {one.type for one in kept if one.tasks} == {"problem", "change", "incident"}
    watched = services.notifications.watching.of(services.desk.one(problem["number"]))
    assert "astrid.lund" in watched
    opened = [act for act in acts if act.verb == "open"]
    assert (written, again) == (len(opened), 0)
    assert len(changes) == len([act for act in opened if act.name == "change"])
    assert {problem["state"], *(one["state"] for one in changes)} == {"closed"}
    assert len(incidents) >= 3
    # What monitoring told of the machines that were worked on is compared with what was foretold of them.
    assert precision["counted"] >= 1
    assert precision["value"] > 0
    assert all(microseconds(one["opened_at"]) < now - 86_400_000_000 for one in (problem, *changes, *incidents))


def test_the_board_meets_over_what_is_voted_on_and_closes_its_minutes(server: Serving) -> None:
    services = server.services
    acts = told(services.clock())
    scheduled = next(act for act in acts if (act.verb, act.name) == ("move", "schedule"))
    planned = [act for act in acts if act.record == scheduled.record]
    report_machines(server, {name for act in planned for name in act.affects})
    proposed = next(act.at for act in planned if act.name == "propose")
    (meets, closes), *_ = pairwise(meetings(proposed, proposed + 7 * DAY))
    board = [replace(meets, at=proposed + MINUTE), replace(closes, at=scheduled.at + MINUTE)]

    write_story(services, threading.Event(), lambda _at: sorted([*planned, *board], key=lambda act: act.at))

    with server.client() as client:
        (meeting,) = client.get("/board-meetings").json()["items"]
        (point,) = client.get(f"/board-meetings/{meeting['meeting_id']}").json()["points"]
        rotas = {one["team"]: one["now"]["person"] for one in client.get("/on-call").json()["items"]}
    assert (meeting["held_at"], bool(meeting["fingerprint"])) == (rfc3339(proposed + MINUTE), True)
    assert (point["verdict"], point["state_label"]) == ("approved", "Scheduled")
    assert rotas.keys() == {"Service desk", "Platform"}
    assert len([act for act in acts if act.verb == "meet"]) in (12, 13)


def test_some_holders_have_accepted_what_they_were_given(server: Serving) -> None:
    services = server.services
    notebooks = (one for one in owned(datetime.now(UTC).date()) if one.values["category"] == "notebook")
    keeper = Worker("demo", may_work=True, may_manage=True)
    services.assets.take(list(islice(notebooks, 12)), (keeper, services.impact))
    services.records.look_again()

    for _ in range(2):
        tell_acceptance(services)
        services.records.look_again()

    with server.client() as client:
        states = {
            state: client.get("/acceptances", params={"state": state}).json()["total"]
            for state in ("waiting", "accepted", "refused")
        }
    held = held_by_somebody(server)
    assert states == {"waiting": 4, "accepted": held - 5, "refused": 1}


def held_by_somebody(server: Serving) -> int:
    """How many assets are with somebody."""
    found = server.services.records.find(Wanted(type="asset", states=("in_use",)), 0, 100)[1]
    return len([one for one in found if one.value("holder")])


def test_what_is_agreed_ordered_and_counted_is_written_once(server: Serving) -> None:
    services, now = server.services, datetime.now(UTC)
    report_machines(server, {name for one in procurement(now) for name in one.affects})

    for _ in range(2):
        tell_procurement(services, now)

    with server.client() as client:
        due = client.get("/asset-calendar", params={"days": 30}).json()["items"]
        states = {
            kind: [one["state"] for one in client.get("/records", params={"type": kind}).json()["items"]]
            for kind in ("contract", "order", "stockroom", "stocktake")
        }
    assert states == {
        "contract": ["active"] * 4, "order": ["ordered"], "stockroom": ["open"] * 2, "stocktake": ["counting"],
    }  # fmt: skip
    assert [one["title"] for one in due if one["kind"] == "contract notice"] == ["Storage support Oslo"]


def test_a_story_that_is_stopped_goes_on_with_the_next_start(server: Serving) -> None:
    services, stopped = server.services, threading.Event()
    acts = [act for act in told(services.clock()) if act.record == "incident:0"]
    report_machines(server, set(acts[0].affects))
    stopped.set()

    before = write_story(services, stopped, lambda _at: acts)
    after = write_story(services, threading.Event(), lambda _at: acts)

    assert (before, after) == (0, 1)


def test_the_story_goes_on_where_the_server_closed_a_problem_itself(server: Serving) -> None:
    services, player = server.services, Player(server.services)
    acts = some_of(told(services.clock()))
    report_machines(server, {name for act in acts for name in act.affects} | {"osl-shop-app-01"})
    create_people(services)
    agree(services)
    closing = next(act for act in acts if (act.verb, act.name, act.record) == ("move", "close", "problem:0"))
    for act in acts[: acts.index(closing)]:
        player.play(act)
    number = player.numbers["problem:0"]
    services.desk.move(number, "close", Saying({}, "held"), (VERIFIER, services.impact))

    player.play(closing)

    assert services.desk.one(number).state == "closed"
    with pytest.raises(NoWayError):
        player.play(replace(closing, name="resolve"))
