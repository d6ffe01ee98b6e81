"""People edit CIs by hand, and sources are withdrawn."""

from typing import Any

import httpx
import pytest

from tests.api.reporting import enrolled
from tests.api.serving import Serving
from tests.ingest.machines import Machine

APP = Machine("app1")


@pytest.fixture
def app(server: Serving) -> str:
    """The uid of a machine that an agent reports."""
    agent = enrolled(server)
    return agent.send(agent.message(APP)).json()["root_uid"]


def attribute(client: httpx.Client, uid: str, name: str) -> Any:  # noqa: ANN401 - any value
    """The value of an attribute of a CI, None without one."""
    found = client.get(f"/cis/{uid}").json()["attributes"]
    return next((entry["value"] for entry in found if entry["name"] == name), None)


def test_an_attribute_is_said_released_and_listed(admin: httpx.Client, app: str) -> None:
    body = {"attributes": {"kernel_version": "9"}, "reason": "measured"}
    revision = admin.get(f"/cis/{app}").json()["revision"]
    changed = admin.patch(f"/cis/{app}", json=body, headers={"If-Match": f'"{revision}"'})
    said = attribute(admin, app, "kernel_version")
    (edit,) = admin.get(f"/cis/{app}/edits").json()["items"]
    released = admin.patch(f"/cis/{app}", json={"released": ["kernel_version"]})

    assert changed.json() == {"uid": app, "revision": revision + 1}
    assert (said, attribute(admin, app, "kernel_version")) == ("9", "6.1")
    assert (edit["attributes"], edit["reason"], edit["source"]["kind"]) == (
        {"kernel_version": "9"},
        "measured",
        "manual",
    )
    assert released.status_code == 200


def test_an_edit_is_taken_back(admin: httpx.Client, app: str) -> None:
    admin.patch(f"/cis/{app}", json={"attributes": {"kernel_version": "9"}})
    (edit,) = admin.get(f"/cis/{app}/edits").json()["items"]

    taken = admin.delete(f"/cis/{app}/edits/{edit['uid']}")
    again = admin.delete(f"/cis/{app}/edits/{edit['uid']}")

    assert (taken.status_code, again.status_code) == (204, 404)
    assert attribute(admin, app, "kernel_version") == "6.1"


def test_a_conflict_tells_all_three_sides(admin: httpx.Client, app: str) -> None:
    read = admin.get(f"/cis/{app}")
    revision = read.json()["revision"]
    admin.patch(
        f"/cis/{app}", json={"attributes": {"description": "theirs"}}, headers={"If-Match": read.headers["ETag"]}
    )

    refused = admin.patch(
        f"/cis/{app}", json={"attributes": {"description": "mine"}}, headers={"If-Match": read.headers["ETag"]}
    )
    bad = admin.patch(f"/cis/{app}", json={"attributes": {"description": "mine"}}, headers={"If-Match": '"x"'})

    assert refused.status_code == 412
    assert refused.json()["revision"] == revision + 1
    (conflict,) = refused.json()["conflicts"]
    assert (conflict["base"], conflict["theirs"], conflict["mine"]) == (None, "theirs", "mine")
    assert conflict["actor"]
    assert bad.json()["errors"][0]["field"] == "If-Match"


def test_a_ci_is_created_related_retired_and_restored(admin: httpx.Client, app: str) -> None:
    made = admin.post("/cis", json={"ci_class": "site", "attributes": {"name": "Oslo"}, "reason": "opened"})
    site = made.json()["uid"]
    related = admin.post(f"/cis/{app}/relationships", json={"type": "LOCATED_IN", "target_uid": site})
    relationships = admin.get(f"/cis/{app}/relationships", params={"type": "LOCATED_IN"}).json()["items"]
    retired = admin.post(f"/cis/{app}/retire", json={"reason": "scrapped"})
    status = admin.get(f"/cis/{app}").json()["status"]
    restored = admin.post(f"/cis/{app}/restore", json={})

    assert (made.status_code, related.status_code) == (201, 200)
    assert [entry["other"]["uid"] for entry in relationships] == [site]
    assert (retired.status_code, status, restored.status_code) == (200, "retired", 200)
    assert admin.get(f"/cis/{app}").json()["status"] == "active"
    (creation,) = admin.get(f"/cis/{site}/edits").json()["items"]
    assert creation["is_creation"]
    again = admin.post("/cis", json={"ci_class": "site", "attributes": {"name": "Oslo"}})
    assert (again.status_code, again.json()["uid"]) == (409, site)


def test_a_relationship_is_changed_ended_and_restored_with_conflicts_told(admin: httpx.Client, app: str) -> None:
    site = admin.post("/cis", json={"ci_class": "site", "attributes": {"name": "Oslo"}}).json()["uid"]
    of = f"/cis/{app}/relationships"
    bond = {"type": "DEPENDS_ON", "target_uid": site}
    revision = admin.post(of, json={**bond, "attributes": {"port": 80}}).json()["revision"]

    changed = admin.patch(of, json={**bond, "attributes": {"strength": "soft"}}, headers={"If-Match": f'"{revision}"'})
    refused = admin.patch(of, json={**bond, "attributes": {"strength": "hard"}}, headers={"If-Match": f'"{revision}"'})
    wrong = admin.patch(of, json={**bond, "attributes": {"strength": "iron"}})
    draft = admin.post("/edits/check-relationship", json={"type": "DEPENDS_ON", "attributes": {"strength": "iron"}})
    shown = admin.get(of, params={"type": "DEPENDS_ON"}).json()["items"]
    admin.post(of, json={**bond, "status": "retired"})
    ended = admin.get(of, params={"type": "DEPENDS_ON"}).json()["items"]
    missing = admin.patch(of, json={**bond, "attributes": {"strength": "hard"}})
    admin.post(of, json={**bond, "status": "restored"})

    assert changed.json()["revision"] == refused.json()["revision"] == revision + 1
    (conflict,) = refused.json()["conflicts"]
    assert (conflict["attribute"], conflict["base"], conflict["theirs"]) == ("strength", None, "soft")
    assert wrong.json()["errors"] == draft.json()["errors"]
    assert wrong.json()["errors"][0]["field"] == "attributes.strength"
    said = {"strength": "soft", "port": 80}
    assert [said.items() <= entry["attributes"].items() for entry in shown] == [True]
    assert (ended, missing.status_code) == ([], 404)
    (restored,) = admin.get(of, params={"type": "DEPENDS_ON"}).json()["items"]
    assert said.items() <= restored["attributes"].items()


def test_what_is_typed_is_checked_before_it_is_stored(admin: httpx.Client) -> None:
    values = {"environment": "prod", "memory_bytes": 12}

    problems = admin.post("/edits/check", json={"ci_class": "server", "attributes": values}).json()["errors"]
    stored = admin.post("/cis", json={"ci_class": "server", "attributes": {**values, "name": "x"}})
    fine = admin.post("/edits/check", json={"ci_class": "server", "attributes": {"memory_bytes": 12}})

    assert [entry["field"] for entry in problems] == ["attributes.environment"]
    assert stored.status_code == 422
    assert stored.json()["errors"] == problems
    assert fine.json() == {"errors": []}


def test_an_edit_cannot_expire_in_the_past_or_be_made_on_nothing(admin: httpx.Client, app: str) -> None:
    past = {"attributes": {"description": "x"}, "expires_at": "2001-01-01T00:00:00Z"}

    assert admin.patch(f"/cis/{app}", json=past).json()["code"] == "bad_time"
    assert admin.patch("/cis/nothing", json={"attributes": {"description": "x"}}).status_code == 404
    assert admin.get("/cis/nothing/edits").status_code == 404


def test_a_source_is_listed_and_withdrawn(admin: httpx.Client, app: str) -> None:
    (source,) = admin.get("/sources", params={"kind": "agent"}).json()["items"]

    by_ref = admin.post("/sources/withdraw", json={"source": source["source"]["key"], "ref": "nothing"})
    left = admin.post("/sources/withdraw", json={"source": source["source"]["key"], "reason": "wrong network"})
    again = admin.post("/sources/withdraw", json={"source": source["source"]["key"]})

    assert (source["root_uid"], source["cis"] > 1) == (app, True)
    assert (by_ref.status_code, left.json(), again.status_code) == (404, {"left": 0}, 404)
    assert admin.get("/sources").json()["items"] == []
    assert admin.get(f"/cis/{app}").json()["status"] == "retired"
    newest = admin.get(f"/cis/{app}/history").json()["items"][0]
    assert (newest["kind"], newest["reason"]) == ("retired", "wrong network")
