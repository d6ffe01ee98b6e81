"""Databases inside a program: who names one needs it, whichever of the two machines reports first."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.ci_classes.database import Database
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.relationships import CONNECTS_TO, PROVIDED_BY, RUNS_ON
from graph_schema.report import Outcome, Report, Section, encode, ref_of, target
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
PEER = ("10.0.0.2", 5432)


def client(*, purpose: str | None = None) -> Report:
    """A program whose configuration names a database that is there, and one that nobody knows."""
    section = Section("connections")
    endpoint = target(Endpoint(address=PEER[0], port=PEER[1], protocol="tcp"))
    told = {"address": PEER[0], "port": PEER[1], "protocol": "tcp"} | ({"purpose": purpose} if purpose else {})
    section.relate(ref_of("software_instance", "unit:app"), CONNECTS_TO, endpoint, databases=["shop", "gone"], **told)
    return with_section(report(Machine("app1", "10.0.0.1")), section)


def server(at: int = 1) -> Report:
    section = Section("applications")
    program = ref_of("software_instance", "unit:postgres")
    database = section.add(Database(name="shop", engine="postgresql"), "unit:postgres/shop")
    section.relate(database, RUNS_ON, program)
    section.relate(database, PROVIDED_BY, program)
    return with_section(report(Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,)), at=at), section)


def with_section(sent: Report, section: Section) -> Report:
    others = tuple(known for known in sent.sections if known.name != section.name)
    return replace(sent, sections=(*others, section))


@pytest.mark.parametrize("is_client_first", [True, False])
def test_a_client_needs_the_database_that_it_names_and_its_program(store: GraphStore, *, is_client_first: bool) -> None:
    ingest = Ingest(store, REGISTRY)

    for sent in (client(), server()) if is_client_first else (server(), client()):
        assert isinstance(ingest.accept(decode(encode(sent), REGISTRY), "test"), IngestResult)

    found = {entry for entry in open_relationships(store) if entry[1] in ("DEPENDS_ON", "RUNS_ON")}
    assert found == {
        ("app", "RUNS_ON", "app1"),
        ("postgres", "RUNS_ON", "db1"),
        ("shop", "RUNS_ON", "postgres"),
        ("app", "DEPENDS_ON", "postgres"),
        ("app", "DEPENDS_ON", "shop"),
    }


def test_a_replica_needs_no_single_database(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)

    for sent in (client(purpose="replication"), server()):
        assert isinstance(ingest.accept(decode(encode(sent), REGISTRY), "test"), IngestResult)

    assert not {entry for entry in open_relationships(store) if entry[1] == "DEPENDS_ON"}


@pytest.mark.parametrize("outcome", ["complete", "partial"])
def test_a_database_is_gone_once_its_server_lists_it_no_longer_and_could_list_all(
    store: GraphStore, outcome: Outcome
) -> None:
    def listed(at: int, *names: str, outcome: Outcome = "complete") -> Report:
        section = Section("databases", outcome, enumerates=("database",))
        program = ref_of("software_instance", "unit:mariadb")
        for name in names:
            database = section.add(Database(name=name, engine="mysql"), f"unit:mariadb/{name}")
            section.relate(database, RUNS_ON, program)
        return with_section(report(Machine("db1", "10.0.0.2", programs=("mariadb",)), at), section)

    ingest = Ingest(store, REGISTRY)
    for sent in (listed(1, "shop", "wiki"), listed(2, "shop", outcome=outcome)):
        ingest.accept(decode(encode(sent), REGISTRY), "test")

    assert statuses(store, "database") == {
        "shop": "active",
        "wiki": "retired" if outcome == "complete" else "active",
    }
