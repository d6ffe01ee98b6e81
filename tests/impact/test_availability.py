"""How often a CI is in each state."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact import CI, AvailabilityError, Requirement, State, availability, estate_of
from impact.bit_states import in_at_least, packed, unpacked
from tests.impact import brute_force
from tests.impact.estates import Case, cases

SHARES = st.lists(st.sampled_from((0.0, 0.5, 0.9, 0.99, 1.0)), min_size=8, max_size=8)


@settings(max_examples=30)
@given(cases(largest=5), SHARES)
def test_exact_probabilities_are_those_of_all_combinations(case: Case, shares: list[float]) -> None:
    works = dict(zip(case.cis, shares, strict=False))
    expected = brute_force.availability(case.cis, case.groups, works, case.cis[0])

    found = availability(case.estate().graph, np.asarray(list(works.values())), 0)

    assert found.method == "exact"
    assert {state.word: share for state, share in found.states.items()} == pytest.approx(expected, abs=1e-12)
    assert found.works == pytest.approx(1 - expected["down"])


@given(st.lists(st.lists(st.booleans(), min_size=70, max_size=70), min_size=1, max_size=9), st.integers(1, 10))
def test_counters_tell_what_is_in_at_least_so_many_masks(rows: list[list[bool]], needed: int) -> None:
    masks = [packed(np.asarray(row, np.bool_)) for row in rows]

    found = unpacked(in_at_least(needed, masks, 2), 70)

    assert found.tolist() == [sum(column) >= needed for column in zip(*rows, strict=True)]


def many(works: float) -> tuple[list[CI], list[Requirement]]:
    members = [f"m{number}" for number in range(20)]
    cis = [CI("pool", availability=1), *(CI(name, availability=works) for name in members)]
    return cis, [Requirement("pool", members, k=18)]


@pytest.mark.parametrize("works", [0.8, 0.97])
def test_a_simulation_is_within_its_error_of_the_truth_and_repeats_with_its_seed(works: float) -> None:
    estate = estate_of(*many(works))
    lost = 1 - works
    is_up = works**20
    is_at_risk = 20 * works**19 * lost + 190 * works**18 * lost**2

    found = availability(estate.graph, estate.availabilities, 0, samples=40_000, seed=7)

    assert (found.method, found.samples, found.seed) == ("mc", 40_000, 7)
    truth = {State.UP: is_up, State.AT_RISK: is_at_risk, State.DOWN: 1 - is_up - is_at_risk, State.DEGRADED: 0.0}
    assert all(abs(found.states[state] - share) < 5 * found.standard_error[state] for state, share in truth.items())
    assert found == availability(estate.graph, estate.availabilities, 0, samples=40_000, seed=7)


def test_what_two_members_share_is_not_multiplied() -> None:
    cis = [CI("shop", availability=1), CI("a", availability=1), CI("b", availability=1), CI("san", availability=0.9)]
    needs = [Requirement("shop", ["a", "b"], k=1), Requirement("a", ["san"]), Requirement("b", ["san"])]
    estate = estate_of(cis, needs)

    found = availability(estate.graph, estate.availabilities, 0)

    assert found.states[State.DOWN] == pytest.approx(0.1)


@pytest.mark.parametrize("works", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_is_refused(works: float) -> None:
    estate = estate_of([CI("a", availability=works)], [])

    with pytest.raises(AvailabilityError, match=r"availability of CI number 0 is .*; state a probability from 0 to 1"):
        availability(estate.graph, estate.availabilities, 0)


def test_a_sample_without_draws_is_refused() -> None:
    estate = estate_of([CI("a")], [])

    with pytest.raises(AvailabilityError, match="samples is 0; draw at least 1"):
        availability(estate.graph, estate.availabilities, 0, samples=0)


@given(cases(largest=5), st.lists(st.sampled_from((0.0, 0.3, 0.9, 1.0)), min_size=5, max_size=5), st.integers(0, 4))
def test_a_gain_is_what_a_perfect_ci_would_bring(case: Case, shares: list[float], turn: int) -> None:
    works = dict(zip(case.cis, shares, strict=False))
    better = case.cis[turn % len(case.cis)]
    before = brute_force.availability(case.cis, case.groups, works, case.cis[0])["down"]
    after = brute_force.availability(case.cis, case.groups, {**works, better: 1.0}, case.cis[0])["down"]

    found = availability(case.estate().graph, np.array([works[name] for name in case.cis]), 0)

    if case.cis.index(better) in found.gains:
        assert found.gains[case.cis.index(better)] == pytest.approx(before - after)
    else:
        assert works[better] in (0.0, 1.0) or before - after == pytest.approx(0)
