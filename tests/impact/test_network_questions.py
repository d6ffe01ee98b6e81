"""Every question where failures also cut CIs off from the network, against trying each failure out."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import (
    Graph,
    State,
    all_single_points_with_access,
    availability,
    candidates,
    collide,
    cut_sets,
    propagate,
    propagate_with_access,
    propagate_with_ways,
    reach_of,
    single_failures,
)
from impact.rows import integers, plain
from tests.impact import brute_force
from tests.impact.estates import Case, Pairs, access_of, meshes, networks

Drawn = tuple[Case, Pairs, Pairs]
estates = st.one_of(networks(), meshes())


def named(case: Case, links: Pairs, homes: Pairs) -> tuple[brute_force.Links, brute_force.Links]:
    """Links and homes by name."""
    one, other = ([(case.cis[a], case.cis[b]) for a, b in pairs] for pairs in (links, homes))
    return one, other


def states(drawn: Drawn, *down: str) -> dict[str, str]:
    """The states under failures, by brute force."""
    case, links, homes = drawn
    return brute_force.evaluate_with_access(case.cis, case.groups, named(case, links, homes), down)


def graph_of(drawn: Drawn) -> Graph:
    return drawn[0].estate().graph


@given(estates)
def test_a_single_failure_leads_to_the_state_of_failing_that_ci_alone(drawn: Drawn) -> None:
    case = drawn[0]
    expected = {
        ci: state for ci, name in enumerate(case.cis[1:], 1) if (state := states(drawn, name)[case.cis[0]]) != "up"
    }

    found = single_failures(graph_of(drawn), 0, access=access_of(*drawn))

    assert {ci: state.word for ci, state in found.items()} == expected


@given(estates, st.sampled_from((State.DOWN, State.DEGRADED)))
def test_all_single_points_are_those_of_failing_each_ci_alone(drawn: Drawn, level: State) -> None:
    cis = drawn[0].cis
    alone = {name: states(drawn, name) for name in cis}
    worst = brute_force.ORDER[brute_force.ORDER.index(level.word) :]

    found = all_single_points_with_access(graph_of(drawn), access_of(*drawn), level)

    taken = {name: {cis[ci] for ci in plain(found.takes(number))} for number, name in enumerate(cis)}
    assert taken == {name: {other for other in cis if other != name and alone[name][other] in worst} for name in cis}
    assert found.totals(np.ones(len(cis))).tolist() == [len(taken[name]) for name in cis]


@given(estates)
def test_one_is_in_the_reach_of_another_exactly_when_that_is_a_candidate_cause_of_it(drawn: Drawn) -> None:
    case = drawn[0]
    graph, access = graph_of(drawn), access_of(*drawn)
    size = len(case.cis)
    needs = {ci: {case.cis.index(one) for one in names} for ci, names in enumerate(_needs(drawn))}
    expected = {ci: {ci} for ci in range(size)}
    for _ in range(size):
        for ci in range(size):
            expected[ci] |= needs[ci] | {far for near in expected[ci] for far in needs[near]}

    behind = {ci: set(plain(candidates(graph, integers([ci]), access.ways).cis())) for ci in range(size)}
    reached = {ci: set(plain(reach_of(graph, integers([ci]), access.ways).cis())) for ci in range(size)}

    assert behind == expected
    assert all((one in reached[other]) == (other in behind[one]) for one in range(size) for other in range(size))


def _needs(drawn: Drawn) -> list[set[str]]:
    """Whom each CI needs directly: members of its requirements, and all on its ways, unless it is a gateway."""
    case, pairs, homes = drawn
    links, gates = named(case, pairs, homes)
    found = {name: set[str]() for name in case.cis}
    for group in brute_force.clean(case.cis, case.groups):
        found[group.of] |= group.members
    for ci, gateway in ((ci, gateway) for ci, gateway in gates if (ci, ci) not in gates):
        found[ci] |= brute_force.through(links, ci, gateway)
    return list(found.values())


@given(estates)
def test_what_fails_is_in_the_reach_of_what_failed(drawn: Drawn) -> None:
    case = drawn[0]
    access, graph = access_of(*drawn), graph_of(drawn)
    for ci, name in enumerate(case.cis):
        reached = reach_of(graph, integers([ci]), access.ways)

        assert all(other in reached for other, state in enumerate(states(drawn, name).values()) if state != "up")


@given(estates)
def test_cut_sets_are_the_minimal_sets_that_take_the_target_down(drawn: Drawn) -> None:
    cis = drawn[0].cis
    minimal: list[set[str]] = []
    for size in (1, 2, 3):
        for chosen in combinations(cis[1:], size):
            if states(drawn, *chosen)[cis[0]] == "down" and not any(less <= set(chosen) for less in minimal):
                minimal.append(set(chosen))

    found = cut_sets(graph_of(drawn), 0, 3, access_of(*drawn))

    assert sorted(sorted(cis[ci] for ci in cut) for cut in found) == sorted(map(sorted, minimal))


@given(estates)
def test_availability_is_the_sum_over_all_that_can_fail_together(drawn: Drawn) -> None:
    cis = drawn[0].cis
    expected: dict[str, float] = dict.fromkeys(brute_force.ORDER, 0.0)
    for size in range(len(cis) + 1):
        for down in combinations(cis, size):
            expected[states(drawn, *down)[cis[0]]] += 0.25**size * 0.75 ** (len(cis) - size)

    found = availability(graph_of(drawn), np.full(len(cis), 0.75), 0, access=access_of(*drawn))

    assert {state.word: share for state, share in found.states.items()} == pytest.approx(expected)


@given(estates)
def test_changes_collide_by_what_they_cut_off(drawn: Drawn) -> None:
    case = drawn[0]
    first, second = case.down, case.degraded
    alone, both = [states(drawn, *some) for some in (first, second)], states(drawn, *first, *second)
    rank = brute_force.ORDER.index

    found = collide(
        graph_of(drawn), np.ones(len(case.cis), np.bool_), case.numbers(first), case.numbers(second), access_of(*drawn)
    )

    joint = {name for name in case.cis if rank(both[name]) > max(rank(one[name]) for one in alone)}
    shared = {name for name in case.cis if min(rank(one[name]) for one in alone) >= rank("degraded")}
    assert ({case.cis[ci] for ci in found.joint}, {case.cis[ci] for ci in found.shared}) == (joint, shared)


@given(estates)
def test_who_has_fewer_ways_than_before_is_at_risk_and_who_needs_it_too(drawn: Drawn) -> None:
    case, links, homes = drawn
    cut = propagate_with_access(graph_of(drawn), access_of(*drawn), case.numbers(case.down))
    failed = {ci for ci in range(len(case.cis)) if cut.outcome.state(ci) == State.DOWN}
    gates = {ci: {gateway for one, gateway in homes if one == ci} for ci, _ in homes}
    gates = {ci: own & set(_linked(links, ci)) for ci, own in gates.items() if ci not in own | failed}

    found = propagate_with_ways(graph_of(drawn), access_of(*drawn), case.numbers(case.down))

    fewer = {
        ci
        for ci, own in gates.items()
        if brute_force.disjoint_paths(links, own, ci, failed) < brute_force.disjoint_paths(links, own, ci, set())
    }
    assert set(plain(found.at_risk)) == fewer
    expected = propagate(graph_of(drawn), integers(sorted(failed)), at_risk=integers(sorted(fewer)))
    assert found.outcome.states().tolist() == expected.states().tolist()


def _linked(links: Pairs, ci: int) -> set[int]:
    named_links = [(str(one), str(other)) for one, other in links]
    return {int(name) for name in brute_force.linked(named_links, str(ci), ())}
