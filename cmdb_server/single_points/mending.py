"""Which requirement would have to be another one so that services outlive a CI, tried on an overlay of the graph."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.single_points.answers import ShownRemedy
from cmdb_server.single_points.ranking import Ranking, point_ci
from impact import (
    Graph,
    RemediesError,
    Remedy,
    Requirements,
    State,
    overlaid,
    propagate,
    propagate_with_access,
    remedies,
)
from impact.rows import IntArray, integers, plain

SERVICES_LOOKED_AT = 200


class Effort(NamedTuple):
    """How much is looked through: CIs between failure and services, remedies shown, and those of them carried out."""

    largest: int
    shown: int
    tried_out: int


IN_A_LIST, ALONE = Effort(400, 3, 0), Effort(20_000, 20, 3)


def mended(ranking: Ranking, seen: Snapshot, ci: int, effort: Effort) -> list[ShownRemedy] | None:
    """What would save most services from one CI, the best first; None where too many CIs lie between.

    What the CI cuts off from the network counts as failed with it. `seen` is the ranking's snapshot with the names that
    whoever asks may see. Only the heaviest SERVICES_LOOKED_AT services are asked about.
    """
    alone = integers([ci])
    cut_off = propagate_with_access(seen.graph, seen.access, alone).isolated
    failed = integers(np.concatenate([alone, cut_off]))
    services = ranking.services_of(ci)[:SERVICES_LOOKED_AT]
    if len(services) == 0:
        return []
    if effort.largest < ALONE.largest and ranking.affected[ci] > effort.largest:
        return None
    try:
        found = remedies(seen.graph, failed, services, largest=effort.largest)[: effort.shown]
    except RemediesError:
        return None
    tried = effort.tried_out
    return [_shown(seen, remedy, failed, is_tried=turn < tried) for turn, remedy in enumerate(found)]


def _shown(snapshot: Snapshot, remedy: Remedy, failed: IntArray, *, is_tried: bool) -> ShownRemedy:
    graph = snapshot.graph
    return ShownRemedy(
        owner=point_ci(snapshot, remedy.owner),
        group_of=snapshot.cis.uid[remedy.owner] if snapshot.owns_a_group[remedy.owner] else None,
        k=int(graph.k[remedy.group]),
        n=int(graph.n[remedy.group]),
        lost=remedy.lost,
        enough_k=remedy.enough_k,
        members_to_add=remedy.members_to_add,
        services=len(remedy.saves),
        then=_then(graph, remedy, failed) if is_tried else None,
    )


def _then(graph: Graph, remedy: Remedy, failed: IntArray) -> str:
    """The worst state of what is saved once further members are there."""
    outcome = propagate(with_members(graph, remedy.group, remedy.members_to_add), failed)
    return max((outcome.state(ci) for ci in remedy.saves), default=State.UP).word


def with_members(graph: Graph, group: int, added: int) -> Graph:
    """The graph with new CIs, which need nothing, as further members of a requirement. O(size) for copying."""
    owner = int(graph.owner[group])
    groups: Sequence[int] = plain(graph.groups_of.of(owner))
    fresh = integers(range(graph.size, graph.size + added))
    members = [np.append(graph.members.of(one), fresh) if one == group else graph.members.of(one) for one in groups]
    restated = Requirements(
        owner=integers([owner] * len(groups)),
        k=graph.k[groups],
        is_soft=graph.is_soft[groups],
        group=np.repeat(np.arange(len(groups), dtype=np.int32), [len(some) for some in members]),
        member=np.concatenate(members).astype(np.int32),
    )
    return overlaid(graph, graph.size + added, integers([]), integers([owner]), restated)
