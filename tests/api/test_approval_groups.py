"""Groups of people in the policy of approvals: who is asked of which change, and when they are enough."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.itsm.changes.approving import Cast
from cmdb_server.itsm.workflow import Worker
from tests.api.changing import asked_for, gone, reported_tier, vote
from tests.api.serving import Serving

TEAMS = {"net": ("nina", "nora"), "db": ("dag", "nina")}


@pytest.fixture
def server(shared_server: Serving) -> Serving:
    """None of these tests minds what the others did."""
    return shared_server


@pytest.fixture
def admin(server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission, where there are people in two teams; the rules are those of before afterwards."""
    with server.client() as client:
        known = {user["name"] for user in client.get("/users").json()["items"]}
        for team in TEAMS:
            client.put(f"/teams/{team}", json={"roles": []})
        for name in {"nina", "nora", "dag", "wanda"} - known:
            teams = tuple(team for team, members in TEAMS.items() if name in members)
            server.services.users.create(name, ("responder",), teams, Actor("test"))
        before = client.get("/change-rules").json()
        yield client
        assert client.put("/change-rules", json={"policy": before["policy"]}).status_code == 200


def save(client: httpx.Client, *groups: dict[str, Any], **more: int) -> httpx.Response:
    """Let these groups be asked, and of the board who is said in `more`."""
    policy = {"quorum_low": 0, "quorum_medium": 0, "quorum_high": 0, "asks_owners": False, **more, "groups": [*groups]}
    return client.put("/change-rules", json={"policy": policy})


def yes(server: Serving, number: str, name: str, on_behalf_of: str = "") -> dict[str, Any]:
    """The first need of a change after somebody's yes."""
    who = Worker(name, may_work=True)
    server.services.desk.vote(number, Cast(is_yes=True, reason="looked at it", on_behalf_of=on_behalf_of), who)
    with server.client() as client:
        return client.get(f"/records/{number}").json()["ballot"]["needs"][0]


def test_one_of_each_team_is_two_people_also_where_somebody_is_in_both(admin: httpx.Client, server: Serving) -> None:
    first, _ = reported_tier(admin, "eachteam")
    group = {"name": "Architects", "teams": ["db", "net"], "is_each_team": True}
    assert save(admin, group).status_code == 200
    number = asked_for(admin, "Patch a", first)
    begun = admin.get(f"/records/{number}").json()["ballot"]["needs"]
    refused = vote(admin, number)
    once = yes(server, number, "nina")
    twice = yes(server, number, "nina", "")
    done = yes(server, number, "dag")

    assert [need["label"] for need in begun] == ["1 of each team of Architects: db, net"]
    assert [(one["name"], one["teams"]) for one in begun[0]["still"]] == [
        ("dag", ["db"]), ("nina", ["db", "net"]), ("nora", ["net"]),
    ]  # fmt: skip
    assert refused.status_code == 403
    assert (once["said"], once["wanted"], once["verdict"]) == (1, 2, "open")
    assert [one["name"] for one in once["still"]] == ["dag", "nora"]
    assert twice["said"] == 1
    assert (done["said"], done["verdict"], done["still"]) == (2, "approved", [])
    assert gone(admin, number, "schedule")["state"] == "scheduled"


def test_two_of_three_count_by_delegation_too_and_nobody_decides_on_their_own_change(
    admin: httpx.Client, server: Serving
) -> None:
    first, _ = reported_tier(admin, "twoof")
    save(admin, {"name": "Three", "people": ["nina", "nora", "dag", "wanda"], "quorum": 2})
    number = asked_for(admin, "Patch a", first)  # wanda carries it out
    begun = admin.get(f"/records/{number}").json()["ballot"]["needs"][0]
    until = server.services.clock() + 10**12
    made = server.services.delegations.add("nora", "nina", until, "on leave")
    yes(server, number, "nina", "nora")
    both = yes(server, number, "nina")
    own = yes(server, number, "nora")
    server.services.delegations.take_back(made.delegation_id, None)

    assert (begun["label"], begun["voters"]) == ("2 of the 3 of Three", ["dag", "nina", "nora"])
    assert (both["said"], [one["name"] for one in both["still"]]) == (1, ["dag"])
    assert (own["said"], own["verdict"]) == (2, "approved")


def test_groups_are_asked_by_risk_and_by_the_services_that_do_not_serve(admin: httpx.Client) -> None:
    first, second = reported_tier(admin, "byrisk")
    reported_tier(admin, "elsewhere")
    saved = save(
        admin,
        {"name": "Other", "people": ["nina"], "services": ["elsewhere"]},
        {"name": "Emergency", "people": ["nina"], "risks": ["emergency"]},
        {"name": "High", "people": ["nora"], "risks": ["high"], "services": ["byrisk"]},
        quorum_low=1,
    )
    mild = admin.get(f"/records/{asked_for(admin, 'Patch a', first)}").json()["ballot"]["needs"]
    high = admin.get(f"/records/{asked_for(admin, 'Patch both', first, second)}").json()["ballot"]["needs"]
    urgent = asked_for(admin, "Patch now", first, change_type="emergency")

    assert saved.status_code == 200, saved.text
    assert {"elsewhere", "byrisk"} <= {*saved.json()["names"].values()}
    assert [need["key"] for need in mild] == ["board"]
    assert [need["key"] for need in high] == ["group:High"]
    needs = admin.get(f"/records/{urgent}").json()["ballot"]["needs"]
    assert [need["key"] for need in needs] == ["board", "group:Emergency"]


def test_a_group_of_which_too_few_are_left_is_answered_for_by_the_board(admin: httpx.Client) -> None:
    first, _ = reported_tier(admin, "toofew")
    save(admin, {"name": "Pair", "people": ["nina", "wanda"], "quorum": 2})
    number = asked_for(admin, "Patch a", first)
    need = admin.get(f"/records/{number}").json()["ballot"]["needs"][0]

    assert need["label"] == "2 of the change advisory board, for Pair, which has too few people"
    assert need["voters"] == []


def test_groups_of_nobody_are_refused_by_name_and_keep_those_who_left(admin: httpx.Client, server: Serving) -> None:
    stranger = save(admin, {"name": "g", "people": ["nobody there"]})
    teamless = save(admin, {"name": "g", "teams": ["no team"]})
    few = save(admin, {"name": "g", "people": ["nina"], "quorum": 2})
    server.services.users.create("lea", ("responder",), (), Actor("test"))
    assert save(admin, {"name": "g", "people": ["lea", "nina"]}).status_code == 200
    server.services.users.remove("lea", Actor("test"))
    kept = save(admin, {"name": "renamed", "people": ["lea", "nina"]})
    first, _ = reported_tier(admin, "left")
    need = admin.get(f"/records/{asked_for(admin, 'Patch a', first)}").json()["ballot"]["needs"][0]

    found = [(answer.status_code, answer.json()["errors"][0]["field"]) for answer in (stranger, teamless, few)]
    fields = ("people", "teams", "quorum")
    assert found == [(422, f"policy.groups[0].{field}") for field in fields]
    assert kept.status_code == 200
    assert need["voters"] == ["nina"]
