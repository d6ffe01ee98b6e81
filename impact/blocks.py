"""Blocks of a network and how they hang together.

A block is a largest part in which no single CI parts two others; a cable by itself is one. Blocks that share a CI hang
together in trees. Most CIs of a network hang on one cable, so these are taken off from outside, all at once and again;
only what is left, where circles are, is walked one by one (Hopcroft and Tarjan, Algorithm 447, 1973).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from impact.rows import BoolArray, IntArray, Rows, integers, once, plain, rows_of


class Steps(NamedTuple):
    """Passages of ways, in their order on each: the way, the block, and the two CIs between which it is passed.

    `on` and `passed` are columns as well: a way and a CI at which it goes from one block to the next.
    """

    way: IntArray
    block: IntArray
    one: IntArray
    other: IntArray
    on: IntArray
    passed: IntArray


@dataclass(frozen=True)
class Forest:
    """For each CI the block it hangs on (-1: none) and how many are above it; for each block the CI at its head."""

    block: IntArray
    heads: IntArray
    depth: IntArray

    def between(self, one: IntArray, other: IntArray) -> Steps:
        """What all ways between linked CIs, given as parallel columns, pass. O(steps of all), in longest-way rounds."""
        passages: list[tuple[IntArray, IntArray, IntArray, IntArray]] = []
        passed: list[tuple[IntArray, IntArray]] = []
        way = np.arange(len(one), dtype=np.int32)
        while len(way):
            apart = one != other
            way, one, other = way[apart], one[apart], other[apart]
            is_one = self.depth[one] >= self.depth[other]
            deeper = np.where(is_one, one, other)
            block, is_last = self.block[deeper], self.block[one] == self.block[other]
            head = self.heads[block]
            passages.append((way, block, np.where(is_last, one, deeper), np.where(is_last, other, head)))
            goes_on = ~is_last
            way, head, is_one = way[goes_on], head[goes_on], is_one[goes_on]
            passed.append((way, head))
            one, other = np.where(is_one, head, one[goes_on]), np.where(is_one, other[goes_on], head)
        columns = [np.concatenate(column) for column in zip((integers([]),) * 4, *passages, strict=True)]
        order = np.argsort(columns[0], kind="stable")
        way, block, ends, others = (column[order] for column in columns)
        on, cis = (np.concatenate(column) for column in zip((integers([]),) * 2, *passed, strict=True))
        return Steps(way, block, ends, others, on, cis)

    def members(self) -> tuple[Rows, Rows]:
        """From a block to its CIs, and back."""
        heads = np.arange(len(self.heads), dtype=np.int32)
        inner = np.flatnonzero(self.block >= 0).astype(np.int32)
        block, member = np.concatenate([self.block[inner], heads]), np.concatenate([inner, self.heads])
        return rows_of(block, member, len(heads)), rows_of(member, block, len(self.block))


def forest_of(neighbours: Rows) -> Forest:
    """The blocks of all parts of a network. O(links).

    >>> line = rows_of(np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1]), 3)
    >>> members, _ = forest_of(line).members()
    >>> sorted(sorted(members.of(block).tolist()) for block in range(2))
    [[0, 1], [1, 2]]
    """
    size = len(neighbours.starts) - 1
    one, other = _links(neighbours, size)
    waves, is_left = _taken_off(one, other, size)
    inner = is_left[one] & is_left[other]
    begins, ends = (np.concatenate(column) for column in ((one[inner], other[inner]), (other[inner], one[inner])))
    walk = _walked(rows_of(begins, ends, size), size)
    taken, above = (np.concatenate(column) for column in zip((integers([]),) * 2, *waves, strict=True))
    block, depth = integers(walk.block), integers(walk.depth)
    block[taken] = np.arange(len(walk.heads), len(walk.heads) + len(taken))
    for last, at in reversed(waves):
        depth[last] = depth[at] + 1
    return Forest(block, np.concatenate([integers(walk.heads), above]), depth)


def _links(neighbours: Rows, size: int) -> tuple[IntArray, IntArray]:
    """The two ends of each link, once: what is linked twice makes no other block."""
    one = np.repeat(np.arange(size, dtype=np.int64), np.diff(neighbours.starts))
    links = once((one * size + neighbours.values)[one < neighbours.values])
    return (links // max(size, 1)).astype(np.int32), (links % max(size, 1)).astype(np.int32)


def _taken_off(one: IntArray, other: IntArray, size: int) -> tuple[list[tuple[IntArray, IntArray]], BoolArray]:
    """Waves of CIs that hang on one other, with that other; and which CIs are left in circles or between them."""
    links = np.bincount(np.concatenate([one, other]), minlength=size)
    ends_of = np.zeros(size, np.int32)  # all other ends by exclusive or: the other end where there is only one
    np.bitwise_xor.at(ends_of, one, other)
    np.bitwise_xor.at(ends_of, other, one)
    waves: list[tuple[IntArray, IntArray]] = []
    last = np.flatnonzero(links == 1).astype(np.int32)
    while len(last):
        above = ends_of[last]
        goes = links[above] > 1  # two that have only each other are left
        last, above = last[goes], above[goes]
        links[last] = 0
        np.subtract.at(links, above, 1)
        np.bitwise_xor.at(ends_of, above, last)
        waves.append((last, above))
        touched = np.unique(above)
        last = touched[links[touched] == 1]
    return waves, links > 0


@dataclass
class _Walk:
    """Depth first: what below a CI does not lead back above it makes a block with it."""

    block: list[int]
    depth: list[int]
    turn: list[int]
    low: list[int]
    heads: list[int] = field(default_factory=list[int])
    order: list[int] = field(default_factory=list[int])
    waiting: list[int] = field(default_factory=list[int])

    def part(self, root: int, rows: tuple[list[int], list[int], list[int]]) -> None:
        """Visit all that is linked with a CI; `rows` are starts, values and where each CI's next neighbour stands."""
        starts, values, place = rows
        way = [root]
        self._enter(root)
        while way:
            ci = way[-1]
            if place[ci] == starts[ci + 1]:
                way.pop()
                if way:
                    self._leave(ci, way[-1])
                continue
            end = values[place[ci]]
            place[ci] += 1
            if self.turn[end]:
                self.low[ci] = min(self.low[ci], self.turn[end])
            else:
                way.append(end)
                self._enter(end)

    def _enter(self, ci: int) -> None:
        self.order.append(ci)
        self.waiting.append(ci)
        self.turn[ci] = self.low[ci] = len(self.order)

    def _leave(self, ci: int, above: int) -> None:
        self.low[above] = min(self.low[above], self.low[ci])
        if self.low[ci] >= self.turn[above]:
            self._close(ci, above)

    def _close(self, ci: int, head: int) -> None:
        """Make a block of a CI, all that wait behind it, and the head above them."""
        while self.waiting:
            self.block[self.waiting[-1]] = len(self.heads)
            if self.waiting.pop() == ci:
                break
        self.heads.append(head)


def _walked(rows: Rows, size: int) -> _Walk:
    """The blocks of what is left, each CI with how many are above it."""
    walk = _Walk([-1] * size, [0] * size, [0] * size, [0] * size)
    columns = (plain(rows.starts), plain(rows.values), plain(rows.starts))
    for root in plain(np.flatnonzero(np.diff(rows.starts)).astype(np.int32)):
        if not walk.turn[root]:
            walk.part(root, columns)
    for ci in walk.order:
        if walk.block[ci] >= 0:
            walk.depth[ci] = walk.depth[walk.heads[walk.block[ci]]] + 1
    return walk
