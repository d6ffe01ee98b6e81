"""Silent sources, how each source sees a CI, and the thresholds, over the API."""

from typing import Any

import httpx

from tests.api.reporting import Agent, enrolled
from tests.api.serving import Serving
from tests.ingest.machines import Machine

APP = Machine("app1")
QUICK = {"stale_seconds": 60, "stale_attempts": 1, "retired_seconds": 60, "retired_attempts": 1}


def failing(agent: Agent, at: int) -> dict[str, Any]:
    """A report of which every section failed."""
    message = agent.message(APP, at)
    for section in message["sections"]:
        section.update(outcome="failed", reason="no answer", hash=f"failed {at}", cis=[], relationships=[])
    return message


def test_a_source_that_fails_to_see_its_machine_is_listed_with_what_comes_next(
    server: Serving, admin: httpx.Client
) -> None:
    agent = enrolled(server)
    uid = agent.send(agent.message(APP, 1)).json()["root_uid"]
    before = admin.get("/silent-sources").json()
    seen = admin.get(f"/cis/{uid}/sources").json()["items"]

    agent.send(failing(agent, 2))
    (silent,) = admin.get("/silent-sources").json()["items"]
    (looked,) = admin.get(f"/cis/{uid}/sources").json()["items"]
    back = agent.send(agent.message(APP, 3)).json()
    after = admin.get("/silent-sources").json()

    assert before["total"] == after["total"] == 0
    assert [(entry["state"], entry["failed_attempts"]) for entry in seen] == [("collected", 0)]
    assert (silent["source"]["key"], silent["root"]["uid"], silent["status"]) == (agent.source, uid, "active")
    assert (silent["failed_attempts"], silent["next_step"]["status"]) == (1, "stale")
    assert silent["next_step"]["attempts_left"] == 2
    assert silent["cis"] >= 1
    assert (looked["state"], looked["reason"], looked["failed_attempts"]) == ("not_collected", "no answer", 1)
    assert looked["since"] == looked["seen_at"] < looked["last_contact_at"]
    assert back["root_uid"] == uid
    assert admin.get("/cis/ci_nothing/sources").status_code == 404


def test_thresholds_are_set_by_an_administrator_inherited_and_taken_back(admin: httpx.Client, server: Serving) -> None:
    tried = admin.post("/ageing-rules/device/dry-run", json=QUICK)
    admin.put("/ageing-rules/device", json={**QUICK, "reason": "they move"})
    rules = {item["ci_class"]: item for item in admin.get("/ageing-rules").json()["items"]}
    refused = admin.put("/ageing-rules/device", json={**QUICK, "stale_attempts": 0})
    dependent = admin.put("/ageing-rules/network_interface", json=QUICK)
    with server.client(server.token_for("write")) as writer:
        forbidden = writer.put("/ageing-rules/device", json=QUICK)
    admin.delete("/ageing-rules/device")
    after = {item["ci_class"]: item for item in admin.get("/ageing-rules").json()["items"]}

    assert tried.json() == {"stale": 0, "retired": 0, "returned": 0}
    assert (rules["server"]["of"], rules["server"]["stale_seconds"]) == ("device", 60)
    assert (rules["device"]["set_by"], rules["device"]["reason"]) == ("token:test", "they move")
    assert rules["virtual_machine"]["of"] == "virtual_machine"
    assert refused.json()["errors"][0]["field"] == "stale_attempts"
    assert "stale_attempts '0' is out of range" in refused.json()["detail"]
    assert dependent.json()["errors"][0]["field"] == "ci_class"
    assert forbidden.status_code == 403
    assert (after["device"]["set_by"], after["device"]["stale_seconds"]) == (None, 7 * 24 * 3600)
    assert admin.delete("/ageing-rules/device").status_code == 404
    actions = [item["action"] for item in admin.get("/audit", params={"action": "ageing_rule"}).json()["items"]]
    assert actions == ["ageing_rule.reset", "ageing_rule.set"]


def test_ageing_can_be_asked_for_now(admin: httpx.Client) -> None:
    assert admin.post("/silent-sources/age").json() == {"stale": 0, "retired": 0, "returned": 0, "cis": 0}
