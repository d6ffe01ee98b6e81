"""Programs get in with API tokens."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from cmdb_server.auth.audit import Actor
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from tests.api.serving import Serving
from tests.auth.conftest import Clock, doors_of

STORED = Query("test.stored", "MATCH (n) RETURN collect(properties(n)) AS properties")
SECOND = 1_000_000


def test_a_token_lets_a_program_in_until_it_is_revoked(server: Serving, admin: httpx.Client) -> None:
    made = admin.post("/tokens", json={"name": "backup", "scope": "read"})
    with server.client(f"Bearer {made.json()['value']}") as program:
        me = program.get("/me")
        listed = {token["name"]: token for token in admin.get("/tokens").json()["items"]}
        revoked = admin.delete(f"/tokens/{made.json()['token_id']}")
        after = program.get("/me")

    assert made.status_code == 201
    assert (me.json()["username"], me.json()["permissions"]) == ("token:backup", ["read"])
    assert listed["backup"]["last_used_at"] is not None
    assert listed["backup"]["created_by"] == "token:test"
    assert revoked.status_code == 204
    assert after.status_code == 401
    assert "backup" not in [token["name"] for token in admin.get("/tokens").json()["items"]]
    assert admin.delete(f"/tokens/{made.json()['token_id']}").status_code == 404


def test_a_tokens_value_is_shown_once_and_stored_nowhere(admin: httpx.Client, store: GraphStore) -> None:
    value = admin.post("/tokens", json={"name": "backup", "scope": "read"}).json()["value"]

    assert value not in admin.get("/tokens").text
    assert value not in str(store.read(lambda tx: tx.run(STORED)))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scope": "read"}, "name"),
        ({"name": "", "scope": "read"}, "name"),
        ({"name": "x", "scope": "root"}, "scope"),
        ({"name": "x", "scope": "read", "expires_at": "tomorrow"}, "expires_at"),
        ({"name": "x", "scope": "read", "expires_at": "2999-01-01T00:00:00"}, "expires_at"),
        ({"name": "x", "scope": "read", "expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"name": "x", "scope": "read", "expires_at": "0001-01-01T00:00:00Z"}, "expires_at"),
        ({"name": "x", "scope": "read", "expires_at": "0001-01-01T00:00:00+23:00"}, "expires_at"),
        ({"name": "x", "scope": "read", "expires_at": "9999-12-31T23:59:59-23:00"}, "expires_at"),
    ],
)
def test_a_token_with_an_unusable_value_is_refused(admin: httpx.Client, body: dict[str, str], field: str) -> None:
    answer = admin.post("/tokens", json=body)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert all(error["remedy"] for error in answer.json()["errors"])


def test_a_token_says_when_it_expires(admin: httpx.Client) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)

    made = admin.post("/tokens", json={"name": "x", "scope": "read", "expires_at": later.isoformat()})

    assert made.json()["expires_at"] == f"{later:%Y-%m-%dT%H:%M:%SZ}"


def test_a_token_is_useless_from_the_moment_it_expires(store: GraphStore) -> None:
    clock = Clock(2 * SECOND - 1)
    tokens = doors_of(store, clock).tokens
    _, value = tokens.create("x", "read", 2 * SECOND, Actor("test"))

    before = tokens.identity(value)
    clock.now = 2 * SECOND
    after = tokens.identity(value)

    assert before is not None
    assert after is None
