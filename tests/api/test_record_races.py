"""What several people do to one record at once is some sequence of what its type allows."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmdb_server.itsm import records as record_types
from cmdb_server.itsm.declare import RecordType
from graph_schema.loading import load_all
from tests.api.serving import Serving

TYPES = [kind for kind in load_all(record_types, RecordType) if kind.name in ("incident", "problem", "change")]
SAID = {
    "assignee": "wanda", "cause": "worn out", "fix": "another one", "close_code": "fixed", "workaround": "wait",
}  # fmt: skip


@pytest.fixture(scope="module")
def admin(shared_server: Serving) -> Iterator[httpx.Client]:
    """A client with every permission; wanda works on records."""
    with shared_server.client() as client:
        if "wanda" not in [user["name"] for user in client.get("/users").json()["items"]]:
            assert client.post("/users", json={"name": "wanda", "roles": ["responder"]}).status_code == 201
        yield client


def tried(client: httpx.Client, kind: RecordType, number: str, ways: Sequence[str]) -> list[int]:
    """The answers to several transitions that are asked for at the same time."""

    def go(way: str) -> int:
        move = kind.transition(way)
        assert move is not None
        said = {name: SAID[name] for name in {*move.needs, *move.asks} if name in SAID}
        body = {"transition": way, "values": said, "reason": "all at once"}
        return client.post(f"/records/{number}/transitions", json=body).status_code

    with ThreadPoolExecutor(len(ways)) as pool:
        return list(pool.map(go, ways))


def steps(kind: RecordType, record: dict[str, Any]) -> list[tuple[str, str]]:
    """From which state to which it went, as its timeline has it."""
    names = {state.label: state.name for state in kind.states}
    changes = [one for entry in record["entries"] for one in entry["changes"] if one["field"] == "state"]
    return [(names[one["before"]], names[one["after"]]) for one in changes]


@st.composite
def races(draw: st.DrawFn) -> tuple[RecordType, list[str]]:
    """A type of records, and transitions of it that are asked for at once."""
    kind = draw(st.sampled_from(TYPES))
    ways = st.sampled_from([move.name for move in kind.transitions])
    return kind, draw(st.lists(ways, min_size=3, max_size=6))


@settings(max_examples=12, deadline=None)
@given(race=races())
def test_transitions_at_once_are_some_sequence_of_allowed_ones(
    admin: httpx.Client, race: tuple[RecordType, list[str]]
) -> None:
    kind, ways = race
    made = admin.post("/records", json={"type": kind.name, "values": {"title": "Raced for"}})
    number = made.json()["number"]

    answers = tried(admin, kind, number, ways)
    record = admin.get(f"/records/{number}").json()

    went, allowed = steps(kind, record), {(one, move.target) for move in kind.transitions for one in move.sources}
    assert {*answers} <= {200, 409, 422}
    assert len(went) == answers.count(200)
    assert [before for before, _ in went] == [kind.states[0].name, *(after for _, after in went)][: len(went)]
    assert record["state"] == (went[-1][1] if went else kind.states[0].name)
    assert {*went} <= allowed
