"""People log in, stay logged in and log out."""

from contextlib import ExitStack
from http.cookies import SimpleCookie

import httpx
import pytest

from cmdb_server.auth import credentials
from cmdb_server.auth.audit import Actor
from cmdb_server.auth.sessions import IDLE_MICROSECONDS, SESSION_MICROSECONDS
from cmdb_server.graph_store.store import GraphStore
from tests.api.serving import Serving
from tests.auth.conftest import Clock, doors_of
from tests.waiting import wait_until

NEW_PASSWORD = "correct horse battery"  # noqa: S105 - a test's own


def log_in(client: httpx.Client, password: str, username: str = "admin") -> httpx.Response:
    """Ask for a session; the client keeps the cookie."""
    response = client.post("/session", json={"username": username, "password": password})
    if response.is_success:
        client.headers["X-CSRF-Token"] = response.json()["csrf_token"]
    return response


def change_password(client: httpx.Client, current: str, new: str) -> httpx.Response:
    """Ask for another password."""
    return client.post("/me/password", json={"current_password": current, "new_password": new})


def test_a_session_is_a_cookie_that_no_script_reads_and_no_other_site_sends(server: Serving, password: str) -> None:
    with server.client("") as page:
        response = log_in(page, password)
        me = page.get("/me")

    (cookie,) = SimpleCookie(response.headers["Set-Cookie"]).values()
    assert response.status_code == 200
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/"
    assert int(cookie["max-age"]) == 12 * 3600
    assert cookie.value not in response.text
    assert me.json() == response.json()
    assert me.json()["roles"] == ["administrator"]
    assert me.json()["permissions"] == [
        "admin",
        "approve",
        "assets",
        "audit",
        "changes",
        "credentials",
        "licence_keys",
        "manage",
        "read",
        "report",
        "scan",
        "signals",
        "traces",
        "work",
        "write",
    ]


@pytest.mark.usefixtures("password")
@pytest.mark.parametrize("username", ["admin", "nobody", ""])
def test_a_wrong_password_is_refused_alike_for_users_that_are_there_and_that_are_not(
    server: Serving, username: str
) -> None:
    with server.client("") as page:
        response = log_in(page, "not the password", username)

    assert response.status_code == 401
    assert response.json()["detail"] == "the user name or the password is wrong"
    assert "Set-Cookie" not in response.headers


def test_guessing_is_slowed_down_for_that_user_only(server: Serving, password: str) -> None:
    server.services.users.create("anna", ("reader",), (), Actor("test"))
    with server.client("") as page:
        tries = [log_in(page, "a guess").status_code for _ in range(5)]
        slowed = log_in(page, password)
        other = log_in(page, "a guess", "anna")
        wait_until(lambda: log_in(page, password).status_code == 200)

    assert tries == [401] * 5
    assert slowed.status_code == 429
    assert slowed.json()["code"] == "throttled"
    assert int(slowed.headers["Retry-After"]) >= 1
    assert other.status_code == 401


@pytest.mark.parametrize("token", [None, "", "0" * 48, "ä"])
def test_a_change_by_a_page_needs_the_token_of_its_session(server: Serving, password: str, token: str | None) -> None:
    with server.client("") as page:
        right = log_in(page, password).json()["csrf_token"]
        del page.headers["X-CSRF-Token"]
        headers = [] if token is None else [(b"X-CSRF-Token", token.encode())]
        refused = page.patch("/me", json={"preferences": {"theme": "dark"}}, headers=headers)
        done = page.patch("/me", json={"preferences": {"theme": "dark"}}, headers={"X-CSRF-Token": right})

    assert refused.status_code == 403
    assert "X-CSRF-Token" in refused.json()["detail"]
    assert done.json()["preferences"] == {"theme": "dark", "density": None}


def test_a_session_ends_with_the_log_out(server: Serving, password: str) -> None:
    with server.client("") as page, server.client("") as thief:
        log_in(page, password)
        thief.cookies = page.cookies
        before = thief.get("/me")
        ended = page.delete("/session")

        assert before.status_code == 200
        assert ended.status_code == 204
        assert "Max-Age=0" in ended.headers["Set-Cookie"]
        assert page.get("/me").status_code == 401
        assert thief.get("/me").status_code == 401


def test_a_new_password_ends_the_other_sessions_and_the_old_password(server: Serving, password: str) -> None:
    with server.client("") as here, server.client("") as elsewhere:
        log_in(here, password)
        log_in(elsewhere, password)
        changed = change_password(here, password, NEW_PASSWORD)

        assert changed.status_code == 204
        assert here.get("/me").status_code == 200
        assert elsewhere.get("/me").status_code == 401
        assert log_in(elsewhere, password).status_code == 401
        assert log_in(elsewhere, NEW_PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("a guess", NEW_PASSWORD, "current_password"), ("", "short one", "new_password")],
)
def test_a_refused_password_leaves_the_old_one_and_is_not_repeated(
    server: Serving, password: str, current: str, new: str, field: str
) -> None:
    with server.client("") as page:
        log_in(page, password)
        refused = change_password(page, current or password, new)
        again = log_in(page, password)

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert new not in refused.text
    assert again.status_code == 200


def test_what_a_person_chose_is_kept_and_unknown_choices_are_refused(server: Serving, password: str) -> None:
    with server.client("") as page:
        log_in(page, password)
        page.patch("/me", json={"preferences": {"theme": "dark"}})
        page.patch("/me", json={"preferences": {"density": "compact"}})
        refused = page.patch("/me", json={"preferences": {"theme": "pink"}})
        page.delete("/session")
        found = log_in(page, password)

    assert refused.status_code == 422
    assert found.json()["preferences"] == {"theme": "dark", "density": "compact"}


@pytest.mark.parametrize("pause", [IDLE_MICROSECONDS, SESSION_MICROSECONDS])
def test_a_session_ends_by_itself(store: GraphStore, pause: int) -> None:
    clock = Clock(0)
    doors = doors_of(store, clock)
    password = doors.accounts.ensure_administrator() or ""
    secret = doors.accounts.log_in("admin", password, "127.0.0.1")

    seen: list[bool] = []
    for at in (*range(0, pause, IDLE_MICROSECONDS // 2), pause - 1, 2 * pause):
        clock.now = at
        seen.append(doors.sessions.identity(secret) is not None)

    assert seen == [True] * (len(seen) - 1) + [False]
    assert doors.sessions.expire() == 1


def test_few_passwords_are_checked_at_once(server: Serving, password: str) -> None:
    with ExitStack() as held, server.client("") as page:
        for _ in range(credentials.HASHED_AT_ONCE):
            held.enter_context(credentials.hashing_turn())
        refused = log_in(page, password)
    with server.client("") as page:
        answered = log_in(page, password)

    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert int(refused.headers["Retry-After"]) >= 1
    assert answered.status_code == 200


def test_the_first_administrator_is_made_once(store: GraphStore) -> None:
    accounts = doors_of(store, Clock()).accounts

    assert [bool(accounts.ensure_administrator()) for _ in range(3)] == [True, False, False]
