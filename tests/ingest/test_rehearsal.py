"""Storing a report on trial: the same result as in earnest, and nothing of it stays."""

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report


def test_a_rehearsal_tells_what_storing_does_and_stores_nothing(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    arrived = decode(encode(report(Machine("app1", connects=(("10.0.0.2", 5432),)))), registry)

    rehearsed = ingest.rehearse(arrived, "test", lambda _tx, results: results)
    left = (open_relationships(store), statuses(store, "server"))
    stored = ingest.accept(arrived, "test")

    assert left == (set(), {})
    assert isinstance(stored, IngestResult)
    told = [(result.status, result.created, result.changed) for result in rehearsed]
    assert told == [(result.status, result.created, result.changed) for result in stored.sections.values()]
    assert sum(result.created for result in rehearsed) > 5
