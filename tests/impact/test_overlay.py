"""An estate with changes on top answers like one that was built with them."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact import (
    CI,
    Changes,
    ChangesError,
    Estate,
    Requirement,
    State,
    UnknownCIError,
    all_single_points,
    availability,
    cannot_start,
    cut_sets,
    estate_of,
    margin,
    overlay,
    propagate,
    propagate_with_ways,
    reach_of,
)
from impact.estate import Link
from tests.impact.brute_force import Group
from tests.impact.estates import NAMES, Case, cases, groups, links

NEW = ("x", "y")
KINDS: dict[str, Literal["hard", "soft"]] = {"hard": "hard", "soft": "soft"}


def requirements(some: list[Group]) -> list[Requirement]:
    return [Requirement(group.of, group.members, group.k, KINDS[group.kind]) for group in some]


def answers(estate: Estate, names: list[str], failed: str) -> list[object]:
    """Answers to every question, by name and without those about CIs that are not there."""
    graph, target = estate.graph, estate.number(names[0])
    outcome = propagate(graph, estate.all_numbers([failed]))
    often = availability(graph, np.full(graph.size, 0.9), target)
    points = all_single_points(graph, State.DEGRADED)
    return [
        {name: (outcome.state(number), outcome.round(number)) for name, number in sorted(estate.numbers.items())},
        {name: margin(outcome, estate.number(name)) for name in names},
        set(estate.names(reach_of(graph, estate.all_numbers([failed])).cis())),
        set(estate.names(cannot_start(graph))),
        {name: set(estate.names(points.of(estate.number(name)))) for name in names},
        {frozenset(estate.names(cut)) for cut in cut_sets(graph, target)},
        {state: round(share, 9) for state, share in often.states.items()},
    ]


@given(
    cases(largest=6),
    st.lists(groups((*NAMES[:6], *NEW)), max_size=5),
    st.sets(st.sampled_from(NAMES[1:6]), max_size=2),
    st.sets(st.sampled_from((*NAMES[:6], *NEW)), max_size=3),
    st.sampled_from((*NAMES[:6], *NEW)),
)
def test_every_answer_on_an_overlay_is_that_on_the_rebuilt_estate(
    case: Case, more: list[Group], removed: set[str], restated: set[str], failed: str
) -> None:
    gone = sorted(removed & set(case.cis))
    there = [name for name in (*case.cis, *NEW) if name not in gone]
    again = sorted(restated & set(there))
    kept = [group for group in case.groups if group.of not in again]
    rebuilt = estate_of([CI(name) for name in there], requirements([*kept, *more]))
    changes = Changes([CI(name) for name in NEW], removed=gone, restated=again, requirements=requirements(more))

    found = overlay(case.estate(), changes)

    asked = failed if failed in there else there[0]
    assert answers(found, there, asked) == answers(rebuilt, there, asked)


@given(
    cases(largest=6),
    st.tuples(links(NAMES[:6]), links((*NAMES[:6], *NEW)), st.lists(st.sampled_from((*NAMES[:6], *NEW)), max_size=3)),
    st.sets(st.sampled_from(NAMES[1:6]), max_size=1),
    st.lists(st.tuples(st.sampled_from(NAMES[:6]), st.sampled_from(NAMES[:6])), max_size=2),
    st.sampled_from((*NAMES[:6], *NEW)),
)
def test_the_network_of_an_overlay_is_that_of_the_rebuilt_estate(
    case: Case, network: tuple[list[Link], list[Link], list[str]], removed: set[str], cut: list[Link], failed: str
) -> None:
    before, more, anchors = network
    gone = sorted(removed & set(case.cis))
    there = [name for name in (*case.cis, *NEW) if name not in gone]
    unlinked = [link for link in cut if set(link) <= set(case.cis)]
    kept = [link for link in before if set(link) not in [set(one) for one in unlinked]]
    rebuilt = estate_of([CI(name) for name in there], requirements([*case.groups]), [*kept, *more], anchors)
    changes = Changes([CI(name) for name in NEW], removed=gone, links=more, unlinked=unlinked, anchors=anchors[1:])

    found = overlay(case.estate(links=before, anchors=anchors[:1]), changes)

    # An anchor that only the overlay knows is told with it.
    found = overlay(found, Changes(anchors=anchors[:1]))
    asked = failed if failed in there else there[0]
    one, other = (propagate_with_ways(made.graph, made.access, made.all_numbers([asked])) for made in (found, rebuilt))
    assert set(found.names(one.isolated)) == set(rebuilt.names(other.isolated))
    assert {name: one.outcome.state(found.number(name)) for name in there} == {
        name: other.outcome.state(rebuilt.number(name)) for name in there
    }


def test_a_changed_ci_is_changed_and_its_estate_is_not() -> None:
    estate = estate_of([CI("shop"), CI("db")], [Requirement("shop", ["db"])])

    found = overlay(estate, Changes(changed=[replace(estate.cis[0], users=5)]))

    assert [found.cis[0].users, estate.cis[0].users] == [5, 0]
    assert found.graph.members is estate.graph.members


def test_a_removed_ci_is_not_there_any_more() -> None:
    estate = estate_of([CI("shop"), CI("db")], [Requirement("shop", ["db"])])

    found = overlay(estate, Changes(removed=["db"]))

    with pytest.raises(UnknownCIError):
        found.number("db")


def test_what_contradicts_the_estate_is_refused() -> None:
    estate = estate_of([CI("shop")], [])

    with pytest.raises(ChangesError, match="added CI 'shop' is there already; change it instead"):
        overlay(estate, Changes(added=[CI("shop")]))
    with pytest.raises(UnknownCIError):
        overlay(estate, Changes(removed=["db"]))
    with pytest.raises(UnknownCIError):
        overlay(estate, Changes(restated=["db"]))
