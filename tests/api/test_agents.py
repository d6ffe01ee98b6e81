"""Agents are let in by enrolment tokens and shut out by administrators."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from cmdb_server.auth.identity import NotAuthenticatedError
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from graph_schema.report import encode
from tests.api.serving import Serving
from tests.auth.conftest import Clock, doors_of
from tests.ingest.machines import Machine, report

STORED = Query("test.stored", "MATCH (n) RETURN collect(properties(n)) AS properties")


def enrolment(admin: httpx.Client, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - values of a request
    """A new enrolment token."""
    made = admin.post("/enrolment-tokens", json={"name": "servers", **values})
    assert made.status_code == 201, made.text
    return made.json()


def enrol(server: Serving, token: str, name: str = "app1") -> httpx.Response:
    """What a machine gets that asks to be let in."""
    with server.client("") as machine:
        return machine.post("/agents", json={"enrolment_token": token, "name": name, "version": "1.0"})


def report_as(server: Serving, agent: dict[str, str], **values: str) -> httpx.Response:
    """The answer to an agent's report."""
    sent = report(Machine("app1"), source=agent["agent_id"])
    body = encode(sent).replace(b'"default"', f'"{values.get("network_scope", "default")}"'.encode())
    with server.client(f"Agent {agent['agent_id']}:{agent['secret']}") as client:
        return client.post(
            "/reports", content=body.replace(sent.source.encode(), values.get("source", sent.source).encode())
        )


def test_an_enrolled_agent_reports_and_is_listed_with_its_machine(server: Serving, admin: httpx.Client) -> None:
    agent = enrol(server, enrolment(admin)["value"])
    answer = report_as(server, agent.json())
    (listed,) = admin.get("/agents").json()["items"]

    assert agent.status_code == 201
    assert answer.json()["status"] == "stored"
    assert (listed["name"], listed["version"]) == ("app1", "1.0")
    assert listed["ci"] == {"uid": answer.json()["root_uid"], "name": "app1", "ci_class": "server"}
    assert listed["last_contact_at"] is not None
    assert {section["outcome"] for section in listed["sections"]} == {"complete"}


def test_an_agent_is_shut_out_at_once_and_what_it_reported_stays(server: Serving, admin: httpx.Client) -> None:
    agent = enrol(server, enrolment(admin)["value"]).json()
    root = report_as(server, agent).json()["root_uid"]

    deleted = admin.delete(f"/agents/{agent['agent_id']}")

    assert deleted.status_code == 204
    assert report_as(server, agent).status_code == 401
    assert admin.get("/agents").json()["items"] == []
    assert admin.get(f"/cis/{root}").json()["status"] == "active"
    assert admin.delete(f"/agents/{agent['agent_id']}").status_code == 404


def test_an_agent_reports_as_itself_in_its_own_network_only(server: Serving, admin: httpx.Client) -> None:
    token = enrolment(admin, network_scope="branch")["value"]
    agent, other = enrol(server, token).json(), enrol(server, token).json()

    elsewhere = report_as(server, agent)
    as_other = report_as(server, agent, source=f"agent:{other['agent_id']}", network_scope="branch")
    as_person = report_as(server, agent, source="manual:anna", network_scope="branch")
    as_itself = report_as(server, agent, network_scope="branch")

    assert agent["network_scope"] == "branch"
    assert [answer.status_code for answer in (elsewhere, as_other, as_person, as_itself)] == [403, 403, 403, 200]
    assert "network scope 'branch'" in elsewhere.json()["detail"]
    assert other["agent_id"] in as_other.json()["detail"]


def test_an_enrolment_token_lets_in_as_many_as_it_says(server: Serving, admin: httpx.Client) -> None:
    token = enrolment(admin, max_uses=3)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(enrol, [server] * 8, [token["value"]] * 8))

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [401] * 5
    assert admin.get("/enrolment-tokens").json()["items"][0]["uses"] == 3
    assert len({answer.json()["agent_id"] for answer in answers if answer.status_code == 201}) == 3


def test_a_revoked_enrolment_token_lets_nobody_in_and_keeps_whom_it_let_in(
    server: Serving, admin: httpx.Client
) -> None:
    token = enrolment(admin)
    agent = enrol(server, token["value"]).json()

    revoked = admin.delete(f"/enrolment-tokens/{token['token_id']}")

    assert revoked.status_code == 204
    assert enrol(server, token["value"]).status_code == 401
    assert report_as(server, agent).status_code == 200
    assert admin.get("/enrolment-tokens").json()["items"] == []
    assert admin.delete(f"/enrolment-tokens/{token['token_id']}").status_code == 404


def test_an_enrolment_token_is_useless_from_the_moment_it_expires(store: GraphStore) -> None:
    clock = Clock(1)
    agents = doors_of(store, clock).agents
    _, value = agents.create_token("x", "default", 2)

    agents.enrol(value, "app1", "1.0")
    clock.now = 2

    with pytest.raises(NotAuthenticatedError, match="expired"):
        agents.enrol(value, "app1", "1.0")


def test_secrets_of_agents_are_shown_once_and_stored_nowhere(
    server: Serving, admin: httpx.Client, store: GraphStore
) -> None:
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    token = enrolment(admin, expires_at=later)["value"]
    secret = enrol(server, token).json()["secret"]

    shown = admin.get("/enrolment-tokens").text + admin.get("/agents").text
    stored = str(store.read(lambda tx: tx.run(STORED)))

    assert token not in shown + stored
    assert secret not in shown + stored


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/enrolment-tokens", {"name": ""}, "name"),
        ("/enrolment-tokens", {"name": "x", "max_uses": -1}, "max_uses"),
        ("/enrolment-tokens", {"name": "x", "network_scope": ""}, "network_scope"),
        ("/enrolment-tokens", {"name": "x", "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ("/agents", {"enrolment_token": "ple_secret", "name": ""}, "name"),
        ("/agents", {"enrolment_token": "s" * 201, "name": "x"}, "enrolment_token"),
    ],
)
def test_unusable_values_are_refused_by_their_field(
    admin: httpx.Client, path: str, body: dict[str, object], field: str
) -> None:
    answer = admin.post(path, json=body)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert "sssss" not in answer.text
