"""The laws of ingest, on the real engine: twice is once, no order matters, together is one after the other."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.graph_store.store import GraphStore
from graph_schema import load_registry
from graph_schema.report import Report
from tests.ingest.estates import Estate, puzzling_reports, reports, scans_of_movers
from tests.law import law

LAW = law(10)


@pytest.fixture
def estate(store: GraphStore) -> Estate:
    """An estate on the run's engine."""
    return Estate(store, load_registry())


def shuffled(history: Sequence[Report], chance: Random) -> list[Report]:
    """The same reports in another order."""
    return sorted(history, key=lambda _: chance.random())


@LAW
@given(history=st.lists(reports(), min_size=1, max_size=4))
def test_twice_is_once(estate: Estate, history: list[Report]) -> None:
    once = estate.after(history)

    assert estate.after([*history, *history]) == once
    assert estate.after([report for report in history for _ in range(2)]) == once


@LAW
@given(history=st.lists(reports(), min_size=2, max_size=5), chance=st.randoms(use_true_random=False))
def test_the_order_in_which_reports_arrive_does_not_matter(
    estate: Estate, history: list[Report], chance: Random
) -> None:
    assert estate.after(shuffled(history, chance)) == estate.after(history)


@LAW
@given(history=st.lists(puzzling_reports(), min_size=2, max_size=5), chance=st.randoms(use_true_random=False))
def test_who_is_who_does_not_depend_on_who_came_first(estate: Estate, history: list[Report], chance: Random) -> None:
    assert estate.after(shuffled(history, chance)) == estate.after(history)


@LAW
@given(history=st.lists(scans_of_movers(), min_size=2, max_size=7), chance=st.randoms(use_true_random=False))
def test_who_talks_to_whom_does_not_depend_on_who_was_scanned_first(
    estate: Estate, history: list[Report], chance: Random
) -> None:
    assert estate.after(shuffled(history, chance)) == estate.after(history)


@LAW
@given(history=st.lists(reports(), min_size=2, max_size=8))
def test_servers_that_take_turns_are_as_one(store: GraphStore, history: list[Report]) -> None:
    registry = load_registry()

    assert Estate(store, registry, 2).after(history) == Estate(store, registry).after(history)


@LAW
@given(one=st.lists(reports(), min_size=1, max_size=3), other=st.lists(reports(), min_size=1, max_size=3))
def test_two_writers_at_once_are_one_after_the_other(estate: Estate, one: list[Report], other: list[Report]) -> None:
    assert estate.after(one, other) == estate.after([*one, *other])


@LAW
@given(
    one=st.lists(puzzling_reports(), min_size=1, max_size=3), other=st.lists(puzzling_reports(), min_size=1, max_size=3)
)
def test_two_writers_who_disagree_on_who_is_who_are_one_after_the_other(
    estate: Estate, one: list[Report], other: list[Report]
) -> None:
    assert estate.after(one, other) == estate.after([*one, *other])
