"""Single points of failure of all targets at once: whom each CI alone takes down (or degrades), for the whole estate.

The sets share their parts: what a CI takes down is its own part and all that another CI, its `parent`, takes down. A CI
that one other needs, and nobody else, has that one as parent; CIs that take down many share a hub whose failure follows
from theirs. So neither a chain of a million CIs nor a hub below a million of them is written down a million times.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from impact.graph import Graph
from impact.many_failures import UNBOUNDED, Thresholds, fall, thresholds_of
from impact.reach import walk
from impact.rows import BoolArray, IntArray, Rows, integers, plain, rows_of
from impact.states import State

LANES = 16_384
LARGEST_OWN = 512
_HUB_STEPS, _HUB_SAMPLES = 2, 4
_HUB_PARTS, _HUB_SHARE = 4, 64


@dataclass(frozen=True)
class SinglePoints:
    """Whom each CI alone takes into `level` or worse, itself among them: its `own` part and all of its `parent`'s.

    `parent` is -1 for a CI without one; no CI is in two parts on the way up. Behind the CIs come parts that only serve
    as parents: what follows from a CI that is merely degraded.
    """

    size: int
    level: State
    parent: IntArray
    own: Rows

    def takes(self, ci: int) -> IntArray:
        """The other CIs that one takes into `level` or worse, in rising order. O(n log n) in the answer."""
        parts = [self.own.of(step) for step in self._way_up(ci)]
        found = np.sort(np.concatenate(parts))
        return found[found != ci]

    def of(self, target: int) -> IntArray:
        """The other CIs that each alone take the target into `level` or worse, in rising order. O(n log n) in these."""
        found = walk(self._children.gather, self._parts_with.of(target), len(self.parent)).cis()
        return np.sort(found[(found != target) & (found < self.size)])

    def totals(self, weights: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Per CI the sum of the weights of the other CIs it takes. O(parts + size x log of the longest way up)."""
        weight = np.asarray(weights, np.float64)
        summed = np.concatenate([[0.0], np.cumsum(weight[self.own.values])])
        total = summed[self.own.starts[1:]] - summed[self.own.starts[:-1]]
        above = self.parent
        while np.any(above >= 0):
            inner = np.flatnonzero(above >= 0)
            total[inner] += total[above[inner]]
            further = above.copy()
            further[inner] = above[above[inner]]
            above = further
        return total[: self.size] - weight

    def ranked(self, weights: npt.ArrayLike) -> IntArray:
        """CIs that take others of some weight, the heaviest first, then by number. O(size log size)."""
        totals = self.totals(weights)
        found = np.flatnonzero(totals > 0).astype(np.int32)
        return found[np.lexsort((found, -totals[found]))]

    def _way_up(self, ci: int) -> list[int]:
        way = [ci]
        while self.parent[way[-1]] >= 0:
            way.append(int(self.parent[way[-1]]))
        return way

    @cached_property
    def _children(self) -> Rows:
        kept = np.flatnonzero(self.parent >= 0).astype(np.int32)
        return rows_of(self.parent[kept], kept, len(self.parent))

    @cached_property
    def _parts_with(self) -> Rows:
        parts = np.repeat(np.arange(len(self.parent), dtype=np.int32), np.diff(self.own.starts))
        return rows_of(self.own.values, parts, self.size)


def all_single_points(
    graph: Graph,
    level: State = State.DOWN,
    largest_own: int = LARGEST_OWN,
    tell: Callable[[float], None] = lambda _: None,
    only_down_from: int | None = None,
) -> SinglePoints:
    """Whom each CI alone takes into DOWN, or with State.DEGRADED into degraded or worse.

    `tell` hears now and then which share of the CIs is done.

    O(parts x their requirements x log), and O(size + requirements) for each hub; `largest_own` is the size of a part
    beyond which a hub is looked for. Requirements numbered from `only_down_from` on hear of who is down only.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2"), CI("san")],
    ...     [Requirement("shop", ["db1", "db2"], k=1), Requirement("db1", ["san"]), Requirement("db2", ["san"])])
    >>> points = all_single_points(shop.graph)
    >>> shop.names(points.of(0)), shop.names(points.takes(shop.number("san")))
    (['san'], ['shop', 'db1', 'db2'])
    """
    system = thresholds_of(graph, level, only_down_from)
    followed, is_lane = _followers(graph, level)
    parent = np.concatenate([followed, np.full(system.size - graph.size, -1, np.int32)])
    parts = _Parts(system, graph.size, parent, largest_own, tell)
    ends = _ends(followed)
    followers = np.flatnonzero(followed >= 0).astype(np.int32)
    rests = np.flatnonzero((followed < 0) & ~is_lane).astype(np.int32)
    parts.add(rests, np.ones(len(rests), np.int64), rests)
    parts.solve(np.flatnonzero(is_lane).astype(np.int32))
    outside = followers[~_is_below(parent, parts.rows(), followers, ends[followers])]
    parts.add(outside, np.ones(len(outside), np.int64), outside)
    return SinglePoints(graph.size, level, parent, parts.rows())


def _followers(graph: Graph, level: State) -> tuple[IntArray, BoolArray]:
    """The parents of CIs that only one other needs, without circles; and which CIs are to be walked from."""
    counts = graph.k > 0 if level == State.DEGRADED else (graph.k > 0) & ~graph.is_soft
    groups = np.repeat(np.arange(len(graph.owner)), graph.n)
    kept = counts[groups]
    needs = np.bincount(graph.members.values[kept], minlength=graph.size)
    is_plain = ~graph.is_soft & (graph.k == graph.n) & counts
    kept = is_plain[groups] & (needs[graph.members.values] == 1)
    parent = np.full(graph.size, -1, np.int32)
    parent[graph.members.values[kept]] = graph.owner[groups[kept]]
    parent[_in_circles(parent)] = -1
    return parent, (needs > 0) & (parent < 0)


def _in_circles(parent: IntArray) -> IntArray:
    """What following the parents comes back to again and again. O(size log size)."""
    ends = _ends(parent)
    return np.unique(ends[parent[ends] >= 0])


def _ends(parent: IntArray) -> IntArray:
    """Where following the parents leads, at least as many steps as there are CIs."""
    ends = np.where(parent >= 0, parent, np.arange(len(parent), dtype=np.int32))
    for _ in range(len(parent).bit_length()):
        ends = ends[ends]
    return ends


def _is_below(parent: IntArray, own: Rows, cis: IntArray, places: IntArray) -> BoolArray:
    """Which CIs are in a part on the way up from their places."""
    is_found = np.zeros(len(cis), np.bool_)
    while np.any(places >= 0):
        inner = np.flatnonzero((places >= 0) & ~is_found)
        is_found[inner] = _has(own, places[inner], cis[inner])
        places = np.where(is_found | (places < 0), -1, parent[places])
    return is_found


def _has(rows: Rows, keys: IntArray, values: IntArray) -> BoolArray:
    """Whether each value is one of its key's, whose values are in rising order."""
    low, end = rows.starts[keys].copy(), rows.starts[keys + 1]
    high = end.copy()
    while np.any(low < high):
        middle = low + (high - low) // 2
        is_less = (low < high) & (rows.values[np.minimum(middle, len(rows.values) - 1)] < values)
        high = np.where(is_less | (low >= high), high, middle)
        low = np.where(is_less, middle + 1, low)
    return (low < end) & (rows.values[np.minimum(low, len(rows.values) - 1)] == values)


@dataclass(frozen=True)
class _Task:
    """Lanes that all take `base` down (-1: nothing)."""

    lanes: IntArray
    base: int


@dataclass
class _Parts:
    """The parts found so far, and the hubs that share theirs."""

    system: Thresholds
    size: int
    parent: IntArray
    largest: int
    tell: Callable[[float], None]
    cis: list[IntArray] = field(default_factory=list[IntArray])
    lengths: list[npt.NDArray[np.int64]] = field(default_factory=list[npt.NDArray[np.int64]])
    values: list[IntArray] = field(default_factory=list[IntArray])
    hubs: dict[int, IntArray] = field(default_factory=dict[int, IntArray])

    def add(self, cis: IntArray, lengths: npt.NDArray[np.int64], values: IntArray) -> None:
        """Parts of CIs, one after another."""
        self.cis.append(cis)
        self.lengths.append(lengths)
        self.values.append(values)

    def rows(self) -> Rows:
        """All parts by CI."""
        lengths = np.zeros(self.system.size, np.int64)
        lengths[np.concatenate(self.cis)] = np.concatenate(self.lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        values = np.empty(starts[-1], np.int32)
        for cis, counts, part in zip(self.cis, self.lengths, self.values, strict=True):
            values[np.repeat(starts[cis] - np.cumsum(counts) + counts, counts) + np.arange(len(part))] = part
        return Rows(starts, values)

    def solve(self, lanes: IntArray) -> None:
        """Find the parts of these CIs."""
        waiting = [_Task(lanes, -1)]
        while waiting:
            self.tell(1 - sum(len(task.lanes) for task in waiting) / max(len(lanes), 1))
            task = waiting.pop()
            self.parent[task.lanes] = task.base
            is_fallen = self._fallen(task.base)
            rest = task.lanes[~is_fallen[task.lanes]]
            while len(rest) and (hub := self._large_hub(rest, is_fallen)) is not None:
                shared, rest = self._share(hub, rest, task.base, is_fallen)
                waiting.append(shared)
            rest = self._walk(rest, is_fallen)
            while len(rest):
                hub = self._hub(rest, int(rest[0]), is_fallen, self.largest)
                shared, rest = self._share(int(rest[0]) if hub is None else hub, rest, task.base, is_fallen)
                waiting.append(shared)

    def _share(self, hub: int, lanes: IntArray, base: int, is_fallen: BoolArray) -> "tuple[_Task, IntArray]":
        """The lanes that take the hub down as a task with it as base, and the other lanes."""
        self._walk(integers([hub]), is_fallen, UNBOUNDED)
        self.parent[hub] = base
        above = walk(self.system.takes_down.gather, integers([hub]), self.system.size).entered[lanes] > 0
        return _Task(lanes[above & (lanes != hub)], hub), lanes[~above]

    def _walk(self, lanes: IntArray, is_fallen: BoolArray, largest: int | None = None) -> IntArray:
        """Add the parts of lanes beside what has fallen; what is too large is returned instead."""
        over: list[IntArray] = [integers([])]
        offset = self.system.size - self.size
        for start in range(0, len(lanes), LANES):
            some = lanes[start : start + LANES]
            pairs, is_over = fall(self.system, some, is_fallen, largest or self.largest)
            lane, nodes = np.divmod(pairs, self.system.size)
            kept = ~is_over[lane] & (nodes >= offset)
            lane, values = lane[kept], (nodes[kept] - offset).astype(np.int32)
            self.add(some, np.bincount(lane, minlength=len(some)), values)
            over.append(some[is_over])
            if largest:
                self.hubs[int(some[0])] = pairs.astype(np.int32)
        return np.concatenate(over)

    def _large_hub(self, lanes: IntArray, is_fallen: BoolArray) -> int | None:
        """One that takes down a good part of the estate, looked for where most CIs fall at once."""
        starts = self.system.falls_with.starts
        widest = lanes[np.argsort(starts[lanes] - starts[lanes + 1], kind="stable")[:_HUB_SAMPLES]]
        least = max(_HUB_PARTS * self.largest, self.size // _HUB_SHARE)
        found = (self._hub(lanes, lane, is_fallen, least) for lane in plain(widest))
        return next((hub for hub in found if hub is not None), None)

    def _hub(self, lanes: IntArray, start: int, is_fallen: BoolArray, least: int) -> int | None:
        """A part that falls with `start` and that at least some nodes fall with, but fewer than with its neighbours.

        None where not even with `start` so many fall.
        """
        is_asked = np.arange(self.system.size) >= self.size
        is_asked[integers(list(self.hubs))] = False
        is_asked[lanes] = True
        hub, reached = start, self._reach(start, is_fallen)
        for _ in range(_HUB_STEPS if len(reached) >= least else 0):
            asked = reached[is_asked[reached]]
            sampled = plain(asked[np.linspace(0, len(asked) - 1, _HUB_SAMPLES, dtype=np.int64)])
            others = [(len(found), lane) for lane in sampled if len(found := self._reach(lane, is_fallen)) >= least]
            hub = min([(len(reached), hub), *others])[1]
            reached = self._reach(hub, is_fallen)
        return hub if len(reached) >= least else None

    def _reach(self, lane: int, is_fallen: BoolArray) -> IntArray:
        """What falls with it by plain requirements alone."""
        return walk(lambda nodes: self._standing(nodes, is_fallen), integers([lane]), self.system.size).cis()

    def _standing(self, nodes: IntArray, is_fallen: BoolArray) -> IntArray:
        targets = self.system.falls_with.gather(nodes)
        return targets[~is_fallen[targets]]

    def _fallen(self, hub: int) -> BoolArray:
        """Everything that a hub takes down."""
        is_fallen = np.zeros(self.system.size, np.bool_)
        while hub >= 0:
            is_fallen[self.hubs[hub]] = True
            hub = int(self.parent[hub])
        return is_fallen
