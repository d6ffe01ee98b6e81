"""Meetings of the board of changes: their agenda is what is voted on, their minutes are closed for good."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.changing import NIGHT, asked_for, member, planned, reported_tier, vote
from tests.api.serving import Serving

WHEN = {"held_at": NIGHT.isoformat()}
PATH = "/board-meetings"


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on changes."""
    with shared_server.client() as client:
        assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client


@pytest.fixture(scope="module")
def asked(admin: httpx.Client) -> str:
    """The number of a change that is voted on."""
    return asked_for(admin, "Patch the mail", *reported_tier(admin, "mail"))


def opened(client: httpx.Client, **said: object) -> dict[str, Any]:
    """A meeting whose minutes are open."""
    answer = client.post(PATH, json=WHEN | said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_minutes_hold_who_was_there_and_what_was_decided(
    admin: httpx.Client, asked: str, shared_server: Serving
) -> None:
    meeting = opened(admin)
    path = f"{PATH}/{meeting['meeting_id']}"
    said = {"present": ["Carla", "A guest"], "chair": "Carla", "points": [{"change": asked, "note": "On Friday"}]}
    written = admin.put(path, json=WHEN | said, headers={"If-Match": f'"{meeting["revision"]}"'}).json()
    for name in ("carla", "carl"):
        with member(shared_server, name) as voter:
            assert vote(voter, asked).status_code == 201
    closed = admin.post(f"{path}/closing").json()
    admin.patch(f"/records/{asked}", json={"values": {"title": "Another title"}})
    after = admin.get(path).json()

    assert [point["change"] for point in meeting["points"]] == [asked]
    assert (written["points"][0]["votes"], written["may_write"]) == ([], True)
    (point,) = closed["points"]
    assert (point["note"], point["title"], point["verdict"]) == ("On Friday", "Patch the mail", "approved")
    assert [one["by"] for one in point["votes"]] == ["token:carla", "token:carl"]
    assert point["needs"][0]["verdict"] == "approved"
    assert after == closed
    assert (len(closed["fingerprint"]), closed["may_write"]) == (64, False)
    assert [one["meeting_id"] for one in admin.get(PATH, params={"change": asked}).json()["items"]] == [
        meeting["meeting_id"]
    ]


def test_closed_minutes_are_never_changed(admin: httpx.Client) -> None:
    meeting = opened(admin, present=["Carla"], points=[])
    path = f"{PATH}/{meeting['meeting_id']}"
    assert admin.post(f"{path}/closing").status_code == 200

    refused = [admin.put(path, json=WHEN), admin.post(f"{path}/closing"), admin.delete(path)]

    assert [answer.status_code for answer in refused] == [409, 409, 409]
    assert "next meeting" in refused[0].json()["errors"][0]["remedy"]
    assert admin.get(path).json()["closed_at"]


def test_minutes_without_anybody_are_not_closed_and_a_meeting_may_not_take_place(admin: httpx.Client) -> None:
    meeting = opened(admin, points=[])
    path = f"{PATH}/{meeting['meeting_id']}"

    nobody = admin.post(f"{path}/closing")
    gone = admin.delete(path)

    assert (nobody.status_code, nobody.json()["errors"][0]["field"]) == (409, "present")
    assert (gone.status_code, admin.get(path).status_code) == (204, 404)
    assert meeting["meeting_id"] not in [one["meeting_id"] for one in admin.get(PATH).json()["items"]]


def test_what_two_write_at_once_is_not_lost(admin: httpx.Client) -> None:
    meeting = opened(admin, points=[])
    path, first = f"{PATH}/{meeting['meeting_id']}", {"If-Match": f'"{meeting["revision"]}"'}

    one = admin.put(path, json=WHEN | {"remarks": "one"}, headers=first)
    two = admin.put(path, json=WHEN | {"remarks": "two"}, headers=first)

    assert (one.status_code, two.status_code) == (200, 412)
    assert admin.get(path).json()["remarks"] == "one"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"present": ["Carla", "carla"]}, "present"),
        ({"present": [" "]}, "present"),
        ({"held_at": "soon"}, "held_at"),
    ],
)
def test_minutes_that_make_no_sense_are_refused(admin: httpx.Client, said: dict[str, Any], field: str) -> None:
    answer = admin.post(PATH, json={**WHEN, "points": [], **said})

    assert answer.status_code == 422
    assert field in answer.text


def test_only_changes_are_on_an_agenda_and_only_change_managers_write(
    admin: httpx.Client, reader: httpx.Client, shared_server: Serving
) -> None:
    incident = admin.post("/records", json={"type": "incident", "values": {"title": "No mail"}}).json()["number"]
    change = planned(admin, "Move the mail", *reported_tier(admin, "post"))

    twice = admin.post(PATH, json=WHEN | {"points": [{"change": change}, {"change": change.lower()}]})
    wrong = admin.post(PATH, json=WHEN | {"points": [{"change": incident}]})
    unknown = admin.post(PATH, json=WHEN | {"points": [{"change": "CHG9999999"}]})
    draft = opened(admin, points=[{"change": change.lower()}])

    assert (twice.status_code, wrong.status_code, unknown.status_code) == (422, 422, 404)
    assert (draft["points"][0]["change"], draft["points"][0]["verdict"]) == (change, None)
    assert reader.get(f"{PATH}/{draft['meeting_id']}").json()["may_write"] is False
    with member(shared_server, "board") as board:
        assert board.post(PATH, json=WHEN).status_code == 403
