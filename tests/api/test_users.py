"""Administrators let people in and shut them out."""

from collections.abc import Generator
from contextlib import contextmanager

import httpx
import pytest

from tests.api.serving import Serving

pytestmark = pytest.mark.usefixtures("password")


@contextmanager
def log_in(server: Serving, username: str, password: str) -> Generator[httpx.Client]:
    """A page on which a person has logged in."""
    with server.client("") as page:
        answer = page.post("/session", json={"username": username, "password": password})
        assert answer.status_code == 200, answer.text
        page.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        yield page


def status_of(server: Serving, username: str, password: str) -> int:
    """What a person who tries to log in gets."""
    with server.client("") as page:
        return page.post("/session", json={"username": username, "password": password}).status_code


def test_a_new_person_logs_in_with_the_password_that_is_shown_once(server: Serving, admin: httpx.Client) -> None:
    made = admin.post("/users", json={"name": "anna", "roles": ["reader"]})

    with log_in(server, "anna", made.json()["password"]) as page:
        me = page.get("/me").json()
        refused = page.post("/users", json={"name": "otto", "roles": ["administrator"]})
    people = admin.get("/users").json()["items"]

    assert made.status_code == 201
    assert me["permissions"] == ["read"]
    assert refused.status_code == 403
    assert [(user["name"], user["roles"]) for user in people] == [("admin", ["administrator"]), ("anna", ["reader"])]
    assert people[1]["last_login_at"] is not None


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("admin", 409, "user_exists"), ("", 422, "invalid_request"), ("a b", 422, "invalid_request")],
)
def test_a_name_that_cannot_be_used_is_refused(admin: httpx.Client, name: str, status: int, code: str) -> None:
    answer = admin.post("/users", json={"name": name, "roles": ["reader"]})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [error["field"] for error in answer.json()["errors"]] == ["name"]


def test_a_reset_password_replaces_the_old_one_and_ends_the_sessions(server: Serving, admin: httpx.Client) -> None:
    old = admin.post("/users", json={"name": "anna", "roles": ["reader"]}).json()["password"]

    with log_in(server, "anna", old) as page:
        new = admin.post("/users/anna/password").json()["password"]

        assert page.get("/me").status_code == 401
    assert status_of(server, "anna", old) == 401
    assert status_of(server, "anna", new) == 200


def test_a_person_is_shut_out_at_once_and_may_come_back(server: Serving, admin: httpx.Client) -> None:
    password = admin.post("/users", json={"name": "anna", "roles": ["administrator"]}).json()["password"]

    with log_in(server, "anna", password) as page:
        removed = admin.delete("/users/anna")

        assert page.get("/me").status_code == 401
    assert removed.status_code == 204
    assert status_of(server, "anna", password) == 401
    assert [user["name"] for user in admin.get("/users").json()["items"]] == ["admin"]
    again = admin.post("/users", json={"name": "anna", "roles": ["reader"]})
    with log_in(server, "anna", again.json()["password"]) as page:
        assert page.get("/me").json()["roles"] == ["reader"]


def test_the_last_administrator_stays(server: Serving, admin: httpx.Client, password: str) -> None:
    admin.post("/users", json={"name": "anna", "roles": ["reader"]})

    refused = admin.delete("/users/admin")

    assert (refused.status_code, refused.json()["code"]) == (409, "last_administrator")
    assert status_of(server, "admin", password) == 200


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/users/nobody"), ("POST", "/users/nobody/password")])
def test_a_person_who_is_not_there_is_not_found(admin: httpx.Client, method: str, path: str) -> None:
    answer = admin.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
