"""Reconciliation rules and why a value is what it is, over the API."""

import httpx
import pytest

from tests.api.reporting import enrolled
from tests.api.serving import Serving
from tests.ingest.machines import Machine


@pytest.fixture
def app(server: Serving, admin: httpx.Client) -> str:
    """The uid of a machine of which an agent and a person speak."""
    agent = enrolled(server)
    uid = agent.send(agent.message(Machine("app1"))).json()["root_uid"]
    admin.patch(f"/cis/{uid}", json={"attributes": {"kernel_version": "9"}, "reason": "read it"})
    return uid


RULE = {
    "source": "agent",
    "priority": 200,
    "ci_class": "computer",
    "attribute": "kernel_version",
    "condition": "server and name starts with app",
}


def test_rules_are_tried_saved_applied_and_explained(admin: httpx.Client, app: str) -> None:
    preview = admin.post("/rules/preview", json={"rules": [RULE], "uid": app}).json()
    tried = admin.post("/rules/dry-run", json={"rules": [RULE]}).json()
    saved = admin.put("/rules", json={"rules": [RULE], "reason": "agents know", "version": 0}).json()
    applied = admin.post("/rules/apply").json()
    rules = admin.get("/rules").json()
    why = admin.get(f"/cis/{app}/attributes/kernel_version/why").json()

    (change,) = [entry for entry in preview["ci"]["changes"] if entry["attribute"] == "kernel_version"]
    assert (change["old"], change["new"], change["old_source"]["kind"]) == ("9", "6.1", "manual")
    assert (tried["changed"], tried["after"], tried["samples"][0]["uid"]) == (1, "", app)
    assert (saved["changed"], applied) == (1, {"changed": 1, "left": 0})
    assert (rules["version"], rules["left"], rules["reason"]) == (1, 0, "agents know")
    assert rules["rules"][0].items() >= RULE.items()
    assert (why["value"], [claim["verdict"] for claim in why["claims"]]) == ("6.1", ["counts", "outranked"])
    assert why["claims"][0]["rule"]["priority"] == 200
    assert why["claims"][1]["reason"] == "read it"
    of_class = admin.get(f"/cis/{app}/attributes/ci_class/why").json()
    assert (of_class["value"], of_class["claims"][0]["rank"], of_class["history"][0]["new"]) == ("server", 2, "server")
    newest = admin.get(f"/cis/{app}/history").json()["items"][0]
    assert newest["reason"] == "reconciliation rules, version 1: agents know"


def test_what_cannot_hold_is_refused(admin: httpx.Client, app: str) -> None:
    nonsense = admin.post("/rules/dry-run", json={"rules": [{**RULE, "source": "nobody"}]})
    outdated = admin.put("/rules", json={"rules": [RULE], "version": 7})
    unasked = admin.post("/rules/dry-run", json={"rules": [{**RULE, "condition": "name = app1 and runs on exists"}]})

    empty = admin.post("/rules/dry-run", json={"rules": [{**RULE, "condition": "server and"}]})
    (told,) = empty.json()["errors"]
    suggested = told["remedy"].partition("for example ")[2]
    assert admin.post("/rules/dry-run", json={"rules": [{**RULE, "condition": suggested}]}).status_code == 200
    assert (nonsense.status_code, nonsense.json()["errors"][0]["field"]) == (422, "rules.0.source")
    (mistake,) = unasked.json()["errors"]
    assert (mistake["field"], mistake["position"], mistake["value"]) == ("rules.0.condition", 16, "runs_on")
    assert (outdated.status_code, outdated.json()["code"]) == (412, "rules_changed")
    assert admin.post("/rules/preview", json={"rules": [], "uid": "nothing"}).status_code == 404
    assert admin.get(f"/cis/{app}/attributes/colour/why").status_code == 404
