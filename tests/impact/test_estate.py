"""The plain door, and cleaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import CI, Requirement, UnknownCIError, estate_of, propagate_with_access
from impact.estate import Link
from tests.impact import brute_force
from tests.impact.estates import NAMES, STRANGER, Case, cases, links


def test_an_unknown_ci_is_named_in_the_error() -> None:
    estate = estate_of([CI("a")], [])

    with pytest.raises(UnknownCIError, match="there is no CI 'b' in this estate of 1 CIs"):
        estate.number("b")


def test_of_two_cis_with_one_id_the_first_counts() -> None:
    estate = estate_of([CI("a", users=1), CI("a", users=2)], [])

    assert [ci.users for ci in estate.cis] == [1]


@given(cases())
def test_requirements_are_cleaned_as_the_brute_force_cleans_them(case: Case) -> None:
    expected = [group for group in brute_force.clean(case.cis, case.groups) if group.members]

    graph = case.estate().graph

    found = [
        brute_force.CleanGroup(
            case.cis[int(graph.owner[group])],
            frozenset(case.cis[int(member)] for member in graph.members.of(group)),
            int(graph.k[group]),
            "soft" if graph.is_soft[group] else "hard",
        )
        for group in range(len(graph.owner))
    ]
    assert found == expected
    assert all(len(graph.members.of(group)) == graph.n[group] for group in range(len(graph.owner)))


@given(cases())
def test_the_graph_leads_both_ways(case: Case) -> None:
    graph = case.estate().graph
    numbers = range(len(case.cis))

    needs = {(owner, int(ci)) for owner in numbers for ci in graph.dependencies(case.numbers((case.cis[owner],)))}
    needed = {(int(owner), ci) for ci in numbers for owner in graph.dependents(case.numbers((case.cis[ci],)))}

    assert needs == needed
    assert all(graph.owner[group] == ci for ci in numbers for group in graph.groups_of.of(ci))


def test_two_cis_may_need_different_shares_of_the_same_members() -> None:
    needs = [Requirement("one", ["a", "b"], k=1), Requirement("both", ["a", "b"], k=2)]

    graph = estate_of([CI(name) for name in ("one", "both", "a", "b")], needs).graph

    assert graph.k.tolist() == [1, 2]


@given(cases(), links(NAMES), st.sets(st.sampled_from((*NAMES, STRANGER)), max_size=3))
def test_who_loses_all_ways_to_the_anchors_is_down(case: Case, network: list[Link], anchors: set[str]) -> None:
    known = [link for link in network if set(link) <= set(case.cis)]
    there = sorted(anchors & set(case.cis))
    homes = [(name, anchor) for name in case.cis if name not in there for anchor in there]
    estate = case.estate(links=network, anchors=sorted(anchors))

    found = propagate_with_access(estate.graph, estate.access, estate.all_numbers(case.down))

    expected = brute_force.evaluate_with_access(case.cis, case.groups, (known, homes), case.down)
    assert {name: found.outcome.state(estate.number(name)).word for name in case.cis} == expected


def test_what_hangs_on_a_ci_is_told_by_its_estate() -> None:
    estate = estate_of([CI("shop", users=40, criticality=3, is_service=True), CI("db")], [])

    assert [column.tolist() for column in vars(estate.stakes).values()] == [[True, False], [40, 0], [3, 0]]
