"""Signals over the API: who may send and see them, what is refused, and what a person says is meant."""

import gzip
import json
from typing import Any

import httpx
import pytest

from cmdb_server.api.resources import signal_delivery
from cmdb_server.permissions.grants import Grant
from tests.api.estate import Estate
from tests.api.serving import Serving

ALERT = {
    "status": "firing",
    "labels": {"alertname": "PostgresDown", "severity": "critical", "instance": "db1:5432", "tier": "gold"},
    "annotations": {"summary": "postgres does not answer"},
    "startsAt": "2026-11-01T10:00:00Z",
    "endsAt": "0001-01-01T00:00:00Z",
}
MAPPING: dict[str, Any] = {
    "items": "events",
    "fields": {"name": "title", "host": "machine", "severity": "level"},
    "severities": {"bad": "critical"},
    "over": [],
}


def webhook(*alerts: dict[str, Any]) -> dict[str, Any]:
    return {"version": "4", "groupKey": "{}", "status": "firing", "receiver": "cmdb", "alerts": alerts}


def send(server: Serving, path: str, body: object) -> httpx.Response:
    with server.client(server.token_for("signals")) as sender:
        return sender.post(path, json=body)


def signals(client: httpx.Client, **asked: str) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in client.get("/signals", params={"limit": 500, **asked}).json()["items"]}


def test_an_alert_is_of_the_program_that_it_names_until_it_is_resolved(
    shared_server: Serving, estate: Estate, reader: httpx.Client
) -> None:
    taken = send(shared_server, "/signals/alertmanager", webhook(ALERT, ALERT))
    found = signals(reader)["PostgresDown"]
    health = reader.get(f"/ci-health/{found['ci']['uid']}").json()
    machine = reader.get(f"/ci-health/{estate.db1}").json()
    app = reader.get("/ci-health/shop").json()

    over = send(shared_server, "/signals/alertmanager", webhook({**ALERT, "status": "resolved"}))

    assert taken.json() == {"taken": 2, "opened": 1, "resolved": 0, "unmatched": 0, "refused": []}
    assert (found["ci"]["name"], found["ci"]["root"], found["severity"], found["count"]) == (
        *("postgres", "db1", "critical"),
        2,
    )
    assert (found["started_at"], found["sender"], found["labels"]["tier"]) == (
        *("2026-11-01T10:00:00Z", "signals:signals"),
        "gold",
    )
    assert (health["health"], health["signals"][0]["summary"]) == ("critical", "postgres does not answer")
    assert [entry["name"] for entry in machine["on_it"]] == ["postgres"]
    assert "postgres" in [entry["name"] for entry in app["needs"] if entry["health"] == "critical"]
    assert app["needs_critical"] >= 1
    assert over.json()["resolved"] == 1
    assert signals(reader, state="resolved")["PostgresDown"]["resolved_by"] == "sender"
    assert "PostgresDown" not in signals(reader)


def test_our_own_json_names_what_it_means(shared_server: Serving, estate: Estate, reader: httpx.Client) -> None:
    said = [
        {"name": "ByUid", "uid": estate.app1, "severity": "critical", "value": 0.5},
        {"name": "ByLabels", "labels": {"node": "app1"}},
        {"name": "ByService", "service": "shop", "timeout_seconds": 60},
    ]

    answer = send(shared_server, "/signals", {"signals": said})

    found = signals(reader)
    assert answer.json()["opened"] == 3
    assert [found[name]["ci"]["name"] for name in ("ByUid", "ByLabels", "ByService")] == ["app1", "app1", "shop"]
    assert found["ByUid"]["value"] == "0.5"
    listed = reader.get("/ci-health", params={"uid": [estate.app1, estate.db1]}).json()["items"]
    assert ("app1", "critical") in [(entry["name"], entry["health"]) for entry in listed]


@pytest.mark.parametrize("scope", ["read", "write", "report", "traces"])
def test_only_who_may_send_signals_does(shared_server: Serving, scope: str) -> None:
    paths = ("/signals", "/signals/alertmanager", "/signals/mapped?mapping=x")
    with shared_server.client(shared_server.token_for(scope)) as program:
        answers = [program.post(path, json={}) for path in paths]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert send(shared_server, "/signals/match", {}).status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/signals", {"signals": []}, 422, "signals"),
        ("/signals", {"signals": [{"name": "x", "severity": "bad"}]}, 422, "signals.0.severity"),
        ("/signals", {"signals": [{"name": "x", "host": "a:b:c"}]}, 422, "signals.0.host"),
        ("/signals", {"signals": [{"name": "x", "started_at": "soon"}]}, 422, "signals.0.started_at"),
        ("/signals/alertmanager", {"version": "1"}, 422, "version"),
        ("/signals/alertmanager", webhook({"status": "odd"}), 422, "alerts.0.status"),
        ("/signals/mapped?mapping=nothing", {}, 404, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_field_value_and_remedy(
    shared_server: Serving, path: str, body: object, status: int, field: str
) -> None:
    answer = send(shared_server, path, body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"][:1]] == [field][: status == 422]
    assert all(error["remedy"] for error in answer.json()["errors"])


def test_hostile_bodies_are_refused(shared_server: Serving) -> None:
    bomb = gzip.compress(b" " * (signal_delivery.MAX_UNPACKED_BYTES + 1), mtime=0)
    plain: dict[str, str] = {}
    bodies = [
        (bomb, {"Content-Encoding": "gzip"}, 413),
        (b" " * ((8 << 20) + 1), plain, 413),
        (b"[" * 99_999, plain, 400),
    ]
    with shared_server.client(shared_server.token_for("signals")) as sender:
        answers = [sender.post("/signals/alertmanager", content=body, headers=more) for body, more, _ in bodies]
        scope = sender.post("/signals", json={"signals": [{"name": "x"}]}, headers={"X-Network-Scope": "a/b"})

    assert [answer.status_code for answer in answers] == [status for _, _, status in bodies]
    assert scope.status_code == 422


def test_a_mapping_is_tried_on_a_sample_kept_and_used(
    shared_server: Serving, estate: Estate, reader: httpx.Client
) -> None:
    sample = {"events": [{"title": "Mapped", "machine": "db1", "level": "bad"}, {"machine": "db1"}]}
    with shared_server.client() as admin:
        preview = admin.post("/signal-mappings/preview", json={"mapping": MAPPING, "sample": json.dumps(sample)}).json()
        bad = admin.put("/signal-mappings/own", json={**MAPPING, "items": "a["})
        kept = admin.put("/signal-mappings/own", json=MAPPING).json()
        taken = send(shared_server, "/signals/mapped?mapping=own", sample).json()
        listed = admin.get("/signal-mappings").json()
        gone = [admin.delete("/signal-mappings/own").status_code for _ in range(2)]

    assert estate
    assert [(entry["name"], entry["severity"], entry["names"]) for entry in preview["items"]] == [
        ("Mapped", "critical", "host db1")
    ]
    assert [entry["field"] for entry in preview["refused"]] == ["items.1.name"]
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "items")
    assert kept == {"name": "own", **MAPPING} == listed["items"][0]
    assert (taken["opened"], [entry["field"] for entry in taken["refused"]]) == (1, ["items.1.name"])
    assert signals(reader)["Mapped"]["ci"]["name"] == "db1"
    assert gone == [204, 404]


def test_who_says_which_ci_is_meant_is_believed_from_then_on(
    shared_server: Serving, estate: Estate, reader: httpx.Client
) -> None:
    send(
        shared_server,
        "/signals",
        {"signals": [{"name": "Unknown", "host": "db-old"}, {"name": "Twin", "host": "twin"}]},
    )
    unmatched = signals(reader, state="unmatched")

    with shared_server.client() as admin:
        bound = admin.post("/signal-bindings", json={"place": "host db-old", "ci": estate.db1, "reason": "renamed"})
        wrong = admin.post("/signal-bindings", json={"place": "host x", "ci": "nothing"})
        listed = admin.get("/signal-bindings").json()["items"]
        resolved = admin.post(f"/signals/{unmatched['Twin']['uid']}/resolve", json={"reason": "a test"}).json()
        gone = [admin.delete(f"/signal-bindings/{bound.json()['uid']}").status_code for _ in range(2)]

    assert (unmatched["Unknown"]["place"], unmatched["Unknown"]["ci"]) == ("host db-old", None)
    assert [entry["name"] for entry in unmatched["Twin"]["candidates"]] == ["twin", "twin"]
    assert (bound.json()["changed"], signals(reader)["Unknown"]["ci"]["uid"]) == (1, estate.db1)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (404, "ci")
    assert [(entry["place"], entry["ci"]["name"], entry["reason"]) for entry in listed] == [
        ("host db-old", "db1", "renamed")
    ]
    assert (resolved["state"], resolved["resolved_by"], gone) == ("resolved", "person", [204, 404])


def test_of_cis_that_somebody_may_not_see_signals_tell_nothing(shared_server: Serving, estate: Estate) -> None:
    said = [{"name": "Secret", "uid": estate.db1, "summary": "on db1"}, {"name": "Nowhere", "host": "unknown-host"}]
    send(shared_server, "/signals", {"signals": said})

    with shared_server.client(shared_server.token_with(Grant("business_service"))) as client:
        text = client.get("/signals", params={"limit": 500}).text
        health = client.get("/ci-health").text

    assert '"severity":"warning"' in text.replace(" ", "")
    assert not [word for word in ("Secret", "on db1", "Nowhere", "unknown-host", '"db1"') if word in text + health]
