"""Who is on call over the API: rotas, who stands in, incidents that are given away, the feed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.scheduler.jobs import assign_on_call
from tests.api.serving import Serving

TODAY = datetime.now(UTC).replace(microsecond=0)
ROTA = {"people": ["eva", "per"], "time_zone": "UTC", "starts_on": f"{TODAY - timedelta(days=2):%Y-%m-%d}", "days": 7}
PATH = "/on-call/rotas/web%20shop"


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; eva and per are in the team web shop, ida is in none."""
    with shared_server.client() as client:
        for team in ("web shop", "mail"):
            assert client.put(f"/teams/{team}", json={"roles": ["responder"]}).status_code == 204
        for name, teams in (("eva", ["web shop"]), ("per", ["web shop"]), ("ida", [])):
            assert client.post("/users", json={"name": name, "roles": ["reader"], "teams": teams}).status_code == 201
        yield client


def made(client: httpx.Client, **said: object) -> dict[str, Any]:
    """A new rota of the team, in which nobody stands in."""
    client.delete(PATH)
    return saved(client, **said)


def saved(client: httpx.Client, **said: object) -> dict[str, Any]:
    """The rota of the team after it was saved."""
    answer = client.put(PATH, json=ROTA | said)
    assert answer.status_code == 200, answer.text
    (found,) = [one for one in answer.json()["items"] if one["team"] == "web shop"]
    return found


def later(hours: float) -> str:
    """A time so many hours from now."""
    return (TODAY + timedelta(hours=hours)).isoformat()


def test_who_is_on_call_and_who_comes_next(admin: httpx.Client, reader: httpx.Client) -> None:
    rota = made(admin)

    assert (rota["now"]["person"], rota["next"]["person"]) == ("eva", "per")
    assert rota["now"]["until"] == rota["next"]["since"]
    seen = reader.get("/on-call").json()
    assert seen["may_change"] is False
    assert {"name": "web shop", "members": ["eva", "per"]} in seen["teams"]
    found = reader.get("/on-call/shifts", params={"since": later(0), "until": later(24 * 21), "team": "web shop"})
    assert [one["person"] for one in found.json()["items"]][:3] == ["eva", "per", "eva"]


def test_somebody_stands_in_once_at_a_time_and_it_is_taken_back(admin: httpx.Client) -> None:
    made(admin)
    wanted = {"person": "per", "starts_at": later(-1), "ends_at": later(1), "reason": "dentist"}

    stands = admin.post(f"{PATH}/overrides", json=wanted)
    twice = admin.post(f"{PATH}/overrides", json=wanted)
    kept = saved(admin)
    gone = admin.delete(f"{PATH}/overrides/{stands.json()['override_id']}")
    again = admin.delete(f"{PATH}/overrides/{stands.json()['override_id']}")

    assert (stands.status_code, twice.status_code, gone.status_code, again.status_code) == (201, 409, 204, 404)
    assert (kept["now"]["person"], kept["now"]["override_id"]) == ("per", stands.json()["override_id"])
    assert [one["reason"] for one in kept["overrides"]] == ["dentist"]
    assert made(admin)["now"]["person"] == "eva"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"people": ["eva", "ida"]}, "people[1]"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"handover": "25:00"}, "handover"),
        ({"starts_on": "soon"}, "starts_on"),
    ],
)
def test_a_rota_that_makes_no_sense_is_refused_by_field(admin: httpx.Client, said: dict[str, Any], field: str) -> None:
    answer = admin.put(PATH, json=ROTA | said)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_rotas_are_not_saved_over_each_other_and_only_of_teams(admin: httpx.Client, reader: httpx.Client) -> None:
    made(admin)
    version = admin.get("/on-call").json()["version"]

    first, late = (admin.put(PATH, json=ROTA | {"version": version}) for _ in range(2))

    assert (first.status_code, late.status_code) == (200, 412)
    assert admin.put("/on-call/rotas/nobody", json=ROTA).status_code == 422
    assert admin.delete("/on-call/rotas/mail").status_code == 404
    assert reader.put(PATH, json=ROTA).status_code == 403
    far = {"since": "9998-01-01T00:00:00Z", "until": "9998-02-01T00:00:00Z"}
    assert admin.get("/on-call/shifts", params=far).status_code == 422


def test_people_of_the_team_find_who_stands_in_and_others_do_not(admin: httpx.Client, shared_server: Serving) -> None:
    made(admin)
    password = shared_server.services.users.reset_password("eva", Actor("test"))
    worker = shared_server.token_as("responder")
    wanted = {"person": "per", "starts_at": later(200), "ends_at": later(201)}

    with shared_server.client("") as eva, shared_server.client(worker) as stranger:
        session = eva.post("/session", json={"username": "eva", "password": password})
        eva.headers["X-CSRF-Token"] = session.json().get("csrf_token", "")
        answers = (eva.post(f"{PATH}/overrides", json=wanted), stranger.post(f"{PATH}/overrides", json=wanted))

    assert [answer.status_code for answer in answers] == [201, 403]


def test_new_incidents_of_the_team_are_given_to_who_is_on_call(admin: httpx.Client, shared_server: Serving) -> None:
    made(admin)

    def opened(**values: str) -> str:
        number = admin.post("/records", json={"type": "incident", "values": {"title": "No shop"}}).json()["number"]
        assert admin.patch(f"/records/{number}", json={"values": values}).status_code == 200
        return number

    def assignee(number: str) -> str:
        return admin.get(f"/records/{number}").json()["assignee"]

    ours, others, taken = opened(team="web shop"), opened(team="mail"), opened(team="web shop", assignee="per")
    given_back = opened(team="web shop", assignee="per")
    admin.patch(f"/records/{given_back}", json={"values": {"assignee": ""}})
    assert assign_on_call.run(shared_server.services) is None  # the rota does not say so
    made(admin, assigns=True)

    assert assign_on_call.run(shared_server.services) == {"given": 1}
    assert assign_on_call.run(shared_server.services) is None
    assert [assignee(number) for number in (ours, others, taken, given_back)] == ["eva", "", "per", ""]
    entry = admin.get(f"/records/{ours}").json()["entries"][-1]
    assert (entry["by"], entry["changes"][0]["after"]) == ("rota", "eva")


def test_who_left_the_team_is_told_and_given_nothing(admin: httpx.Client, shared_server: Serving) -> None:
    made(admin, assigns=True)
    admin.put("/users/eva", json={"roles": ["reader"], "teams": []})
    number = admin.post("/records", json={"type": "incident", "values": {"title": "No till"}}).json()["number"]
    admin.patch(f"/records/{number}", json={"values": {"team": "web shop"}})

    given = assign_on_call.run(shared_server.services)
    (rota,) = admin.get("/on-call").json()["items"]

    assert (given, rota["now"]["is_there"]) == (None, False)
    admin.put("/users/eva", json={"roles": ["reader"], "teams": ["web shop"]})
    admin.patch(f"/records/{number}", json={"values": {"team": ""}})


def test_the_feed_needs_a_token_of_its_own_and_tells_shifts(admin: httpx.Client, shared_server: Serving) -> None:
    made(admin)
    value = shared_server.token_for("calendar").removeprefix("Bearer ")

    with shared_server.client("") as anybody:
        asked = {"token": value, "person": "per"}
        feed, none = anybody.get("/on-call/calendar.ics", params=asked), anybody.get("/on-call/calendar.ics")

    assert (feed.status_code, none.status_code) == (200, 401)
    assert "SUMMARY:per is on call for web shop" in feed.text
    assert "eva" not in feed.text
