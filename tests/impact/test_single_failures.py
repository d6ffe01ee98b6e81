"""Single points of failure of one target."""

from hypothesis import given

from impact import CI, Requirement, State, estate_of, propagate, single_failures, single_points_of_failure
from impact.rows import integers
from tests.impact import brute_force
from tests.impact.estates import Case, cases


@given(cases())
def test_each_single_failure_leads_to_the_state_of_failing_that_ci_alone(case: Case) -> None:
    graph = case.estate().graph
    expected = {
        number: state
        for number, name in enumerate(case.cis[1:], 1)
        if (state := brute_force.evaluate(case.cis, case.groups, (name,), ()).states[case.cis[0]]) != "up"
    }

    found = single_failures(graph, 0)

    assert {ci: state.word for ci, state in found.items()} == expected
    assert single_points_of_failure(graph, 0) == sorted(ci for ci, state in expected.items() if state == "down")
    degrading = sorted(ci for ci, state in expected.items() if state in ("down", "degraded"))
    assert single_points_of_failure(graph, 0, State.DEGRADED) == degrading


@given(cases())
def test_asking_for_some_suspects_gives_their_part_of_the_answer(case: Case) -> None:
    graph = case.estate().graph
    every = single_failures(graph, 0)

    some = single_failures(graph, 0, integers([ci for ci in range(len(case.cis)) if ci % 2]))

    assert some == {ci: state for ci, state in every.items() if ci % 2}


@given(cases())
def test_a_single_point_of_failure_takes_the_target_down(case: Case) -> None:
    graph = case.estate().graph

    found = single_points_of_failure(graph, 0)

    assert all(propagate(graph, integers([ci])).state(0) == State.DOWN for ci in found)


def test_what_all_members_of_a_redundant_pool_share_is_a_single_point_of_failure_and_no_member_is() -> None:
    names = [CI(name) for name in ("pool", "a", "b", "c", "switch")]
    needs = [Requirement("pool", ["a", "b", "c"], k=2)]
    needs += [Requirement(name, ["switch"]) for name in ("a", "b")]
    estate = estate_of(names, needs)

    found = single_failures(estate.graph, 0)

    assert {estate.cis[ci].id: state for ci, state in found.items()} == {
        "a": State.AT_RISK,
        "b": State.AT_RISK,
        "c": State.AT_RISK,
        "switch": State.DOWN,
    }
