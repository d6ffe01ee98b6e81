"""Single points of failure of all targets at once where failures also cut CIs off from the network.

Each CI that all ways of another lead through is one of it. What is cut off only by several that fall together is found
from what each failure takes down so far, which may take down more, until there is nothing new.
"""

from collections.abc import Callable

import numpy as np

from impact.all_single_points import SinglePoints, all_single_points
from impact.falling_together import cut_off_together
from impact.graph import Graph
from impact.isolation import Access
from impact.rows import BoolArray, IntArray, Rows, integers, plain, rows_of
from impact.states import State

_SEVERAL = 2


def all_single_points_with_access(
    graph: Graph, access: Access, level: State = State.DOWN, tell: Callable[[float], None] = lambda _: None
) -> SinglePoints:
    """Whom each CI alone takes into DOWN (or DEGRADED or worse), being cut off from all gateways counting as down.

    O(that of all_single_points, once for each turn in which somebody is cut off by what others take down).

    >>> from impact.estate import CI, Requirement, estate_of
    >>> from impact.network import network_of
    >>> from impact.rows import NOTHING
    >>> site = estate_of([CI("router"), CI("switch"), CI("server"), CI("shop")], [Requirement("shop", ["server"])])
    >>> access = Access(network_of(4, integers([0, 1]), integers([1, 2]), NOTHING), integers([2]), integers([0]))
    >>> points = all_single_points_with_access(site.graph, access)
    >>> site.names(points.of(site.number("shop")))
    ['router', 'switch', 'server']
    """
    owner, member = access.ways.ci, access.ways.needed
    while True:
        joined = _with_links(graph, owner, member)
        points = all_single_points(joined, tell=tell)
        more = _more(access, points)
        if not more:
            break
        owner = np.concatenate([owner, integers([ci for _, ci in more])])
        member = np.concatenate([member, integers([failed for failed, _ in more])])
    if level == State.DOWN:
        return points
    return all_single_points(joined, level, tell=tell, only_down_from=len(graph.owner))


def _more(access: Access, points: SinglePoints) -> list[tuple[int, int]]:
    """Pairs of a CI and one that it alone cuts off, which the points do not have yet."""
    is_spare = access.ways.is_spare
    falling = points.totals(is_spare) + is_spare
    taken = {ci: np.append(points.takes(ci), integers([ci])) for ci in plain(_places(falling >= _SEVERAL))}
    spare = [(ci, cis[is_spare[cis]]) for ci, cis in taken.items()]
    found = cut_off_together(access.ways, access.network.neighbours, spare)
    known = {ci: set(plain(cis)) for ci, cis in taken.items()}
    return sorted({(failed, ci) for failed, ci in found if ci not in known[failed]})


def _places(is_true: BoolArray) -> IntArray:
    return np.flatnonzero(is_true).astype(np.int32)


def _with_links(graph: Graph, owner: IntArray, member: IntArray) -> Graph:
    """The graph with further requirements behind its own, each of one CI for one other."""
    ones = np.ones(len(owner), np.int32)
    members = Rows(
        np.concatenate([graph.members.starts, graph.members.starts[-1] + np.cumsum(ones)]).astype(np.int32),
        np.concatenate([graph.members.values, member]),
    )
    owners = np.concatenate([graph.owner, owner])
    groups = np.arange(len(owners), dtype=np.int32)
    return Graph(
        size=graph.size,
        owner=owners,
        n=np.concatenate([graph.n, ones]),
        k=np.concatenate([graph.k, ones]),
        is_soft=np.concatenate([graph.is_soft, np.zeros(len(ones), np.bool_)]),
        members=members,
        groups_with=rows_of(members.values, np.repeat(groups, np.diff(members.starts)), graph.size),
        groups_of=rows_of(owners, groups, graph.size),
    )
