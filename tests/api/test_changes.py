"""Changes over HTTP: what one would do, who has to say yes, and what lets an approval lapse."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from cmdb_server.permissions.grants import Grant
from tests.api.changing import NIGHT, PLAN, asked_for, gone, member, planned, reported_tier, times, vote
from tests.api.serving import Serving


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on changes, otto owns services."""
    with server.client() as client:
        known = [user["name"] for user in client.get("/users").json()["items"]]
        for name in {"wanda", "otto"} - {*known}:
            assert client.post("/users", json={"name": name, "roles": ["responder"]}).status_code == 201
        yield client


@pytest.fixture
def board(server: Serving) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two members of the change advisory board."""
    with member(server, "carla") as carla, member(server, "bert") as bert:
        yield carla, bert


def test_a_scenario_is_attached_to_a_change_and_is_a_part_of_what_is_voted_on(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client]
) -> None:
    first, second = reported_tier(admin, "thought")
    number = planned(admin, "Rebuild a node", first)
    wanted = {"name": "Rebuilt", "question": {"changes": {"cis": [{"change": "remove", "uid": first}]}}}
    own, shared = (
        admin.post("/scenarios", json={**wanted, "is_shared": is_shared}).json()["scenario_id"]
        for is_shared in (False, True)
    )

    refused = [admin.patch(f"/records/{number}", json={"values": {"scenario": key}}) for key in (own, "sc_none")]
    attached = admin.patch(f"/records/{number}", json={"values": {"scenario": shared}}).json()
    gone(admin, number, "submit")
    gone(admin, number, "propose", assignee="wanda")
    approved = [vote(board[0], number).json()["vote"]]
    other = {"changes": {"cis": [{"change": "remove", "uid": second}]}}
    admin.put(f"/scenarios/{shared}", json={**wanted, "is_shared": True, "question": other})
    stale = admin.post(f"/records/{number}/transitions", json={"transition": "schedule"})
    why = admin.get(f"/records/{number}").json()["ballot"]["lapsed"]
    approved.append(vote(board[0], number).json()["vote"])
    lapsed = admin.patch(f"/records/{number}", json={"values": {"scenario": ""}}).json()

    assert [(answer.status_code, answer.json()["errors"][0]["field"]) for answer in refused] == [(422, "scenario")] * 2
    (value,) = [said for said in attached["values"] if said["field"] == "scenario"]
    assert (value["value"], value["shown"]) == (shared, "Rebuilt")
    assert (approved, lapsed["vote"]) == (["approved"] * 2, "open")
    assert (stale.status_code, why) == (409, ["what its scenario says was changed"])
    for key in (own, shared):
        assert admin.delete(f"/scenarios/{key}").status_code == 204


def test_a_change_goes_from_its_draft_to_its_end(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client], server: Serving
) -> None:
    first, _ = reported_tier(admin, "way")
    number = planned(admin, "Patch a node", first)
    early = admin.post(f"/records/{number}/transitions", json={"transition": "begin"})
    asked = gone(admin, number, "submit")
    unsigned = admin.post(f"/records/{number}/transitions", json={"transition": "propose"})
    asked = gone(admin, number, "propose", assignee="wanda")
    unapproved = admin.post(f"/records/{number}/transitions", json={"transition": "schedule"})
    approved = vote(board[0], number).json()
    with member(server, "wim", "responder") as worker:
        begun = gone(worker, number, "schedule", "begin")
        settled = worker.patch(f"/records/{number}", json={"values": times(5)})
        affected = worker.post(f"/records/{number}/affects", json={"add": ["way-b"]})
        gone(worker, number, "finish", outcome="failed")
        unreviewed = worker.post(f"/records/{number}/transitions", json={"transition": "close"})
        done = gone(worker, number, "close", review="the node did not boot; the image is mended")

    assert number.startswith("CHG")
    assert (early.status_code, early.json()["code"]) == (409, "no_way")
    assert (unsigned.status_code, unsigned.json()["errors"][0]["field"]) == (422, "assignee")
    assert [need["label"] for need in asked["ballot"]["needs"]] == ["1 of the change advisory board"]
    assert (unapproved.status_code, unapproved.json()["errors"][0]["field"]) == (422, "approval")
    assert (approved["vote"], approved["ballot"]["votes"][0]["by"]) == ("approved", "token:carla")
    assert (begun["state"], begun["listed"]["change_type"]) == ("implementation", "normal")
    assert [answer.json()["code"] for answer in (settled, affected)] == ["settled", "settled"]
    assert (unreviewed.status_code, unreviewed.json()["errors"][0]["field"]) == (422, "review")
    assert (done["state"], done["is_open"]) == ("closed", False)
    assert admin.get("/records", params={"type": "change", "q": number}).json()["total"] == 1


def test_an_assessment_tells_of_a_draft_what_it_does_and_why_it_is_risky(admin: httpx.Client) -> None:
    first, second = reported_tier(admin, "draft")

    def assess(*affects: str, **values: str) -> dict[str, Any]:
        answer = admin.post("/change-assessments", json={"values": values, "affects": list(affects)})
        assert answer.status_code == 200, answer.text
        return answer.json()

    alone = assess(first, **PLAN)
    both = assess(first, second)
    mild = assess(first, second, actions=f'[{{"ci": "{first}", "action": "failover"}}]')
    unknown = admin.post(
        "/change-assessments",
        json={"affects": [first], "values": {"actions": f'[{{"ci": "{first}", "action": "paint"}}]'}},
    )
    stray = admin.post(
        "/change-assessments",
        json={"affects": [first], "values": {"actions": f'[{{"ci": "{second}", "action": "restart"}}]'}},
    )

    assert [(one["name"], one["state"]) for one in alone["services"]] == [("draft", "at_risk")]
    assert [(one["name"], one["state"], one["users"]) for one in both["services"]] == [("draft", "down", 100)]
    assert [step["name"] for step in both["services"][0]["path"]][-1] == "draft"
    assert mild["services"][0]["state"] == "degraded"
    assert both["score"] == sum(factor["points"] for factor in both["factors"])
    assert {factor["name"] for factor in both["factors"]} >= {"service", "users", "rollback", "tests"}
    assert (alone["level"], both["level"]) == ("low", "high")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "actions[0].action")
    assert (stray.status_code, stray.json()["errors"][0]["field"]) == (422, "actions[0].ci")


def test_two_changes_that_each_are_safe_and_together_take_the_tier_down_are_joint(admin: httpx.Client) -> None:
    first, second = reported_tier(admin, "joint")
    one = planned(admin, "Patch a", first)
    gone(admin, one, "submit")
    other = planned(admin, "Patch b", second, **times(1))
    apart = planned(admin, "Patch b later", second, **times(3))

    found = admin.get(f"/changes/{other}/assessment").json()
    clear = admin.get(f"/changes/{apart}/assessment").json()
    draft = {"values": times(1), "affects": [second]}
    unsaved = admin.post("/change-assessments", json=draft).json()

    assert [(pair["number"], pair["words"]) for pair in found["collisions"]] == [(one, ["joint"])]
    assert [service["name"] for service in found["collisions"][0]["joint_services"]] == ["joint"]
    assert [pair["number"] for pair in unsaved["collisions"]] == [one]
    assert clear["collisions"] == []
    assert found["slots"][0]["starts_at"] >= (NIGHT.isoformat()[:11] + "03:00:00Z")
    assert clear["slots"][0]["starts_at"].startswith(NIGHT.isoformat()[:11] + "04:00")


def test_an_approval_lapses_when_a_redundant_member_disappears_and_says_why(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client], server: Serving
) -> None:
    first, second = reported_tier(admin, "lapse")
    number = asked_for(admin, "Patch a", first)
    assert vote(board[0], number).json()["vote"] == "approved"
    kept = gone(admin, number, "schedule")
    admin.post(f"/cis/{second}/retire", json={"reason": "sold"})
    refused = admin.post(f"/records/{number}/transitions", json={"transition": "begin"})
    lapsed = admin.get(f"/records/{number}").json()
    entry = lapsed["entries"][-1]
    admin.post(f"/cis/{second}/restore", json={"reason": "bought back"})
    with server.client(server.token_with(Grant("server", read=("general",)))) as stranger:
        told = stranger.get(f"/records/{number}").text

    assert (kept["state"], kept["vote"]) == ("scheduled", "approved")
    assert (refused.status_code, refused.json()["code"]) == (409, "approval_lapsed")
    assert (lapsed["state"], lapsed["vote"], lapsed["ballot"]["votes"]) == ("approval", "open", [])
    assert "worse: lapse is at risk, 100 users; now lapse is down, 100 users" in lapsed["ballot"]["lapsed"]
    assert (entry["kind"], entry["by"]) == ("lapsed", "server")
    assert "lapse is down" in entry["text"]
    assert "lapse is" not in told
    # Better facts keep what is approved on worse ones.
    assert vote(board[0], number).json()["vote"] == "open"
    assert vote(board[1], number).json()["vote"] == "approved"
    assert gone(admin, number, "schedule", "begin")["state"] == "implementation"


def test_another_change_lets_an_approval_lapse_by_the_scheduled_job_and_another_plan_does_at_once(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client], server: Serving
) -> None:
    first, second = reported_tier(admin, "other")
    number = asked_for(admin, "Patch a", first)
    vote(board[0], number)
    gone(admin, number, "schedule")
    other = planned(admin, "Patch b", second)
    approvals = server.services.desk.approvals
    before = approvals.recheck_all(server.services.desk.types)
    gone(admin, other, "submit")
    after = approvals.recheck_all(server.services.desk.types)
    lapsed = admin.get(f"/records/{number}").json()
    vote(board[0], number)
    vote(board[1], number)
    replanned = admin.patch(f"/records/{number}", json={"values": times(8)}).json()

    assert (before, after) == (0, 1)
    assert lapsed["state"] == "approval"
    assert any(other in text for text in lapsed["ballot"]["lapsed"])
    assert replanned["ballot"]["lapsed"] == ["the plan was changed"]
    assert (replanned["vote"], replanned["ballot"]["votes"]) == ("open", [])


def test_owners_of_what_is_hit_vote_too_and_delegate_and_nobody_votes_on_their_own_for_the_board(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client], server: Serving, reader: httpx.Client
) -> None:
    first, second = reported_tier(admin, "owned", owner="otto")
    number = asked_for(admin, "Replace both", first, second)
    record = admin.get(f"/records/{number}").json()
    own = vote(admin, number)
    stranger = vote(reader, number)
    for client in board:
        assert vote(client, number).status_code == 201
    still = admin.get(f"/records/{number}").json()
    with member(server, "dora", "reader") as dora:
        early = vote(dora, number, on_behalf_of="otto")
        delegation = {"principal": "otto", "deputy": "token:dora", "until": NIGHT.isoformat()}
        unknown = admin.post("/delegations", json=delegation)
        made = server.services.delegations.add("otto", "token:dora", server.services.clock() + 10**12, "on leave")
        done = vote(dora, number, on_behalf_of="otto").json()
    listed = admin.get("/delegations").json()["items"]

    assert [need["label"] for need in record["ballot"]["needs"]] == ["2 of the change advisory board", "otto as owner"]
    assert (own.status_code, stranger.status_code, early.status_code) == (403, 403, 403)
    assert still["vote"] == "open"
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "deputy")
    assert [one["principal"] for one in listed] == ["otto"]
    assert admin.delete(f"/delegations/{made.delegation_id}").status_code == 204
    assert (done["vote"], done["ballot"]["votes"][-1]["on_behalf_of"]) == ("approved", "otto")


def test_a_no_needs_its_reason_and_ends_the_vote_and_votes_are_on_facts_that_were_seen(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client]
) -> None:
    first, _ = reported_tier(admin, "refused")
    number = asked_for(admin, "Patch a", first)
    unreasoned = board[0].post(f"/records/{number}/votes", json={"vote": "no"})
    stale = vote(board[0], number, facts_of="2026-01-01T00:00:00Z")
    refused = vote(
        board[0], number, "no", facts_of=admin.get(f"/records/{number}").json()["ballot"]["opened_at"]
    ).json()
    scheduled = admin.post(f"/records/{number}/transitions", json={"transition": "schedule"})
    again = gone(admin, number, "rework")

    assert (unreasoned.status_code, unreasoned.json()["errors"][0]["field"]) == (422, "reason")
    assert (stale.status_code, stale.json()["code"]) == (409, "not_voted_on")
    assert refused["vote"] == "rejected"
    assert scheduled.status_code == 422
    assert (again["state"], again["ballot"], again["vote"]) == ("draft", None, "")
    assert vote(board[0], number).status_code == 409


def test_votes_and_rechecks_at_once_are_some_sequence(
    admin: httpx.Client, board: tuple[httpx.Client, httpx.Client], server: Serving
) -> None:
    first, second = reported_tier(admin, "atonce")
    number = asked_for(admin, "Patch a", first)
    admin.post(f"/cis/{second}/retire", json={"reason": "sold"})
    approvals, types = server.services.desk.approvals, server.services.desk.types
    with ThreadPoolExecutor(4) as pool:
        votes = [pool.submit(vote, client, number) for client in board]
        checks = [pool.submit(approvals.recheck_all, types) for _ in range(2)]
        assert {one.result().status_code for one in votes} == {201}
        lapses = sum(one.result() for one in checks)
    record = admin.get(f"/records/{number}").json()

    kinds = [entry["kind"] for entry in record["entries"]]
    assert kinds.count("lapsed") == 1
    assert lapses <= 1
    # Every vote is on the worse facts: none was given before the lapse and counts after it.
    assert len(record["ballot"]["votes"]) == len(kinds[kinds.index("lapsed") + 1 :])
    assert any(fact["text"] == "atonce is down, 100 users" for fact in record["ballot"]["facts"])


def test_freezes_and_windows_are_rules_that_count(admin: httpx.Client, reader: httpx.Client) -> None:
    first, second = reported_tier(admin, "frozen")
    rules = admin.get("/change-rules").json()
    freeze = {"name": "Year end", "starts_at": NIGHT.isoformat(), "ends_at": times(20)["planned_end"]}
    window = {"name": "Nights", "weekdays": [0, 1, 2, 3, 4, 5, 6], "starts": "22:00", "minutes": 300,
              "time_zone": "Europe/Oslo", "services": ["frozen"]}  # fmt: skip
    body = {"freezes": [freeze | {"services": ["frozen"]}], "windows": [window], "version": rules["version"]}
    saved = admin.put("/change-rules", json=body)
    stale = admin.put("/change-rules", json=body)
    wrong = admin.put("/change-rules", json={"windows": [window | {"time_zone": "Mars/Olympus"}]})
    draft = {"values": times(10), "affects": [first, second]}
    found = admin.post("/change-assessments", json=draft).json()
    assert admin.put("/change-rules", json={}).status_code == 200

    assert saved.status_code == 200, saved.text
    assert list(saved.json()["names"].values()) == ["frozen"]
    assert (stale.status_code, stale.json()["code"]) == (412, "rules_changed")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "windows[0].time_zone")
    assert reader.put("/change-rules", json={}).status_code == 403
    assert [one["name"] for one in found["freezes"]] == ["Year end"]
    assert [one["name"] for one in found["outside"]] == ["frozen"]
    assert found["slots"][0]["starts_at"] > times(20)["planned_end"][:19]
    assert {factor["name"] for factor in found["factors"]} >= {"freeze", "window"}


def test_the_calendar_shows_what_is_planned_for_a_time(admin: httpx.Client) -> None:
    first, _ = reported_tier(admin, "week")
    number = planned(admin, "In the week", first, **times(100))
    start, end = times(99)["planned_start"], times(103)["planned_end"]

    shown = admin.get("/changes/calendar", params={"since": start, "until": end}).json()["items"]
    before = admin.get("/changes/calendar", params={"since": times(90)["planned_start"], "until": start}).json()
    wrong = admin.get("/changes/calendar", params={"since": end, "until": start})

    hits = {item["number"]: [(hit["name"], hit["state"]) for hit in item["hits"]] for item in shown}
    assert hits[number] == [("week", "at_risk")]
    assert number not in [item["number"] for item in before["items"]]
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "until")


def test_steps_and_times_that_make_no_sense_are_refused_by_name(admin: httpx.Client) -> None:
    first, _ = reported_tier(admin, "wrong")
    wrong: list[tuple[dict[str, str], str]] = [
        ({"steps": "first this"}, "steps"),
        ({"steps": '[{"minutes": "5"}]'}, "steps[0].step"),
        ({"steps": '[{"step": "x", "minutes": "soon"}]'}, "steps[0].minutes"),
        ({"steps": '[{"step": "x", "owner": "nobody there"}]'}, "steps[0].owner"),
        ({"steps": '[{"step": "x", "colour": "red"}]'}, "steps[0].colour"),
        ({"planned_start": NIGHT.isoformat()}, "planned_end"),
        ({"planned_start": "9999-12-31T23:59:59-10:00"}, "planned_start"),
        ({"planned_start": times(2)["planned_start"], "planned_end": times(1)["planned_start"]}, "planned_end"),
    ]
    for values, field in wrong:
        body = {"type": "change", "values": {"title": "t", **values}, "affects": [first]}
        answer = admin.post("/records", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field), answer.text


def test_the_calendar_is_subscribed_to_by_an_address_that_opens_nothing_else(
    admin: httpx.Client, server: Serving
) -> None:
    first, _ = reported_tier(admin, "feed")
    number = planned(admin, 'Patch; the "feed", really', first, description="x" * 200)
    gone(admin, number, "submit")
    made = admin.post("/tokens", json={"name": "outlook", "scope": "calendar"}).json()["value"]
    whole = admin.post("/tokens", json={"name": "all", "scope": "admin"}).json()["value"]

    def fetch(path: str, token: str) -> httpx.Response:
        """What an address answers to who sends nothing else."""
        return httpx.get(f"{admin.base_url}{path}", params={"token": token})

    feed = fetch("changes/calendar.ics", made)
    found = Calendar.from_ical(feed.content).walk("VEVENT")  # pyright: ignore[reportUnknownMemberType] - a parameter has no type
    events = [one for one in found if number in str(one["summary"])]
    told = {name: str(events[0][name]) for name in ("summary", "status", "description")}

    assert (feed.status_code, feed.headers["Content-Type"].split(";")[0]) == (200, "text/calendar")
    assert (len(events), told["status"]) == (1, "TENTATIVE")
    assert told["summary"] == f'{number} Patch; the "feed", really'
    assert events[0].decoded("dtstart") == NIGHT
    assert "feed-a" in told["description"]
    assert all(len(line) <= 75 for line in feed.content.split(b"\r\n"))
    refused = [fetch("records", made), fetch("changes/calendar.ics", whole), fetch("changes/calendar.ics", "plb_wrong")]
    assert [answer.status_code for answer in refused] == [401, 401, 401]
    assert admin.get("/records", headers={"Authorization": f"Bearer {made}"}).status_code == 403
    assert made not in server.log.text
