"""What would never come back: the CIs that are not started when everything starts from nothing.

A CI starts once each of its hard requirements has k started members. Mutual hard dependencies show up here although
they are harmless while everything runs.
"""

import numpy as np

from impact.graph import Graph
from impact.rows import IntArray
from impact.states import enter


def cannot_start(graph: Graph) -> IntArray:
    """The CIs that never start, in rising order. O(size + memberships), in rounds as many as the longest start takes.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> mutual = estate_of([CI("a"), CI("b"), CI("c"), CI("db")],
    ...     [Requirement("a", ["b"]), Requirement("b", ["a"]), Requirement("c", ["a", "db"], k=1)])
    >>> mutual.names(cannot_start(mutual.graph))
    ['a', 'b']
    """
    return np.flatnonzero(start_rounds(graph) == 0).astype(np.int32)


def start_rounds(graph: Graph) -> IntArray:
    """In which round each CI starts, counted from 1; 0 is never. O(size + memberships)."""
    is_awaited = ~graph.is_soft & (graph.k > 0)
    missing = graph.k.copy()
    unmet = np.bincount(graph.owner[is_awaited], minlength=graph.size).astype(np.int32)
    entered = np.zeros(graph.size, np.int32)
    wave = enter(entered, np.flatnonzero(unmet == 0).astype(np.int32), 0)
    step = 0
    while len(wave):
        step += 1
        groups = graph.groups_with.gather(wave)
        groups = groups[is_awaited[groups]]
        before = missing[groups] > 0
        np.subtract.at(missing, groups, 1)
        met = np.unique(groups[before & (missing[groups] <= 0)])
        owners = graph.owner[met]
        np.subtract.at(unmet, owners, 1)
        wave = enter(entered, owners[unmet[owners] == 0], step)
    return entered
