"""Minimal sets of CIs that together take a target down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import CI, CutSetsError, Requirement, cut_sets, estate_of
from tests.impact import brute_force
from tests.impact.estates import Case, cases


@given(cases(), st.integers(1, 3))
def test_cut_sets_are_those_of_trying_all_sets(case: Case, order: int) -> None:
    estate = case.estate()

    found = [frozenset(estate.names(cut)) for cut in cut_sets(estate.graph, 0, order)]

    assert len(found) == len(set(found))
    assert set(found) == brute_force.cut_sets(case.cis, case.groups, case.cis[0], order)


def pool(members: int, k: int = 1) -> tuple[list[CI], list[Requirement]]:
    names = [f"m{number}" for number in range(members)]
    return [CI("pool"), *map(CI, names)], [Requirement("pool", names, k=k)]


def test_cis_that_fail_the_same_members_are_tried_once_and_all_told() -> None:
    cis, needs = pool(2)
    parts = [f"p{number}" for number in range(200)]
    needs += [Requirement(f"m{number % 2}", [name]) for number, name in enumerate(parts)]
    estate = estate_of([*cis, *map(CI, parts)], needs)

    found = cut_sets(estate.graph, 0, 3)

    assert len(found) == 101 * 101


def test_a_large_pool_that_can_lose_one_falls_with_any_two_and_no_three_are_told() -> None:
    estate = estate_of(*pool(120, k=119))

    found = cut_sets(estate.graph, 0, 3)

    assert {len(cut) for cut in found} == {2}
    assert len(found) == 120 * 119 // 2


@pytest.mark.parametrize("order", [0, 4])
def test_an_order_out_of_range_is_refused(order: int) -> None:
    estate = estate_of(*pool(2))

    with pytest.raises(CutSetsError, match=f"order is {order}; ask for cut sets of 1 to 3 CIs"):
        cut_sets(estate.graph, 0, order)


def test_too_many_sets_to_try_are_refused_with_their_number_and_a_remedy() -> None:
    estate = estate_of(*pool(400))

    with pytest.raises(CutSetsError, match=r"order 3 .* 400 kinds .* 10586800 sets .*; ask for order 2"):
        cut_sets(estate.graph, 0, 3)


def test_too_many_cut_sets_are_refused_with_their_number() -> None:
    cis, needs = pool(2)
    parts = [f"p{number}" for number in range(2400)]
    needs += [Requirement(f"m{number % 2}", [name]) for number, name in enumerate(parts)]
    estate = estate_of([*cis, *map(CI, parts)], needs)

    with pytest.raises(CutSetsError, match="1442401 cut sets are more than 1000000; ask for a lower order than 2"):
        cut_sets(estate.graph, 0)
