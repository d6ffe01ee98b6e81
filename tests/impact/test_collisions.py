"""Whether changes in overlapping windows get in each other's way."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from impact import CI, Collision, JointLoss, Requirement, collide, collisions, estate_of
from tests.impact import brute_force
from tests.impact.estates import Case, cases

CHANGES = st.lists(st.sets(st.integers(min_value=0, max_value=7), max_size=3), max_size=4)


def names_of(case: Case, collision: Collision) -> brute_force.Collision:
    parts = (
        collision.same_ci,
        collision.needed_by_second,
        collision.needed_by_first,
        collision.shared,
        collision.joint,
    )
    return brute_force.Collision(*({case.cis[ci] for ci in part} for part in parts))


def some_of(case: Case, numbers: set[int]) -> tuple[str, ...]:
    return tuple({case.cis[number % len(case.cis)] for number in numbers})


@given(cases(), st.sets(st.integers(min_value=0, max_value=7)))
def test_two_changes_collide_as_the_brute_force_says(case: Case, services: set[int]) -> None:
    asked = some_of(case, services)
    is_service = np.asarray([name in asked for name in case.cis], np.bool_)
    expected = brute_force.collide(case.cis, case.groups, asked, case.down, case.degraded)

    found = collide(case.estate().graph, is_service, case.numbers(case.down), case.numbers(case.degraded))

    assert names_of(case, found) == expected


@given(cases(), CHANGES)
def test_the_pairs_of_many_changes_are_those_of_asking_about_each_pair(case: Case, chosen: list[set[int]]) -> None:
    graph, changes = case.estate().graph, [some_of(case, numbers) for numbers in chosen]
    numbers = [case.numbers(change) for change in changes]
    is_service = np.asarray([number % 2 == 0 for number in range(len(case.cis))], np.bool_)
    each = {
        (first, second): collide(graph, is_service, numbers[first], numbers[second])
        for first, second in combinations(range(len(numbers)), 2)
    }

    found = collisions(graph, is_service, numbers)

    assert found.pairs == {pair: collision for pair, collision in each.items() if collision.words}


@given(cases(), CHANGES)
def test_a_joint_loss_needs_each_of_its_changes(case: Case, chosen: list[set[int]]) -> None:
    graph, changes = case.estate().graph, [some_of(case, numbers) for numbers in chosen]
    services = case.cis[::2]
    is_service = np.asarray([name in services for name in case.cis], np.bool_)

    found = collisions(graph, is_service, [case.numbers(change) for change in changes])

    def rank(positions: tuple[int, ...], service: str) -> int:
        down = [name for position in positions for name in changes[position]]
        return brute_force.ORDER.index(brute_force.evaluate(case.cis, case.groups, down, ()).states[service])

    together = tuple(range(len(changes)))
    for loss in found.joint:
        assert len(loss.changes) > 2
        for service in (case.cis[ci] for ci in loss.services):
            assert rank(loss.changes, service) == rank(together, service)
            fewer = combinations(loss.changes, len(loss.changes) - 1)
            assert all(rank(some, service) < rank(together, service) for some in fewer)
    told = {case.cis[ci] for loss in found.joint for ci in loss.services}
    smaller = [pair for size in (1, 2) for pair in combinations(together, size)]
    assert told >= {
        service
        for service in services
        if rank(together, service) > max((rank(some, service) for some in smaller), default=0)
    }


def test_three_changes_that_only_together_take_the_last_members_are_told() -> None:
    cis = [CI("pool", is_service=True), *(CI(name) for name in "abc")]
    estate = estate_of(cis, [Requirement("pool", ["a", "b", "c"], k=1)])

    found = collisions(estate.graph, estate.is_service, [estate.all_numbers([name]) for name in "abc"])

    assert found.joint == (JointLoss((0, 1, 2), (0,)),)
    assert found.pairs == {}


def test_a_change_of_what_the_other_change_stands_on_is_a_dependency() -> None:
    estate = estate_of([CI("shop", is_service=True), CI("db"), CI("disk")], [
        Requirement("shop", ["db"]),
        Requirement("db", ["disk"], kind="soft"),
    ])  # fmt: skip

    found = collide(estate.graph, estate.is_service, estate.all_numbers(["disk"]), estate.all_numbers(["db"]))

    assert found == Collision((), (2,), (), shared=(0,), joint=())
    assert found.words == ("dependency", "shared")


def test_a_third_change_that_does_it_alone_hides_no_joint_loss_of_two() -> None:
    cis = [CI("pool", is_service=True), *(CI(name) for name in "abc")]
    estate = estate_of(cis, [Requirement("pool", ["a", "b"], k=1), Requirement("pool", ["c"])])

    found = collisions(estate.graph, estate.is_service, [estate.all_numbers([name]) for name in "abc"])

    assert {pair: collision.words for pair, collision in found.pairs.items()} == {(0, 1): ("joint",)}
