"""What a server remembers of a source is a guess: another server may have stored something else since."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.recent_sources import RecentSources
from cmdb_server.ingest.source_record import look_at
from cmdb_server.ingest.validation import IncomingReport, decode
from graph_schema import Registry, load_registry
from graph_schema.report import encode
from tests.ingest.machines import Machine, report

SOURCE = "agent:app1"
_AGE = Query("test.age", "MATCH (s:Source {key: $key}) SET s.freshness = 'stale' RETURN s.key AS key")
_MANY = 2_001


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def said(registry: Registry, kernel: str, at: int) -> IncomingReport:
    """What the agent of a machine says at some time."""
    return decode(encode(report(Machine("app1", kernel=kernel), at, "app1")), registry)


def test_what_another_server_stored_meanwhile_is_not_overlooked(store: GraphStore, registry: Registry) -> None:
    one, other = Ingest(store, registry), Ingest(store, registry)
    one.accept(said(registry, "6.1", 1), "one")
    other.accept(said(registry, "6.12", 3), "other")

    one.accept(said(registry, "6.1", 2), "one")  # late, which `one` cannot know

    record = look_at(store, SOURCE)
    assert record.is_same(said(registry, "6.12", 3))
    assert record.last_observed_at == said(registry, "6.12", 3).observed_at


def test_a_source_that_grew_stale_meanwhile_is_brought_back(store: GraphStore, registry: Registry) -> None:
    ingest = Ingest(store, registry)
    ingest.accept(said(registry, "6.1", 1), "one")
    store.write(lambda tx: tx.run(_AGE, key=SOURCE))

    result = ingest.accept(said(registry, "6.12", 2), "one")

    assert isinstance(result, IngestResult)
    assert result.status == "stored"
    assert look_at(store, SOURCE).freshness == ""


def test_only_those_that_reported_last_are_remembered(store: GraphStore, registry: Registry) -> None:
    Ingest(store, registry).accept(said(registry, "6.1", 1), "one")
    recent, record = RecentSources(), look_at(store, SOURCE)
    for number in range(_MANY):
        recent.note(f"agent:{number}", record)
    recent.note("agent:5", None)

    assert [recent.get(f"agent:{number}") is None for number in (0, 1, 5)] == [True, False, True]
    kept = recent.get("agent:1")
    assert kept is not None
    assert replace(kept, sections=record.sections) == replace(record, is_guess=True)
    assert {key: entry.hash for key, entry in kept.sections.items()} == {
        key: entry.hash for key, entry in record.sections.items()
    }
