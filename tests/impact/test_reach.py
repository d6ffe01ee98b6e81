"""Reach, levels, and causes as the same walk in the other direction."""

from hypothesis import given

from impact import candidates, reach_of
from impact.rows import integers
from tests.impact import brute_force
from tests.impact.estates import Case, cases


@given(cases())
def test_reach_and_levels_are_those_of_the_brute_force(case: Case) -> None:
    start = (*case.down, *case.degraded)
    expected = brute_force.reach(case.cis, case.groups, start)

    found = reach_of(case.estate().graph, case.numbers(start))

    assert {case.cis[ci]: found.level(ci) for ci in found.cis()} == expected
    assert all(found.level(number) == expected.get(name) for number, name in enumerate(case.cis))


@given(cases())
def test_what_is_not_up_is_always_a_part_of_the_reach(case: Case) -> None:
    found = reach_of(case.estate().graph, case.numbers((*case.down, *case.degraded)))

    assert all(int(ci) in found for ci in case.outcome().affected())


@given(cases())
def test_b_is_in_the_reach_of_a_exactly_when_a_is_a_candidate_cause_of_b(case: Case) -> None:
    graph = case.estate().graph
    everyone = range(len(case.cis))

    forward = {(a, b) for a in everyone for b in everyone if b in reach_of(graph, integers([a]))}
    backward = {(a, b) for a in everyone for b in everyone if a in candidates(graph, integers([b]))}

    assert forward == backward
