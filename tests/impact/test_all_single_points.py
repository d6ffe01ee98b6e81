"""Single points of failure of all targets at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import CI, Requirement, State, all_single_points, estate_of
from impact.rows import plain
from tests.impact import brute_force
from tests.impact.estates import Case, cases


@given(cases(), st.sampled_from((State.DOWN, State.DEGRADED)), st.sampled_from((1, 2, 3, 1024)))
def test_the_sets_of_all_targets_are_those_of_failing_each_ci_alone(case: Case, level: State, largest: int) -> None:
    expected = brute_force.single_points(case.cis, case.groups, level.word)

    found = all_single_points(case.estate().graph, level, largest)

    of = {name: {case.cis[ci] for ci in plain(found.of(number))} for number, name in enumerate(case.cis)}
    taken = {name: {case.cis[ci] for ci in plain(found.takes(number))} for number, name in enumerate(case.cis)}
    assert of == expected
    assert taken == {name: {target for target in case.cis if name in expected[target]} for name in case.cis}
    assert found.totals(np.ones(len(case.cis))).tolist() == [len(taken[name]) for name in case.cis]


@given(cases())
def test_single_points_are_ranked_by_the_weight_of_what_they_take(case: Case) -> None:
    weights = range(len(case.cis))
    found = all_single_points(case.estate().graph)

    ranked = found.ranked(list(weights))

    heavy = [sum(found.takes(ci).tolist()) for ci in range(len(case.cis))]
    assert ranked.tolist() == sorted((ci for ci in weights if heavy[ci]), key=lambda ci: (-heavy[ci], ci))


@pytest.mark.parametrize("circle", [False, True])
def test_a_chain_is_written_down_once_and_not_for_each_link(*, circle: bool) -> None:
    size = 3000
    needs = [Requirement(str(number), [str(number + 1)]) for number in range(size - 1)]
    needs += [Requirement(str(size - 1), ["0"])] if circle else []
    estate = estate_of([CI(str(number)) for number in range(size)], needs)

    found = all_single_points(estate.graph)

    assert len(found.own.values) <= 2 * size
    counts = found.totals(np.ones(size)).tolist()
    assert counts == [size - 1] * size if circle else counts == list(range(size))
