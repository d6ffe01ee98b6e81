"""What never starts when everything starts from nothing."""

from hypothesis import given

from impact import CI, Requirement, cannot_start, estate_of
from tests.impact import brute_force
from tests.impact.estates import Case, cases


@given(cases())
def test_what_cannot_start_is_outside_the_least_fixpoint_of_starting(case: Case) -> None:
    estate = case.estate()

    found = estate.names(cannot_start(estate.graph))

    assert found == brute_force.cannot_start(case.cis, case.groups)


def test_a_long_chain_starts_and_what_waits_for_a_circle_does_not() -> None:
    names = [CI(str(number)) for number in range(300)]
    chain = [Requirement(str(number), [str(number + 1)]) for number in range(250)]
    circle = [Requirement("260", ["261"]), Requirement("261", ["260"]), Requirement("259", ["260"])]
    estate = estate_of(names, [*chain, *circle])

    found = estate.names(cannot_start(estate.graph))

    assert found == ["259", "260", "261"]
