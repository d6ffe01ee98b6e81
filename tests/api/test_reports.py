"""Data sources deliver reports and hear what became of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cmdb_server.api.resources import reports
from graph_schema.report import message_bytes
from tests.api.reporting import Agent, enrolled, section_of, without_contents
from tests.api.serving import Serving
from tests.ingest.machines import Machine

APP = Machine("app1", connects=(("10.0.0.2", 5432),), packages=(("nginx", "1.22"),))


@pytest.fixture
def agent(server: Serving) -> Agent:
    """An enrolled agent."""
    return enrolled(server)


def errors_of(answer: Any) -> list[str]:  # noqa: ANN401 - JSON
    """The fields that an answer complains about."""
    return [error["field"] for error in answer.json()["errors"]]


def test_a_report_is_stored_once_and_then_unchanged(agent: Agent) -> None:
    message = agent.message(APP)

    stored = agent.send(message)
    repeated = agent.send(message)
    later = agent.send(without_contents(agent.message(APP, at=10)))

    assert stored.status_code == 200
    assert (stored.json()["status"], stored.json()["report_id"]) == ("stored", message["report_id"])
    assert {section["name"] for section in stored.json()["sections"]} == {s["name"] for s in message["sections"]}
    assert stored.json()["parked"] == []
    assert [answer.json()["status"] for answer in (repeated, later)] == ["unchanged"] * 2
    assert {answer.json()["root_uid"] for answer in (stored, repeated, later)} == {stored.json()["root_uid"]}


def test_a_change_stores_only_its_section(agent: Agent) -> None:
    agent.send(agent.message(APP))
    changed = agent.message(Machine("app1", connects=APP.connects, packages=APP.packages, kernel="6.2"), at=2)
    message = {**without_contents(changed)}
    message["sections"] = [
        section_of(changed, section["name"]) if section["name"] == "computer" else section
        for section in message["sections"]
    ]

    answer = agent.send(message)

    assert answer.json()["status"] == "stored"
    assert [(section["name"], section["changed"]) for section in answer.json()["sections"]] == [("computer", 1)]


def test_sections_that_the_server_lacks_are_asked_for(agent: Agent) -> None:
    message = agent.message(APP)

    asked = agent.send(without_contents(message))
    sent = agent.send(message)

    assert asked.status_code == 409
    assert asked.headers["Content-Type"] == "application/problem+json"
    assert asked.json()["code"] == "sections_needed"
    assert sorted(asked.json()["need"]) == sorted(section["name"] for section in message["sections"])
    assert sent.json()["status"] == "stored"


def test_the_usable_parts_of_a_partly_bad_report_are_stored(agent: Agent) -> None:
    message = agent.message(Machine("app1", interfaces=("eth0", "eth1")))
    bad = section_of(message, "network_interfaces")["cis"][-1]
    bad["attributes"]["mac_address"] = "not a MAC"

    answer = agent.send(message)

    (parked,) = answer.json()["parked"]
    assert answer.status_code == 200
    assert answer.json()["status"] == "partial"
    assert parked["section"] == "network_interfaces"
    assert (parked["item"], parked["field"], parked["value"]) == (bad["ref"], "mac_address", "not a MAC")
    assert parked["message"]
    assert parked["remedy"]


def test_the_answer_tells_what_says_nothing_and_was_left_out(agent: Agent) -> None:
    message = agent.message(APP)
    computer = section_of(message, "computer")["cis"][0]
    computer["attributes"] |= {"serial_number": "Default string", "os_version": ""}

    answer = agent.send(message)

    told = {"section": "computer", "item": computer["ref"], "field": "serial_number", "value": "Default string"}
    assert (answer.json()["status"], answer.json()["left_out"]) == ("stored", [told])


@pytest.mark.parametrize(
    ("source", "status"), [("api:erp", 200), ("import:racks.csv", 200), ("agent:1", 403), ("manual:anna", 403)]
)
def test_a_program_reports_as_a_program(server: Serving, source: str, status: int) -> None:
    message = {**enrolled(server).message(APP), "source": source}

    with server.client(server.token_for("report")) as program:
        answer = program.post("/reports", content=message_bytes(message))

    assert answer.status_code == status
    assert status == 200 or source in answer.json()["detail"]


@pytest.mark.parametrize("source", ["snmp:branch/10.0.0.9", "ssh:branch/10.0.0.9"])
def test_who_may_run_scans_hands_in_what_one_found_elsewhere(server: Serving, source: str) -> None:
    message = {**enrolled(server).message(APP), "source": source, "network_scope": "branch"}
    answers: list[int] = []

    for scope in ("report", "admin"):
        with server.client(server.token_for(scope)) as program:
            answers.append(program.post("/reports", content=message_bytes(message)).status_code)

    assert answers == [403, 200]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"report",
        b"[]",
        b"null",
        b"{}",
        b'{"format": 1',
        b"\xff\xfe",
        b"\x00" * 100,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"format": 1, "report_id": "\\ud800"}',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_report_is_refused(agent: Agent, body: bytes) -> None:
    answer = agent.post(body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "report_rejected"
    assert all(error["remedy"] for error in answer.json()["errors"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": 2}, "format"),
        ({"report_id": ""}, "report_id"),
        ({"report_id": "a\nb"}, "report_id"),
        ({"observed_at": "yesterday"}, "observed_at"),
        ({"observed_at": "2026-01-01T00:00:00"}, "observed_at"),
        ({"observed_at": "9999-12-31T23:59:59Z"}, "observed_at"),
        ({"sections": []}, "sections"),
        ({"root": {"ref": "server:other", "ci_class": "server"}}, "root.ref"),
        ({"root": {"ref": "server:app1", "ci_class": "spaceship"}}, "root.ci_class"),
        ({"root": {"ref": "server:app1", "ci_class": "server", "identifiers": 7}}, "root.identifiers"),
    ],
)
def test_a_report_with_a_bad_frame_is_refused_as_a_whole(agent: Agent, change: dict[str, Any], field: str) -> None:
    answer = agent.send({**agent.message(APP), **change})

    assert answer.status_code == 422
    assert errors_of(answer) == [field]
    with agent.server.client() as client:
        assert client.get("/cis").json()["total"] == 0


def test_a_clock_that_is_hours_ahead_is_named_with_the_remedy(agent: Agent) -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=3)).isoformat()

    answer = agent.send({**agent.message(APP), "observed_at": ahead})

    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert (error["field"], error["value"]) == ("observed_at", ahead)
    assert "lies in the future" in error["message"]
    assert "NTP" in error["remedy"]


def test_a_server_with_too_many_reports_at_once_asks_to_come_back(agent: Agent) -> None:
    for _ in range(reports.AT_ONCE):
        assert reports.in_flight.acquire(blocking=False)
    try:
        refused = agent.send(agent.message(APP))
    finally:
        reports.in_flight.release(reports.AT_ONCE)
    stored = agent.send(agent.message(APP))

    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert int(refused.headers["Retry-After"]) >= 1
    assert stored.status_code == 200
