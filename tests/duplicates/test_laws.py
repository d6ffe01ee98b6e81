"""The laws of identity, on the real engine: what persons decide can be taken back, and no order matters."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.duplicates.signing import Signed
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import now_in_microseconds
from graph_schema import Registry, load_registry
from graph_schema.report import Report
from tests.duplicates.test_deciding import servers_of
from tests.ingest.estates import Estate, puzzling_reports
from tests.law import law

LAW = law(10)
WHO = Signed("ada")
WRITERS = 8


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def estate(store: GraphStore, registry: Registry) -> Estate:
    """An estate on the run's engine."""
    return Estate(store, registry)


@pytest.fixture
def duplicates(store: GraphStore, registry: Registry) -> Duplicates:
    """Decisions on the same graph."""
    return Duplicates(store, registry, now_in_microseconds)


@LAW
@given(history=st.lists(puzzling_reports(), min_size=2, max_size=5))
def test_merge_then_unmerge_is_the_identity(
    estate: Estate, duplicates: Duplicates, store: GraphStore, history: list[Report]
) -> None:
    before = estate.after(history)
    uids = servers_of(store)
    if len(uids) < 2:
        return
    card = duplicates.card(uids[1])
    assert card is not None
    kept = duplicates.decide((uids[0], uids[1]), "one", WHO).ci_uids[0]

    duplicates.unmerge(kept, [record.key for record in card.records], WHO)

    assert estate.canonical() == before
    assert servers_of(store) == uids


@LAW
@given(history=st.lists(puzzling_reports(), min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
def test_decisions_hold_whatever_arrives_in_whatever_order_after_them(
    estate: Estate, duplicates: Duplicates, store: GraphStore, history: list[Report], chance: Random
) -> None:
    seen: list[list[bytes]] = []
    for _ in range(2):
        estate.after(history[:2])
        if len(uids := servers_of(store)) == 2:
            duplicates.decide((uids[0], uids[1]), "one", WHO)
        later = sorted(history[2:], key=lambda _: chance.random())
        estate.send(later)
        seen.append(estate.canonical())

    assert seen[0] == seen[1]


@LAW
@given(history=st.lists(puzzling_reports(), min_size=WRITERS, max_size=WRITERS))
def test_eight_writers_at_once_are_one_after_the_other(estate: Estate, history: list[Report]) -> None:
    assert estate.after(*([sent] for sent in history)) == estate.after(history)
