"""Tasks of records over the API: added, ended, held up by, told of, and brought by templates."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.changing import gone, member
from tests.api.serving import Serving


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda is an account."""
    with shared_server.client() as client:
        client.post("/users", json={"name": "wanda", "roles": ["responder"]})
        yield client


def opened(client: httpx.Client, **more: Any) -> str:  # noqa: ANN401 - as the API takes it
    """The number of a new incident."""
    answer = client.post("/records", json={"type": "incident", "values": {"title": "No mail"}, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def added(client: httpx.Client, number: str, title: str, **values: str) -> dict[str, Any]:
    """A record with one more task."""
    answer = client.post(f"/records/{number}/tasks", json={"title": title, **values})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_record_is_resolved_once_the_task_that_holds_it_up_is_done(admin: httpx.Client) -> None:
    number = opened(admin)
    task = added(admin, number, "restore the mailbox", holds="resolve", due="2027-01-31T12:00:00+01:00")["tasks"][0]
    way = {"transition": "resolve", "values": {"cause": "disk", "resolution": "restored"}}
    held = admin.post(f"/records/{number}/transitions", json=way)
    done = admin.patch(f"/records/{number}/tasks/1", json={"state": "done", "note": "from tape"}).json()
    resolved = admin.post(f"/records/{number}/transitions", json=way)

    assert (task["due"], task["holds_label"], task["may_end"]) == ("2027-01-31T11:00:00Z", "Resolve", True)
    assert (held.status_code, held.json()["errors"][0]["field"]) == (422, "tasks")
    assert "restore the mailbox" in held.json()["errors"][0]["remedy"]
    assert resolved.status_code == 200
    entry = next(one for one in reversed(done["entries"]) if one["kind"] == "task")
    assert entry["changes"][0] == {
        "field": "task_state", "label": "Task", "before": "1 restore the mailbox: open", "after": "done",
    }  # fmt: skip
    assert done["tasks"][0]["ended_by"] == entry["by"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x", "assignee": "nobody-there"}, "assignee"),
        ({"title": "x", "team": "no-team"}, "team"),
        ({"title": "x", "due": "tomorrow"}, "due"),
        ({"title": "x", "holds": "cancel"}, "holds"),
        ({"title": "x\ny"}, "title"),
    ],
)
def test_what_makes_no_task_is_refused_by_its_field_and_nothing_is_kept(
    admin: httpx.Client, values: dict[str, str], field: str
) -> None:
    number = opened(admin)

    answer = admin.post(f"/records/{number}/tasks", json=values)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert admin.get(f"/records/{number}").json()["revision"] == 1


def test_a_reader_ends_no_task_of_others_and_who_read_before_a_change_is_told(
    shared_server: Serving, admin: httpx.Client, reader: httpx.Client
) -> None:
    number = opened(admin)
    added(admin, number, "look", assignee="wanda")

    assert reader.patch(f"/records/{number}/tasks/1", json={"state": "done"}).status_code == 403
    assert reader.post(f"/records/{number}/tasks", json={"title": "x"}).status_code == 403
    stale = admin.patch(f"/records/{number}/tasks/1", json={"state": "done"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert admin.patch(f"/records/{number}/tasks/9", json={"state": "done"}).status_code == 404
    with member(shared_server, "carl", "reader") as carl:
        assert carl.get(f"/records/{number}").json()["tasks"][0]["may_end"] is False


def test_whoever_a_task_is_for_ends_it_and_finds_it_without_working_on_records(
    shared_server: Serving, admin: httpx.Client
) -> None:
    made = admin.post("/users", json={"name": "hilda", "roles": ["reader"]}).json()
    number = opened(admin)
    added(admin, number, "check the invoice", assignee="hilda", due="2020-01-01T00:00:00Z")
    with shared_server.client("") as page:
        session = page.post("/session", json={"username": "hilda", "password": made["password"]})
        page.headers["X-CSRF-Token"] = session.json()["csrf_token"]
        mine = page.get("/tasks", params={"overdue": True}).json()
        panel = next(one for one in page.get("/home").json()["panels"] if one["name"] == "tasks")
        renamed = page.patch(f"/records/{number}/tasks/1", json={"title": "nothing"})
        done = page.patch(f"/records/{number}/tasks/1", json={"state": "done"})

        assert [(one["record"], one["title"], one["is_overdue"]) for one in mine["items"]] == [
            (number, "check the invoice", True)
        ]
        assert (panel["lines"][0]["word"], panel["lines"][0]["link"]) == ("Overdue", f"/incidents/{number}")
        assert renamed.status_code == 403
        assert done.status_code == 200
        assert page.get("/tasks").json()["total"] == 0


def test_tasks_end_with_their_record_and_none_is_added_after_it(admin: httpx.Client) -> None:
    number = opened(admin)
    added(admin, number, "look")
    over = gone(admin, number, "cancel")

    late = admin.post(f"/records/{number}/tasks", json={"title": "too late"})

    assert over["tasks"][0]["state"] == "cancelled"
    assert (over["may_plan"], late.status_code, late.json()["code"]) == (False, 409, "settled")


def test_an_asset_has_no_tasks(admin: httpx.Client) -> None:
    asset = admin.post("/records", json={"type": "asset", "values": {"title": "a chair", "category": "other"}})
    assert asset.status_code == 201, asset.text

    answer = admin.post(f"/records/{asset.json()['number']}/tasks", json={"title": "x"})

    assert (answer.status_code, answer.json()["code"]) == (404, "no_task")


def test_the_tasks_of_a_template_come_along_with_a_record(admin: httpx.Client) -> None:
    planned = {"title": "call the supplier", "team": "", "assignee": "wanda", "holds": "resolve", "due_days": 2}
    body: dict[str, Any] = {"name": "mail is down", "type": "incident", "values": {}, "tasks": [planned]}
    template = admin.post("/record-templates", json=body)
    wrong = admin.post("/record-templates", json={**body, "name": "x", "tasks": [{"title": "x", "holds": "nowhere"}]})
    number = opened(admin, template="mail is down")
    found = admin.get(f"/records/{number}").json()
    copied = admin.post("/record-templates", json={"name": "the same again", "from_record": number}).json()

    assert template.json()["tasks"] == [planned]
    assert wrong.json()["errors"][0]["field"] == "holds"
    task = found["tasks"][0]
    assert (task["title"], task["assignee"], task["holds"], task["state"]) == (
        "call the supplier", "wanda", "resolve", "open",
    )  # fmt: skip
    assert task["due"] > found["opened_at"]
    assert [change["after"] for change in found["entries"][0]["changes"]][:2] == ["call the supplier", "wanda"]
    assert copied["tasks"] == [{**planned, "assignee": "", "due_days": None}]
