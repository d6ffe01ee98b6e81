"""What many single failures lead to, each on its own but all in one go: the engine of questions about the whole estate.

A failure and what falls with it is a lane; a pair (lane, node) is one number, so that one sorted array holds all that
has fallen in thousands of lanes. Requirements that break by any one member are plain edges; only the redundant ones are
counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from impact.graph import Graph
from impact.rows import BoolArray, IntArray, Rows, rows_of
from impact.states import State

PairArray: TypeAlias = npt.NDArray[np.int64]
UNBOUNDED = 2**40
_WIDEST = 4


@dataclass(frozen=True)
class Thresholds:
    """Nodes that fall with any one other (`falls_with`) or with `needed` members of a group.

    For State.DOWN the nodes are the CIs. For State.DEGRADED there are twice as many: the first half says who is down,
    the second who is degraded or worse.
    """

    size: int
    falls_with: Rows
    owner: IntArray
    needed: IntArray
    members: Rows
    groups_with: Rows

    @cached_property
    def takes_down(self) -> Rows:
        """From a node to those that it falls with."""
        sources = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.falls_with.starts))
        return rows_of(self.falls_with.values, sources, self.size)


def thresholds_of(graph: Graph, level: State, only_down_from: int | None = None) -> Thresholds:
    """How failures spread into DOWN, or into DEGRADED or worse. O(n log n).

    Requirements with numbers from `only_down_from` on are broken by who is down and hear nothing of who is degraded.
    """
    hard = np.flatnonzero(~graph.is_soft & (graph.k > 0)).astype(np.int32)
    soft = np.flatnonzero(graph.is_soft & (graph.k > 0)).astype(np.int32)
    parts = [(hard, 0, 0)]
    if level == State.DEGRADED:
        heard = hard if only_down_from is None else hard[hard < only_down_from]
        parts += [(heard, graph.size, graph.size), (soft, 0, graph.size)]
    owner: IntArray = np.concatenate([graph.owner[groups] + to for groups, _, to in parts])
    needed = np.concatenate([graph.breaking_losses[groups] for groups, _, _ in parts])
    member: IntArray = np.concatenate([graph.members.gather(groups) + offset for groups, offset, _ in parts])
    group = np.repeat(np.arange(len(owner)), np.concatenate([graph.n[groups] for groups, _, _ in parts]))
    is_plain = needed == 1
    plain_entry = is_plain[group]
    source, target = member[plain_entry], owner[group[plain_entry]]
    size = graph.size
    if level == State.DEGRADED:
        down = np.arange(size, dtype=np.int32)
        source, target = np.concatenate([source, down]), np.concatenate([target, down + size])
        size *= 2
    number = np.cumsum(~is_plain, dtype=np.int32) - 1
    group, member = number[group[~plain_entry]], member[~plain_entry]
    redundant = int(np.count_nonzero(~is_plain))
    return Thresholds(
        size=size,
        falls_with=rows_of(source, target, size),
        owner=owner[~is_plain].astype(np.int32),
        needed=needed[~is_plain].astype(np.int32),
        members=rows_of(group, member, redundant),
        groups_with=rows_of(member, group, size),
    )


def fall(system: Thresholds, starts: IntArray, is_fallen: BoolArray, largest: int) -> tuple[PairArray, BoolArray]:
    """What falls with each of `starts` beside what has fallen already: sorted lane * size + node, the start included.

    The lanes marked in the second array were given up, since some `largest` nodes or more fall in them.
    O(pairs x their requirements x log pairs).
    """
    seen = np.arange(len(starts), dtype=np.int64) * system.size + starts
    fresh = seen = seen[~is_fallen[starts]]
    found = np.zeros(len(starts), np.int64)
    while True:
        lanes, nodes = np.divmod(fresh, system.size)
        nodes = nodes.astype(np.int32)
        found[np.bincount(lanes, _fan_out(system, nodes), minlength=len(starts)) > _WIDEST * largest] = largest
        goes_on = found[lanes] < largest
        if not np.any(goes_on):
            return seen, found >= largest
        hit = np.concatenate(list(_hits(system, lanes[goes_on], nodes[goes_on], seen, is_fallen)))
        fresh = np.unique(hit)
        fresh = fresh[~_is_in(seen, fresh)]
        seen = np.sort(np.concatenate([seen, fresh]), kind="stable")
        found += np.bincount(fresh // system.size, minlength=len(starts))


def _fan_out(system: Thresholds, nodes: IntArray) -> PairArray:
    """How many requirements each node is in."""
    plain, redundant = system.falls_with.starts, system.groups_with.starts
    return plain[nodes + 1] - plain[nodes] + redundant[nodes + 1] - redundant[nodes]


def _hits(
    system: Thresholds, lanes: PairArray, nodes: IntArray, seen: PairArray, is_fallen: BoolArray
) -> Iterator[PairArray]:
    """The pairs that these newly fallen ones take down, with repetitions."""
    targets = system.falls_with.gather(nodes)
    stands = ~is_fallen[targets]
    yield (_repeated(lanes, system.falls_with, nodes) * system.size + targets)[stands]
    groups = system.groups_with.gather(nodes)
    if len(groups) == 0:
        return
    pairs = np.unique(_repeated(lanes, system.groups_with, nodes) * len(system.owner) + groups)
    lanes, groups = np.divmod(pairs, len(system.owner))
    stands = ~is_fallen[system.owner[groups]]
    lanes, groups = lanes[stands], groups[stands].astype(np.int32)
    members = system.members.gather(groups)
    is_lost = is_fallen[members] | _is_in(seen, _repeated(lanes, system.members, groups) * system.size + members)
    lengths = system.members.starts[groups + 1] - system.members.starts[groups]
    lost = np.bincount(np.repeat(np.arange(len(groups)), lengths), is_lost, minlength=len(groups))
    breaks = lost >= system.needed[groups]
    yield lanes[breaks] * system.size + system.owner[groups[breaks]]


def _repeated(lanes: PairArray, rows: Rows, keys: IntArray) -> PairArray:
    return np.repeat(lanes, rows.starts[keys + 1] - rows.starts[keys])


def _is_in(ordered: PairArray, pairs: PairArray) -> BoolArray:
    places = np.searchsorted(ordered, pairs)
    return ordered[np.minimum(places, len(ordered) - 1)] == pairs
