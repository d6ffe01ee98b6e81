"""From relationships to requirements, by the word of their type."""

import numpy as np
import pytest

from graph_schema import load_registry
from impact import Graph, State, build_graph, propagate
from impact.dependency_view import Relationships, Travel, requirements_of, travel_of
from impact.rows import integers

UNSTATED = -1


def graph_of(*relationships: tuple[int, int, Travel, str], k: tuple[int, ...]) -> Graph:
    columns = Relationships(
        source=integers([row[0] for row in relationships]),
        target=integers([row[1] for row in relationships]),
        travel=integers([row[2] for row in relationships]),
        is_soft=np.asarray([row[3] == "soft" for row in relationships], np.bool_),
    )
    return build_graph(len(k), requirements_of(columns, integers(k)))


@pytest.mark.parametrize(
    ("travel", "strength", "expected"),
    [
        (Travel.HARD, "soft", State.DOWN),
        (Travel.SOFT, "hard", State.DEGRADED),
        (Travel.BY_STRENGTH, "hard", State.DOWN),
        (Travel.BY_STRENGTH, "", State.DOWN),
        (Travel.BY_STRENGTH, "soft", State.DEGRADED),
        (Travel.MEMBER, "", State.DOWN),
        (Travel.NOT, "hard", State.UP),
    ],
)
def test_a_failure_travels_as_the_type_and_the_strength_say(travel: Travel, strength: str, expected: State) -> None:
    graph = graph_of((0, 1, travel, strength), k=(UNSTATED, UNSTATED))

    assert propagate(graph, integers([1])).state(0) == expected


@pytest.mark.parametrize(
    ("k", "expected"),
    [(UNSTATED, State.AT_RISK), (1, State.AT_RISK), (2, State.DOWN), (9, State.DOWN), (0, State.AT_RISK)],
)
def test_the_members_of_one_owner_are_one_requirement_with_its_k(k: int, expected: State) -> None:
    graph = graph_of((0, 1, Travel.MEMBER, ""), (0, 2, Travel.MEMBER, ""), k=(k, UNSTATED, UNSTATED))

    outcome = propagate(graph, integers([1]))

    assert len(graph.owner) == 1
    assert outcome.state(0) == expected


def test_members_of_two_owners_are_two_requirements_beside_plain_ones() -> None:
    graph = graph_of(
        (0, 2, Travel.MEMBER, ""),
        (1, 2, Travel.MEMBER, ""),
        (1, 3, Travel.MEMBER, ""),
        (0, 3, Travel.HARD, ""),
        k=(UNSTATED, 2, UNSTATED, UNSTATED),
    )

    outcome = propagate(graph, integers([2]))

    assert [outcome.state(0), outcome.state(1)] == [State.DOWN, State.DOWN]
    assert sorted(graph.n.tolist()) == [1, 1, 2]


def test_a_relationship_to_a_ci_that_no_longer_counts_is_no_requirement() -> None:
    graph = graph_of((0, -1, Travel.HARD, ""), (-1, 0, Travel.MEMBER, ""), k=(UNSTATED,))

    assert len(graph.owner) == 0


def test_every_declared_relationship_type_says_how_failure_travels() -> None:
    types = load_registry().relationship_types

    travels = {name: travel_of(spec) for name, spec in types.items()}

    assert travels["RUNS_ON"] == Travel.HARD
    assert travels["HAS_MEMBER"] == Travel.MEMBER
    assert travels["DEPENDS_ON"] == Travel.BY_STRENGTH
    assert travels["REPLICATES_FROM"] == Travel.SOFT
    assert travels["CONNECTS_TO"] == travels["CONNECTED_TO"] == Travel.NOT
