"""Templates, and standard changes that are demoted by their failures, over the API."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.changing import PLAN, STEPS, gone, member, reported_tier, times, vote
from tests.api.serving import Serving


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda carries changes out."""
    with shared_server.client() as client:
        assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client


@pytest.fixture(scope="module")
def server_a(admin: httpx.Client) -> str:
    """One of two servers of a tier: to restart it takes nothing down."""
    return reported_tier(admin, "mail")[0]


def kept(client: httpx.Client, name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a template
    """A template of changes."""
    body = {"name": name, "type": "change", "values": {**PLAN, "steps": STEPS}, **more}
    answer = client.post("/record-templates", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def approved(client: httpx.Client, name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """A template that is a standard change."""
    uid = kept(client, name, **more)["template_id"]
    answer = client.post(f"/record-templates/{uid}/approval", json={"reason": "done a hundred times"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def from_template(client: httpx.Client, template: dict[str, Any], hours: float, **values: str) -> str:
    """The number of a change from a template, at a time of its own."""
    wanted = {"title": "restart it", **times(hours), **values}
    body = {"type": "change", "values": wanted, "template": template["template_id"]}
    answer = client.post("/records", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["number"]


def ended(client: httpx.Client, number: str, outcome: str) -> None:
    """A change is carried out, and ends so."""
    gone(client, number, "submit")
    gone(client, number, "propose", assignee="wanda")
    gone(client, number, "schedule", "begin")
    gone(client, number, "finish", outcome=outcome)


def named(client: httpx.Client, uid: str) -> dict[str, Any]:
    """A template as it is now."""
    return next(one for one in client.get("/record-templates").json()["items"] if one["template_id"] == uid)


def test_a_standard_change_needs_nobody_and_is_demoted_by_its_failures_until_somebody_promotes_it(
    shared_server: Serving, admin: httpx.Client, server_a: str
) -> None:
    template = approved(admin, "restart a mail server", affects=[server_a])
    first, second, waiting = (from_template(admin, template, 10 * turn) for turn in range(1, 4))
    gone(admin, waiting, "submit")
    before = gone(admin, waiting, "propose", assignee="wanda")
    ended(admin, first, "failed")
    once = named(admin, template["template_id"])
    ended(admin, second, "failed")
    twice = named(admin, template["template_id"])
    lapsed = admin.post(f"/records/{waiting}/transitions", json={"transition": "schedule", "reason": "x"})
    now = admin.get(f"/records/{waiting}").json()
    again = admin.post(f"/record-templates/{template['template_id']}/approval", json={"reason": "mended"}).json()

    assert (before["vote"], before["ballot"]["needs"]) == ("approved", [])
    assert (once["is_standard"], once["succeeded"], once["over"]) == (True, 0, 1)
    assert not twice["is_standard"]
    assert twice["why"] == f"2 of the last 2 changes from it failed: {second}, {first}"
    assert lapsed.json()["code"] == "approval_lapsed"
    assert any("no standard change" in text for text in now["ballot"]["lapsed"])
    assert now["ballot"]["needs"] != []
    assert (again["is_standard"], again["over"]) == (True, 2)
    assert shared_server.url


def test_a_change_that_is_called_standard_without_a_template_is_voted_on(
    shared_server: Serving, admin: httpx.Client, server_a: str
) -> None:
    wanted = {"title": "x", **PLAN, "steps": STEPS, **times(200), "change_type": "standard"}
    number = admin.post("/records", json={"type": "change", "values": wanted, "affects": [server_a]}).json()["number"]
    gone(admin, number, "submit")
    asked = gone(admin, number, "propose", assignee="wanda")
    with member(shared_server, "bernd") as one:
        vote(one, number)

    assert asked["vote"] == "open"
    assert "it was opened from no template that there is" in str(asked["ballot"]["facts"])
    assert admin.get(f"/records/{number}").json()["vote"] == "approved"


def test_another_plan_than_that_of_the_template_is_voted_on(admin: httpx.Client, server_a: str) -> None:
    template = approved(admin, "restart another way", affects=[server_a])
    number = from_template(admin, template, 300, rollback="there is none")
    gone(admin, number, "submit")

    asked = gone(admin, number, "propose", assignee="wanda")

    assert "it differs from its template in rollback" in str(asked["ballot"]["facts"])
    assert asked["ballot"]["needs"] != []


def test_a_template_that_is_changed_is_approved_no_longer(admin: httpx.Client, server_a: str) -> None:
    template = approved(admin, "restart and look", affects=[server_a])
    path = f"/record-templates/{template['template_id']}"
    body = {"name": "restart and look", "type": "change", "values": {**PLAN, "rollback": "pray"}, "affects": [server_a]}

    changed = admin.put(path, json=body, headers={"If-Match": '"2"'}).json()
    stale = admin.put(path, json=body, headers={"If-Match": '"2"'})

    assert (changed["is_standard"], changed["why"]) == (False, "it was changed since token:test approved it")
    assert stale.status_code == 412


def test_an_incident_from_a_template_begins_with_what_only_workers_set(
    shared_server: Serving, admin: httpx.Client
) -> None:
    assert admin.put("/teams/mail", json={"description": "", "roles": []}).status_code in (200, 204)
    values = {"team": "mail", "urgency": "2", "description": "Since when?"}
    made = admin.post("/record-templates", json={"name": "no mail", "type": "incident", "values": values}).json()
    with shared_server.client(shared_server.token_for("read")) as reader:
        body = {"type": "incident", "values": {"title": "No mail", "urgency": "1"}, "template": "No Mail"}
        opened = reader.post("/records", json=body).json()
        refused = reader.post("/record-templates", json={"name": "mine", "type": "incident"})
        wrong = reader.post("/records", json={**body, "type": "change"})

    known = {one["field"]: one["shown"] for one in opened["values"]}
    assert (opened["team"], known["urgency"], known["description"]) == ("mail", "high", "Since when?")
    assert known["template"] == "no mail"
    assert refused.status_code == 403
    assert wrong.json()["errors"][0]["field"] == "template"
    assert made["is_standard"] is False


def test_a_template_is_made_of_a_record_without_its_times(admin: httpx.Client, server_a: str) -> None:
    template = approved(admin, "the first", affects=[server_a])
    number = from_template(admin, template, 400)

    made = admin.post("/record-templates", json={"name": "the second", "from_record": number}).json()

    assert made["type"] == "change"
    assert set(made["values"]) == {"title", "rollback", "test_evidence", "steps"}
    assert [one["uid"] for one in made["affects"]] == [server_a]


def test_a_template_says_which_fields_records_from_it_need_your_own_too(admin: httpx.Client) -> None:
    before = admin.get("/record-fields").json()
    lab = {"type": "problem", "name": "x_lab", "label": "Lab", "kind": "choice", "choices": ["north", "south"]}
    fields = {"fields": [*before["fields"], lab], "version": before["version"]}
    assert admin.put("/record-fields", json=fields).status_code == 200
    body = {"name": "a model of problems", "type": "problem", "values": {"x_lab": "north"}, "needs": ["description"],
            "tasks": [{"title": "draw the timeline", "due_days": 3}]}  # fmt: skip
    made = admin.post("/record-templates", json=body)
    said = {"type": "problem", "values": {"title": "It came back"}, "template": "a model of problems"}
    lacking = admin.post("/records", json=said)
    opened = admin.post("/records", json=said | {"values": {"title": "It came back", "description": "again"}})
    needy = admin.put(f"/record-templates/{made.json()['template_id']}", json=body | {"needs": ["x_lab", "x_lab"]})

    assert (made.status_code, made.json()["needs"]) == (201, ["description"]), made.text
    assert (lacking.status_code, lacking.json()["errors"][0]["field"]) == (422, "description")
    values = {one["field"]: one["value"] for one in opened.json()["values"]}
    assert (opened.status_code, values["x_lab"]) == (201, "north")
    assert [task["title"] for task in opened.json()["tasks"]] == ["draw the timeline"]
    assert (needy.status_code, needy.json()["errors"][0]["field"]) == (422, "needs[1]")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "the wrong one", "type": "change", "values": {"colour": "red"}}, "colour"),
        ({"name": "the wrong one", "type": "change", "values": {"steps": "[]x"}}, "steps"),
        ({"name": " ", "type": "change"}, "title"),
        ({"name": "the wrong one", "type": "problem", "needs": ["colour"]}, "needs[0]"),
        ({"name": "the wrong one", "type": "asset", "values": {"cost": "900", "currency": "EUR"}}, "type"),
    ],
)
def test_a_template_that_cannot_be_is_refused_by_field(admin: httpx.Client, body: dict[str, Any], field: str) -> None:
    answer = admin.post("/record-templates", json=body)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field


def test_the_rule_is_data(admin: httpx.Client) -> None:
    saved = admin.put("/standard-change-rule", json={"failures": 3, "of_last": 20, "version": 0})
    refused = admin.put("/standard-change-rule", json={"failures": 5, "of_last": 2})
    stale = admin.put("/standard-change-rule", json={"failures": 1, "of_last": 2, "version": 0})

    assert saved.json() == {"failures": 3, "of_last": 20, "version": 1}
    assert refused.json()["errors"][0]["field"] == "failures"
    assert stale.status_code == 412
    assert admin.put("/standard-change-rule", json={"failures": 2, "of_last": 10}).status_code == 200
