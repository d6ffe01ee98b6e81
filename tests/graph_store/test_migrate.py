"""Bringing a graph up to date: in order, once, forward only."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cmdb_server.graph_store import migrations
from cmdb_server.graph_store.migrate import MigrationError, ensure_schema, pending, schema_statements
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from graph_schema import Registry, load_registry

CREATE = Query("test.create", "CREATE (c:CI {uid: $uid})")
UIDS = Query("test.uids", "MATCH (c:CI) WHERE c.uid > '' RETURN c.uid AS uid ORDER BY uid")
NOTE = Query("test.note", "MERGE (m:Meta {key: $key}) SET m.value = 'done'")
STEP = """
from cmdb_server.graph_store.query import Query

CREATE = Query("test.step", "MATCH (c:CI) WHERE c.uid > '' WITH count(c) AS n CREATE (d:CI {{uid: $name + n}})")


def migrate(store):
    store.write(lambda tx: tx.run(CREATE, name="{name}:"))
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Adds steps to those of the product; each creates a CI named after it and the number of CIs before it."""
    monkeypatch.setattr(migrations, "__path__", [*migrations.__path__, str(tmp_path)])

    def add(name: str) -> None:
        (tmp_path / f"{name}.py").write_text(STEP.format(name=name), encoding="utf-8")
        importlib.invalidate_caches()

    yield add
    for step in tmp_path.glob("*.py"):
        sys.modules.pop(f"{migrations.__name__}.{step.stem}", None)


def uids(store: GraphStore) -> list[str]:
    """The uids of all CIs."""
    return [row["uid"] for row in store.read(lambda tx: tx.run(UIDS))]


def test_steps_run_in_the_order_of_their_numbers_and_only_once(
    store: GraphStore, registry: Registry, steps: Callable[[str], None]
) -> None:
    steps("m9002_second")
    steps("m9001_first")
    planned = [step.__name__.rpartition(".")[2] for step in pending(store)]

    first, again = ensure_schema(store, registry), ensure_schema(store, registry)
    steps("m9003_third")
    later = ensure_schema(store, registry)

    assert planned == list(first)
    assert first[-2:] == ("m9001_first", "m9002_second")
    assert again == ()
    assert later == ("m9003_third",)
    assert uids(store) == ["m9001_first:0", "m9002_second:1", "m9003_third:2"]


def test_data_of_a_newer_version_is_refused_and_left_alone(store: GraphStore, registry: Registry) -> None:
    store.write(lambda tx: tx.run(NOTE, key="migration:m9999_from_the_future"))

    with pytest.raises(MigrationError, match="m9999_from_the_future") as refused:
        ensure_schema(store, registry)

    assert refused.value.code == "newer_data"
    assert uids(store) == []


def test_a_step_without_a_number_is_refused_before_any_runs(
    store: GraphStore, registry: Registry, steps: Callable[[str], None]
) -> None:
    steps("m9001_first")
    steps("rename_everything")

    with pytest.raises(MigrationError, match="rename_everything has no number"):
        ensure_schema(store, registry)

    assert uids(store) == []


def test_constraints_hold_the_keys_that_must_be_unique(store: GraphStore, registry: Registry) -> None:
    ensure_schema(store, registry)
    unique = [text for text in schema_statements(registry) if "IS UNIQUE" in text]

    assert {text.split("FOR (n:")[1].split(")")[0] for text in unique} >= {"CI", "Identifier", "Observation", "User"}
    assert len(set(schema_statements(registry))) == len(schema_statements(registry))
