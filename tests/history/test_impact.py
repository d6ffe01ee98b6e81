"""Impact as of a time is the impact that was computed then."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.answers import Impact
from cmdb_server.impact_analysis.question import Question, UnknownCIError
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.ingest.machines import Machine, report

DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))
APP = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),))
LONELY = Machine("app1", "10.0.0.1")
DB_DOWN = Question(down=("db1",))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def send(store: GraphStore, registry: Registry, *reports: Report) -> int:
    """Take reports in; the time of the last change."""
    ingest = Ingest(store, registry)
    for sent in reports:
        ingest.accept(decode(encode(sent), registry), "test")
    return instants.latest(store)


def told(impact: Impact) -> Impact:
    """An answer without the times at which it was given."""
    return replace(impact, snapshot_at="", as_of=None)


def test_what_broke_then_is_told_long_after_it_was_mended(store: GraphStore, registry: Registry) -> None:
    analysis = ImpactAnalysis(store, registry)
    at = send(store, registry, report(DB), report(APP))
    then = analysis.evaluate(DB_DOWN)
    send(store, registry, report(LONELY, 2), report(replace(DB, kernel="6.12"), 2))

    past = analysis.as_of(at).evaluate(DB_DOWN)

    assert len(analysis.evaluate(DB_DOWN).states) < len(then.states)
    assert told(past) == told(then)
    assert past.as_of is not None


def test_what_came_later_is_not_there_yet(store: GraphStore, registry: Registry) -> None:
    analysis = ImpactAnalysis(store, registry)
    at = send(store, registry, report(DB))
    send(store, registry, report(APP))

    assert analysis.evaluate(Question(down=("app1",))).down
    with pytest.raises(UnknownCIError):
        analysis.as_of(at).evaluate(Question(down=("app1",)))


def test_a_path_of_then_rests_on_the_connections_of_then(store: GraphStore, registry: Registry) -> None:
    analysis = ImpactAnalysis(store, registry)
    at = send(store, registry, report(DB), report(APP))
    app = analysis.snapshot().cis.uid[analysis.snapshot().numbers_of_name["app"][0]]
    send(store, registry, report(LONELY, 2))

    paths = analysis.as_of(at).paths(DB_DOWN, app)

    texts = [
        evidence.text
        for path in paths
        for step in path.steps
        if step.relationship
        for evidence in step.relationship.evidence
    ]
    assert any("10.0.0.2:5432" in text for text in texts)
