"""From relationships to requirements, by the word that each relationship type says about failure.

| word | the relationship is |
| --- | --- |
| down | a hard requirement of its source, with the target as only member |
| degraded | a soft one |
| by_strength | a hard or a soft one, as the relationship's strength says (hard where it says nothing) |
| member | one member of its source's group; all of a source's members form one hard requirement with the source's k |
| none, reachability | no requirement |
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from graph_schema import RelationshipSpec
from graph_schema.relationships import Failure
from impact.graph import Graph, Requirements
from impact.rows import BoolArray, IntArray

DEFAULT_K = 1
UNSTATED_K = -1


class Travel(IntEnum):
    """How failure travels along one relationship, from the target to the source."""

    NOT = 0
    HARD = 1
    SOFT = 2
    BY_STRENGTH = 3
    MEMBER = 4


_TRAVEL: Mapping[Failure, Travel] = {
    "down": Travel.HARD,
    "degraded": Travel.SOFT,
    "by_strength": Travel.BY_STRENGTH,
    "member": Travel.MEMBER,
    "none": Travel.NOT,
    "reachability": Travel.NOT,
}


@dataclass(frozen=True)
class Relationships:
    """Relationships as columns: CI numbers of both ends (-1: unknown), a Travel, and whether the strength is soft."""

    source: IntArray
    target: IntArray
    travel: IntArray
    is_soft: BoolArray


def travel_of(relationship_type: RelationshipSpec) -> Travel:
    """How failure travels along relationships of a type, as it is declared."""
    return _TRAVEL[relationship_type.failure]


def requirements_of(relationships: Relationships, k: IntArray) -> Requirements:
    """The requirements behind relationships; `k` holds each CI's own k (UNSTATED_K: DEFAULT_K). O(n log n).

    >>> two = Relationships(np.array([0, 0]), np.array([1, 2]), np.array([4, 4]), np.array([False, False]))
    >>> requirements_of(two, np.array([1, -1, -1])).group.tolist()
    [0, 0]
    """
    known = (relationships.source >= 0) & (relationships.target >= 0)
    single = known & (relationships.travel != Travel.NOT) & (relationships.travel != Travel.MEMBER)
    member = known & (relationships.travel == Travel.MEMBER)
    soft = (relationships.travel == Travel.SOFT) | (
        (relationships.travel == Travel.BY_STRENGTH) & relationships.is_soft
    )
    owners, group_of_member = np.unique(relationships.source[member], return_inverse=True)
    singles = np.count_nonzero(single)
    wanted = k[owners]
    return Requirements(
        owner=np.concatenate([relationships.source[single], owners]).astype(np.int32),
        k=np.concatenate(
            [
                np.ones(singles, np.int32),
                np.where(wanted == UNSTATED_K, DEFAULT_K, np.maximum(wanted, 0)),
            ]
        ).astype(np.int32),
        is_soft=np.concatenate([soft[single], np.zeros(len(owners), np.bool_)]),
        group=np.concatenate([np.arange(singles), singles + group_of_member]).astype(np.int32),
        member=np.concatenate([relationships.target[single], relationships.target[member]]).astype(np.int32),
    )


def member_group(graph: Graph, ci: int) -> int:
    """The group of a CI that has members: `requirements_of` puts it behind the CI's single requirements. O(1)."""
    return int(graph.groups_of.of(ci)[-1])
