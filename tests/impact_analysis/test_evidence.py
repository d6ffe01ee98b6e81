"""The evidence of a dependency that was derived from connections of two real reports."""

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
APP = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),))
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))


def test_an_application_depends_on_the_database_it_was_seen_talking_to(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    for machine in (APP, DB):
        ingest.accept(decode(encode(report(machine)), REGISTRY), "test")
    analysis = ImpactAnalysis(store, REGISTRY)

    paths = analysis.paths(Question(down=("db1",)), "app")

    assert [step.name for step in paths[0].steps] == ["db1", "postgres", "app"]
    needed = paths[0].steps[2].relationship
    assert needed is not None
    assert (needed.type, needed.strength, needed.derivation) == ("DEPENDS_ON", "hard", "connection")
    seen = needed.evidence[-1]
    assert seen.text == "connection to 10.0.0.2:5432/tcp, seen once"
    assert (seen.address, seen.port, seen.protocol, seen.sightings) == ("10.0.0.2", 5432, "tcp", 1)
    assert list(seen.sources) == ["agent:app1"]


def test_what_is_used_only_while_a_program_starts_makes_it_worse_and_says_so(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    sent = report(APP)
    connections = next(section for section in sent.sections if section.name == "connections")
    told = connections.relationships[0]
    facts = {**told.attributes, "strength": "soft", "strength_reason": "at the start", "timing": "start"}
    connections.relationships[0] = told._replace(attributes=facts)
    for one in (sent, report(DB)):
        ingest.accept(decode(encode(one), REGISTRY), "test")
    analysis = ImpactAnalysis(store, REGISTRY)

    states = {node.name: node.state for node in analysis.picture(Question(down=("db1",))).nodes}
    needed = analysis.paths(Question(down=("db1",)), "app")[0].steps[2].relationship

    assert (states["postgres"], states["app"]) == ("down", "degraded")
    assert needed is not None
    assert needed.strength == "soft"
    assert needed.evidence[-1].text == "connection to 10.0.0.2:5432/tcp, seen once, only while it starts"


def test_what_a_machine_takes_down_is_found_by_its_name(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    for machine in (DB, APP):
        ingest.accept(decode(encode(report(machine)), REGISTRY), "test")
    analysis = ImpactAnalysis(store, REGISTRY)

    states = {node.name: node.state for node in analysis.picture(Question(down=("db1",))).nodes}

    assert (states["postgres"], states["app"]) == ("down", "down")
    assert [entry.name for entry in analysis.busiest(limit=1)] == ["postgres"]
