"""States and rounds are those of the tables."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from impact import CI, Requirement, State, estate_of, propagate
from tests.impact import brute_force
from tests.impact.estates import Case, cases


def states_of(case: Case) -> dict[str, str]:
    outcome = case.outcome()
    return {name: outcome.state(number).word for number, name in enumerate(case.cis)}


@given(cases())
def test_states_are_those_of_the_brute_force(case: Case) -> None:
    expected = brute_force.evaluate(case.cis, case.groups, case.down, case.degraded)

    outcome = case.outcome()

    assert states_of(case) == expected.states
    assert [brute_force.ORDER[state] for state in outcome.states()] == list(expected.states.values())


@given(cases())
def test_rounds_are_those_of_evaluating_everything_at_once_again_and_again(case: Case) -> None:
    expected = brute_force.evaluate(case.cis, case.groups, case.down, case.degraded)

    outcome = case.outcome()

    assert {name: outcome.round(number) for number, name in enumerate(case.cis)} == expected.rounds


@given(cases(), st.lists(st.integers(min_value=0, max_value=40), max_size=30))
def test_the_order_of_evaluation_does_not_matter(case: Case, order: list[int]) -> None:
    expected = brute_force.evaluate_one_by_one(case.cis, case.groups, case.down, case.degraded, order)

    assert states_of(case) == expected


@given(cases(largest=4))
def test_the_answer_is_the_least_of_all_fixpoints(case: Case) -> None:
    given_states = brute_force.given_states(case.cis, case.down, case.degraded)
    cleaned = brute_force.clean(case.cis, case.groups)
    fixpoints = [
        states
        for combination in product(range(4), repeat=len(case.cis))
        if brute_force.is_fixpoint(states := brute_force.named(case.cis, combination), given_states, cleaned)
    ]

    found = states_of(case)

    assert found in fixpoints
    assert all(
        brute_force.ORDER.index(found[name]) <= brute_force.ORDER.index(other[name])
        for other in fixpoints
        for name in case.cis
    )


@given(cases(), st.sampled_from("abcdefgh"))
def test_more_failures_never_make_anything_better(case: Case, extra: str) -> None:
    more = Case(case.cis, case.groups, (*case.down, case.cis[ord(extra) % len(case.cis)]), case.degraded)

    before, after = case.outcome().states(), more.outcome().states()

    assert all(after >= before)


@given(cases())
def test_the_affected_are_exactly_what_is_not_up(case: Case) -> None:
    outcome = case.outcome()

    affected = outcome.affected().tolist()

    assert sorted(affected) == [number for number, state in enumerate(outcome.states()) if state != State.UP]
    assert [outcome.count(state) for state in (State.AT_RISK, State.DEGRADED, State.DOWN)] == [
        outcome.states().tolist().count(state) for state in (1, 2, 3)
    ]


def test_two_services_that_need_each_other_stay_up_until_something_takes_one_down() -> None:
    mutual = estate_of([CI("a"), CI("b"), CI("x")], [Requirement("a", ["b", "x"]), Requirement("b", ["a"])])

    quiet = propagate(mutual.graph, mutual.all_numbers([]))
    broken = propagate(mutual.graph, mutual.all_numbers(["x"]))

    assert quiet.states().tolist() == [State.UP, State.UP, State.UP]
    assert broken.states().tolist() == [State.DOWN, State.DOWN, State.DOWN]


def test_a_group_without_k_needs_all_and_a_group_with_k_zero_never_breaks() -> None:
    names = [CI(name) for name in ("all", "none", "a", "b")]
    estate = estate_of(names, [Requirement("all", ["a", "b"]), Requirement("none", ["a", "b"], k=0)])

    outcome = propagate(estate.graph, estate.all_numbers(["a", "b"]))

    assert [outcome.state(0), outcome.state(1)] == [State.DOWN, State.AT_RISK]


def test_one_of_two_is_up_while_one_member_is_only_at_risk() -> None:
    names = [CI(name) for name in ("pool", "a", "b", "p", "q")]
    needs = [Requirement("pool", ["a", "b"], k=1), Requirement("a", ["p", "q"], k=1)]
    estate = estate_of(names, needs)

    outcome = propagate(estate.graph, estate.all_numbers(["p"]))

    assert [outcome.state(1), outcome.state(0)] == [State.AT_RISK, State.UP]


def test_a_soft_requirement_hears_of_a_member_that_was_degraded_long_before_it_went_down() -> None:
    names = [CI(name) for name in ("report", "db", "array", "disk")]
    needs = [
        Requirement("report", ["db"], kind="soft"),
        Requirement("db", ["array"]),
        Requirement("array", ["disk"]),
    ]
    estate = estate_of(names, needs)

    outcome = propagate(estate.graph, estate.all_numbers(["disk"]), estate.all_numbers(["db", "array"]))

    assert [outcome.state(0), outcome.round(0)] == [State.DEGRADED, 3]


@given(cases(), st.sampled_from((10, 40, 400)))
def test_states_and_rounds_are_the_same_in_a_large_estate_where_little_fails(case: Case, idle: int) -> None:
    expected = brute_force.evaluate(case.cis, case.groups, case.down, case.degraded)

    found = propagate(case.estate(idle).graph, case.numbers(case.down), case.numbers(case.degraded))

    assert {name: found.state(number).word for number, name in enumerate(case.cis)} == expected.states
    assert {name: found.round(number) for number, name in enumerate(case.cis)} == expected.rounds
