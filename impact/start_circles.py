"""Why what cannot start does not: the circles of CIs that wait for each other, and who waits for one of them."""

from dataclasses import dataclass

import numpy as np

from impact.cannot_start import start_rounds
from impact.graph import Graph
from impact.rows import BoolArray, IntArray, integers, plain


@dataclass(frozen=True)
class StartCircle:
    """CIs of which each waits for the next, and the last for the first; `waiting` are others that wait for them."""

    cis: tuple[int, ...]
    waiting: tuple[int, ...]


def start_circles(graph: Graph) -> list[StartCircle]:
    """Every CI that cannot start, in or behind one circle, the circle with most behind it first. O(size log size).

    A CI that waits for several is told with one of them: each alone keeps it from starting, or is one of those that do.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> mutual = estate_of([CI("a"), CI("b"), CI("c")],
    ...     [Requirement("a", ["b"]), Requirement("b", ["a"]), Requirement("c", ["a"])])
    >>> [(mutual.names(circle.cis), mutual.names(circle.waiting)) for circle in start_circles(mutual.graph)]
    [(['a', 'b'], ['c'])]
    """
    is_blocked = start_rounds(graph) == 0
    awaited = _awaited(graph, is_blocked)
    blocked = np.flatnonzero(is_blocked).astype(np.int32)
    ends = awaited.copy()
    for _ in range(max(len(blocked), 1).bit_length()):
        ends[blocked] = ends[ends[blocked]]
    leader = {ci: circle[0] for circle in _circles(awaited, np.unique(ends[blocked])) for ci in circle}
    waiting: dict[int, list[int]] = {first: [] for first in leader.values()}
    for ci in plain(blocked):
        if ci not in leader:
            waiting[leader[int(ends[ci])]].append(ci)
    found = [
        StartCircle(tuple(circle), tuple(waiting[circle[0]])) for circle in _circles(awaited, integers(sorted(leader)))
    ]
    return sorted(found, key=lambda circle: (-len(circle.waiting) - len(circle.cis), circle.cis))


def _awaited(graph: Graph, is_blocked: BoolArray) -> IntArray:
    """For each CI that cannot start a member that it waits for, of its first requirement that is not met; else -1."""
    groups = np.repeat(np.arange(len(graph.owner)), graph.n)
    started = np.bincount(groups[~is_blocked[graph.members.values]], minlength=len(graph.owner))
    unmet = np.flatnonzero(~graph.is_soft & (started < graph.k)).astype(np.int32)
    found = np.full(graph.size, -1, np.int32)
    entries = np.repeat(np.arange(len(unmet)), graph.n[unmet])
    members = graph.members.gather(unmet)
    kept = is_blocked[members]
    # Written backwards, so that the first one stays.
    found[graph.owner[unmet[entries[kept]]][::-1]] = members[kept][::-1]
    return found


def _circles(awaited: IntArray, inside: IntArray) -> list[list[int]]:
    """The circles that go through these CIs, each from its smallest number on."""
    seen: set[int] = set()
    found: list[list[int]] = []
    for ci in plain(inside):
        if ci in seen:
            continue
        circle, step = [ci], int(awaited[ci])
        while step != ci:
            circle.append(step)
            step = int(awaited[step])
        seen.update(circle)
        place = circle.index(min(circle))
        found.append(circle[place:] + circle[:place])
    return found
