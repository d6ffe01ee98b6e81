"""What surrounds every answer, and what no answer and no line of the log holds."""

import httpx
import pytest

from tests.api.reporting import enrolled
from tests.api.serving import Serving
from tests.ingest.machines import Machine
from tests.waiting import wait_until

GUESS = "hunter2-hunter2-hunter2"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def check(answer: httpx.Response) -> None:
    """An answer carries what every answer carries."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    assert f"camera={'(self)' if is_page else '()'}, " in answer.headers["Permissions-Policy"]
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert len(answer.headers["X-Request-Id"]) == 16
    assert "server" not in answer.headers
    if "/api/" in str(answer.url) and not answer.is_success and answer.content:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_every_answer_carries_the_headers_and_an_id(server: Serving) -> None:
    asked = {
        ("GET", "/health"): 200,
        ("GET", "/cis"): 200,
        ("GET", "/cis/export"): 200,
        ("GET", "/export"): 200,
        ("GET", "/cis/nothing"): 404,
        ("GET", "/nothing"): 404,
        ("DELETE", "/cis"): 405,
        ("OPTIONS", "/cis"): 405,
        ("GET", "/cis?limit=x"): 422,
        ("POST", "/tokens"): 422,
        ("DELETE", "/tokens/nothing"): 404,
        ("GET", f"{server.url}/reference"): 200,
        ("GET", f"{server.url}/bundle/nothing.js"): None,
        ("GET", f"{server.url}/"): None,
    }

    with server.client() as client:
        answers = {which: client.request(*which) for which in asked}

    assert {which: status and answers[which].status_code for which, status in asked.items()} == asked
    for answer in answers.values():
        check(answer)


def test_a_failure_of_the_server_says_nothing_of_its_inside(server: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError(GUESS)

    monkeypatch.setattr(type(server.services.tokens), "all", fail)
    with server.client() as client:
        answer = client.get("/tokens")

    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert GUESS not in answer.text
    assert answer.json()["request_id"] in server.log.text
    check(answer)


def test_an_answer_in_plain_http_asks_for_no_https(server: Serving) -> None:
    with server.client() as client:
        assert "Strict-Transport-Security" not in client.get("/health").headers


def test_no_secret_is_repeated_or_logged(server: Serving, password: str) -> None:
    agent = enrolled(server)
    agent.send(agent.message(Machine("app1")))
    secrets = {GUESS, password, server.token, agent.secret}
    texts: list[str] = []
    for authorization in (f"Bearer {GUESS}", f"Agent {agent.agent_id}:{GUESS}", f"Basic {GUESS}", GUESS):
        with server.client(authorization) as stranger:
            texts += [stranger.get("/me").text, stranger.post("/reports", content=b"{}").text]
    with server.client("") as page:
        page.cookies.set("plumbline_session", GUESS)
        texts += [
            page.get("/me").text,
            page.post("/session", json={"username": "admin", "password": GUESS}).text,
            page.post("/session", json={"username": "admin", "password": [GUESS]}).text,
            page.post("/session", json={"username": "admin", "password": GUESS * 100}).text,
            page.post("/session", json=[GUESS]).text,
            page.post("/session", json=GUESS).text,
            page.post("/session", content=f'{{"username": "admin", "password": "{GUESS}'.encode()).text,
            page.post("/agents", json={"enrolment_token": GUESS, "name": "x"}).text,
            page.post("/agents", json={"enrolment_token": GUESS, "name": {"a": GUESS}}).text,
        ]
        secrets.add(page.cookies["plumbline_session"])
    with server.client("") as page:
        me = page.post("/session", json={"username": "admin", "password": password}).json()
        secrets |= {page.cookies["plumbline_session"], me["csrf_token"]}
        page.headers["X-CSRF-Token"] = me["csrf_token"]
        texts += [
            page.post("/me/password", json={"current_password": GUESS, "new_password": GUESS}).text,
            page.post("/me/password", json={"current_password": password, "new_password": GUESS[:5]}).text,
            page.post("/me/password", json={"current_password": password, "new_password": {"a": GUESS}}).text,
            page.get("/export").text,
            page.get("/reference").text,
        ]

    assert {secret for secret in secrets for text in texts if secret in text} == set()
    assert {secret for secret in secrets if secret in server.log.text} == set()
    assert "request" in server.log.text


def test_the_log_has_each_request_with_its_id(server: Serving) -> None:
    with server.client() as client:
        request_id = client.get("/cis", params={"q": "who"}).headers["X-Request-Id"]

    # The line is written when the answer is on its way.
    wait_until(lambda: any(request_id in line for line in server.log.lines))
    (line,) = [line for line in server.log.lines if request_id in line]
    assert '"path": "/api/v1/cis"' in line
    assert '"status": 200' in line
