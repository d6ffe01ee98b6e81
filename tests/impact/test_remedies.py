"""What would mend a failure: requirements that would save targets if they held."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from impact import (
    CI,
    Graph,
    RemediesError,
    Remedy,
    Requirement,
    Requirements,
    State,
    estate_of,
    overlaid,
    propagate,
    remedies,
)
from impact.rows import IntArray, integers, plain
from tests.impact import brute_force
from tests.impact.brute_force import Group
from tests.impact.estates import Case, cases

# a needs b and c, and c needs a: once a holds without b, it has c again.
_MEMBER_THAT_COMES_BACK = Case(
    ("a", "b", "c"), (Group("a", ("b", "c"), None, "hard"), Group("c", ("a",), None, "hard")), (), ()
)


@given(cases(), st.integers(0, 7))
def test_a_remedy_saves_whoever_is_not_down_without_its_requirement(case: Case, turn: int) -> None:
    failed = case.cis[turn % len(case.cis)]
    expected = brute_force.remedies(case.cis, case.groups, failed)
    graph = case.estate().graph

    found = remedies(graph, case.numbers((failed,)), case.numbers(case.cis))

    kept = [group for group in brute_force.clean(case.cis, case.groups) if group.members]
    saved = [(kept[remedy.group], {case.cis[ci] for ci in remedy.saves}) for remedy in found]
    assert sorted(map(str, _listed(saved))) == sorted(map(str, _listed(expected)))
    assert [len(names) for _, names in saved] == sorted((len(names) for _, names in saved), reverse=True)


@given(cases(), st.integers(0, 7))
@example(case=_MEMBER_THAT_COMES_BACK, turn=1)
def test_what_is_carried_out_saves_what_it_promises(case: Case, turn: int) -> None:
    failed = case.numbers((case.cis[turn % len(case.cis)],))
    graph = case.estate().graph

    for remedy in remedies(graph, failed, case.numbers(case.cis)):
        fewer = [] if remedy.enough_k is None else [_with(graph, remedy, k=remedy.enough_k, added=0)]
        for mended in [*fewer, _with(graph, remedy, k=int(graph.k[remedy.group]), added=remedy.members_to_add)]:
            outcome = propagate(mended, failed)
            assert all(outcome.state(ci) < State.DOWN for ci in remedy.saves)
            if remedy.members_to_add > 1:
                one_less = _with(graph, remedy, k=int(graph.k[remedy.group]), added=remedy.members_to_add - 1)
                assert all(propagate(one_less, failed).state(ci) == State.DOWN for ci in remedy.saves)


def test_more_between_than_is_looked_through_is_refused() -> None:
    chain = estate_of([CI(str(n)) for n in range(5)], [Requirement(str(n), [str(n + 1)]) for n in range(4)])

    with pytest.raises(RemediesError, match="5 CIs lie between"):
        remedies(chain.graph, integers([4]), integers([0]), largest=4)


def test_only_the_nearest_are_tried() -> None:
    chain = estate_of([CI(str(n)) for n in range(5)], [Requirement(str(n), [str(n + 1)]) for n in range(4)])

    found = remedies(chain.graph, integers([4]), integers([0]), most_tried=2)

    assert [remedy.owner for remedy in found] == [3, 2]


def _listed(found: list[tuple[brute_force.CleanGroup, set[str]]]) -> list[tuple[object, ...]]:
    return [(group.of, sorted(group.members), group.k, sorted(names)) for group, names in found]


def _with(graph: Graph, remedy: Remedy, *, k: int, added: int) -> Graph:
    """The graph with one requirement restated, `added` further CIs among its members."""
    groups = plain(graph.groups_of.of(remedy.owner))
    members: list[IntArray] = [graph.members.of(group) for group in groups]
    fresh = integers(range(graph.size, graph.size + added))
    members = [
        np.concatenate([some, fresh]) if group == remedy.group else some
        for group, some in zip(groups, members, strict=True)
    ]
    return overlaid(
        graph,
        graph.size + added,
        integers([]),
        integers([remedy.owner]),
        Requirements(
            owner=integers([remedy.owner] * len(groups)),
            k=integers([k if group == remedy.group else int(graph.k[group]) for group in groups]),
            is_soft=graph.is_soft[groups],
            group=np.repeat(np.arange(len(groups)), [len(some) for some in members]).astype(np.int32),
            member=np.concatenate(members),
        ),
    )
