"""A witness is a real proof."""

from itertools import pairwise

import pytest
from hypothesis import given

from impact import Outcome, State, Step, margin, propagate, witness
from impact.estate import CI, Requirement, estate_of
from impact.paths import explaining_paths
from impact.witness import step_of
from tests.impact import brute_force
from tests.impact.brute_force import ORDER, CleanGroup
from tests.impact.estates import Case, cases


def proves(case: Case, outcome: Outcome, step: Step) -> bool:
    """Whether the losses a step names put its CI into the level it claims, by the table, and came before it."""
    given_state = brute_force.given_states(case.cis, case.down, case.degraded)[case.cis[step.ci]]
    if step.reason is None:
        return step.round == 0 and ORDER.index(given_state) >= step.level
    graph, reason = outcome.graph, step.reason
    members = frozenset(case.cis[int(member)] for member in graph.members.of(reason.group))
    kind = "soft" if graph.is_soft[reason.group] else "hard"
    group = CleanGroup(case.cis[step.ci], members, int(graph.k[reason.group]), kind)
    lost = {case.cis[member] for member in reason.lost}
    alone = {name: ORDER[reason.rule.member_level] if name in lost else "up" for name in case.cis}
    inner = [step_of(outcome, member, reason.rule.member_level) for member in reason.lost]
    return (
        group in brute_force.clean(case.cis, case.groups)
        and ORDER.index(brute_force.forced(group, alone)) >= step.level
        and max(below.round for below in inner) == step.round - 1
        and all(proves(case, outcome, below) for below in inner)
    )


@given(cases())
def test_a_witness_is_a_proof_whose_height_is_the_round(case: Case) -> None:
    outcome = case.outcome()

    for ci in range(len(case.cis)):
        path = witness(outcome, ci)
        if outcome.state(ci) == State.UP:
            assert path == ()
        else:
            assert path[-1].ci == ci
            assert path[-1].level == outcome.state(ci)
            assert len(path) - 1 == outcome.round(ci)
            assert all(proves(case, outcome, step) for step in path)


@given(cases())
def test_explaining_paths_are_simple_start_at_a_failure_and_follow_broken_requirements(case: Case) -> None:
    outcome = case.outcome()
    failed = case.numbers((*case.down, *case.degraded))

    for ci in range(len(case.cis)):
        paths = explaining_paths(outcome, failed, ci)

        assert bool(paths) == (outcome.state(ci) != State.UP)
        assert len(set(paths)) == len(paths)
        for path in paths:
            assert path[0] in failed
            assert path[-1] == ci
            assert all(outcome.state(step) != State.UP for step in path)
            assert all(
                owner in outcome.graph.dependents(case.numbers((case.cis[member],))) for member, owner in pairwise(path)
            )
        assert all(len(set(path)) == len(path) for path in paths[1:])


def test_a_lost_redundancy_names_every_member_it_took() -> None:
    estate = estate_of([CI(name) for name in ("shop", "a", "b", "c")], [Requirement("shop", ["a", "b", "c"], k=2)])
    outcome = propagate(estate.graph, estate.all_numbers(["a", "c"]))

    reason = witness(outcome, 0)[-1].reason

    assert reason is not None
    assert estate.names(reason.lost) == ["a", "c"]


@pytest.mark.parametrize(("lost", "expected"), [((), 1), (("a",), 0), (("a", "b"), -1)])
def test_the_margin_is_what_the_tightest_requirement_can_still_lose(lost: tuple[str, ...], expected: int) -> None:
    names = [CI(name) for name in ("shop", "a", "b", "c", "d")]
    needs = [Requirement("shop", ["a", "b", "c"], k=2), Requirement("shop", ["d"], kind="soft")]
    estate = estate_of(names, needs)

    outcome = propagate(estate.graph, estate.all_numbers(lost))

    assert margin(outcome, 0) == expected
    assert margin(outcome, 1) is None
