"""The order of sections in a report does not matter, nor in which report a CI comes that others refer to."""

from dataclasses import replace
from itertools import permutations

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from graph_schema import Registry, load_registry
from tests.ingest.graph import PARKED, open_relationships
from tests.ingest.machines import Machine, report
from tests.ingest.test_pipeline import send

SHOP = Machine("shop", "10.0.0.1", programs=("app", "db"), listens=(5432,), connects=(("127.0.0.1", 5432),))
EXPECTED = {("0.0.0.0 5432 tcp", "PROVIDED_BY", "app"), ("app", "RUNS_ON", "shop")}


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.mark.parametrize("order", list(permutations(range(6)))[::97])
def test_the_sections_of_a_report_may_come_in_any_order(
    store: GraphStore, registry: Registry, order: tuple[int, ...]
) -> None:
    sent = report(SHOP)
    shuffled = replace(sent, sections=tuple(sent.sections[place] for place in order))

    result = send(Ingest(store, registry), registry, shuffled)

    assert result.status == "stored"
    assert open_relationships(store) >= EXPECTED


def test_claims_on_a_program_that_was_not_read_yet_are_stored_with_the_report_that_brings_it(
    store: GraphStore, registry: Registry
) -> None:
    ingest, sent = Ingest(store, registry), report(SHOP, at=1)
    without_programs = tuple(section for section in sent.sections if section.name != "programs")
    first = send(ingest, registry, replace(sent, sections=without_programs))

    send(ingest, registry, report(SHOP, at=2))

    assert first.status == "partial"
    assert open_relationships(store) >= EXPECTED | {("app", "CONNECTS_TO", "0.0.0.0 5432 tcp")}
    assert store.read(lambda tx: tx.run(PARKED)) == []
