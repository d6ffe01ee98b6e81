"""Connections in odd circumstances: clocks that disagree, programs that take turns on one port."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.ingest.graph import open_relationships
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
APP = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),))
DB = Machine("db1", "10.0.0.2", programs=("postgres", "pooler"), listens=(5432,))
TURNED = replace(DB, programs=("pooler", "postgres"))
YEARS = -3 * 365 * 24 * 60


def needed(store: GraphStore) -> set[tuple[str, str, str]]:
    return {entry for entry in open_relationships(store) if entry[1] in ("DEPENDS_ON", "CONNECTS_TO")}


def send(ingest: Ingest, sent: Report) -> None:
    assert isinstance(ingest.accept(decode(encode(sent), REGISTRY), "test"), IngestResult)


@pytest.mark.parametrize(("clients", "servers", "is_client_first"), [(YEARS, 1, True), (1, YEARS, False)])
def test_clocks_that_are_years_apart_change_nothing(
    store: GraphStore, clients: int, servers: int, *, is_client_first: bool
) -> None:
    ingest = Ingest(store, REGISTRY)
    reports = [report(APP, clients), report(DB, servers)]

    for sent in reports if is_client_first else reversed(reports):
        send(ingest, sent)

    assert needed(store) == {("app", "CONNECTS_TO", "0.0.0.0 5432 tcp"), ("app", "DEPENDS_ON", "postgres")}


def test_of_programs_that_take_turns_on_one_port_the_one_that_has_it_is_needed(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    send(ingest, report(APP))
    found: list[set[tuple[str, str, str]]] = []

    for at, machine in enumerate((DB, TURNED, DB, TURNED), 1):
        send(ingest, report(machine, at))
        found.append({entry for entry in needed(store) if entry[1] == "DEPENDS_ON"})

    assert found == [{("app", "DEPENDS_ON", name)} for name in ("postgres", "pooler") * 2]
