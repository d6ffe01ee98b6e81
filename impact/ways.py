"""Through whom the ways of CIs to their gateways may lead: blocks of the network, and CIs that no way avoids.

A block is a largest part of the network in which no single CI parts two others; a cable by itself is one. Blocks hang
together in trees by the CIs that they share, and all ways between two CIs lead through the blocks between them there:
through no others, and through each CI of them where the way is not told to be the shortest.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from impact.rows import BoolArray, IntArray, Rows, integers, patched, plain, rows_of

_SMALLEST_CIRCLE = 3


class Passage(NamedTuple):
    """A block with two of its CIs, between which a way leads through it and can avoid each other one."""

    block: int
    one: int
    other: int


class Route(NamedTuple):
    """How a CI comes to one of its gateways: the passages, and the CIs that only this gateway needs."""

    passages: tuple[Passage, ...]
    needed: tuple[int, ...]


@dataclass(frozen=True)
class Ways:
    """The blocks on the ways of each CI (`blocks_of`), the CIs of each block, and both the other way round.

    `ci` and `needed` are parallel columns: a CI and another that all its ways to all its gateways lead through.
    `is_spare` tells the CIs that some way can avoid, so that several of them may cut off what none of them does alone:
    then a route to each gateway is lost of all CIs that `routes` names with these routes.
    """

    blocks_of: Rows
    members: Rows
    users_of: Rows
    blocks_with: Rows
    ci: IntArray
    needed: IntArray
    is_spare: BoolArray
    routes: Mapping[tuple[Route, ...], Sequence[int]]

    @cached_property
    def needs(self) -> Rows:
        """From a CI to those that all its ways lead through."""
        return rows_of(self.ci, self.needed, len(self.is_spare))

    @cached_property
    def needed_by(self) -> Rows:
        """From a CI to those of which all ways lead through it."""
        return rows_of(self.needed, self.ci, len(self.is_spare))

    def users(self, cis: IntArray) -> IntArray:
        """The CIs of which some way may lead through any of these, with repetitions."""
        return self.users_of.gather(np.unique(self.blocks_with.gather(cis)))

    def through(self, cis: IntArray) -> IntArray:
        """The CIs through which some way of any of these may lead, with repetitions."""
        return self.members.gather(np.unique(self.blocks_of.gather(cis)))

    def resized(self, size: int) -> "Ways":
        """The same among more CIs, of which the further ones are on no way. O(size)."""
        is_spare = np.zeros(size, np.bool_)
        is_spare[: len(self.is_spare)] = self.is_spare
        blocks_of, blocks_with = (patched(rows, {}, size) for rows in (self.blocks_of, self.blocks_with))
        return replace(self, blocks_of=blocks_of, blocks_with=blocks_with, is_spare=is_spare)


@dataclass
class _Forest:
    """For each CI the block it hangs on, the CI at the head of each block, and how many blocks are above a CI."""

    block: list[int]
    heads: list[int]
    depth: list[int]

    def between(self, ci: int, gateway: int) -> tuple[list[Passage], set[int]]:
        """The blocks and the CIs (with the gateway, without the CI itself) that every way between two leads through."""
        blocks: list[Passage] = []
        cis: list[int] = [gateway]
        one, other = ci, gateway
        while one != other:
            deeper = one if self.depth[one] >= self.depth[other] else other
            block = self.block[deeper]
            if self.block[one] == self.block[other]:
                blocks.append(Passage(block, one, other))
                break
            head = self.heads[block]
            blocks.append(Passage(block, deeper, head))
            cis.append(head)
            one, other = (head, other) if deeper == one else (one, head)
        return blocks, {*cis} - {ci}

    def close(self, waiting: list[int], ci: int, head: int) -> None:
        """Make a block of a CI, all that wait behind it, and the head above them."""
        while waiting:
            self.block[waiting[-1]] = len(self.heads)
            if waiting.pop() == ci:
                break
        self.heads.append(head)


def ways_of(neighbours: Rows, cis: IntArray, gateways: IntArray) -> Ways:
    """The ways of parallel columns of CIs and gateways between which there is one. O(links + blocks on the ways)."""
    size = len(neighbours.starts) - 1
    forest = _forest(neighbours, size)
    found: dict[int, list[tuple[list[Passage], set[int]]]] = defaultdict(list)
    for ci, gateway in zip(plain(cis), plain(gateways), strict=True):
        found[ci].append(forest.between(ci, gateway))
    needed = {ci: set[int].intersection(*(passed for _, passed in rows)) for ci, rows in found.items()}
    members, blocks_with = _blocks(forest, size)
    is_wide = np.diff(members.starts) >= _SMALLEST_CIRCLE
    routes = _routes(found, needed, is_wide)
    user, used = _pairs({ci: {step.block for passages, _ in rows for step in passages} for ci, rows in found.items()})
    owner, passed = _pairs(needed)
    return Ways(
        blocks_of=rows_of(user, used, size),
        members=members,
        users_of=rows_of(used, user, len(is_wide)),
        blocks_with=blocks_with,
        ci=owner,
        needed=passed,
        is_spare=_spare(routes, members, size),
        routes=routes,
    )


def _blocks(forest: _Forest, size: int) -> tuple[Rows, Rows]:
    """From a block to its CIs, and back."""
    places, heads = integers(forest.block), np.arange(len(forest.heads), dtype=np.int32)
    inner = np.flatnonzero(places >= 0).astype(np.int32)
    block, member = np.concatenate([places[inner], heads]), np.concatenate([inner, integers(forest.heads)])
    return rows_of(block, member, len(heads)), rows_of(member, block, size)


def _routes(
    found: Mapping[int, Sequence[tuple[list[Passage], set[int]]]], needed: Mapping[int, set[int]], is_wide: BoolArray
) -> dict[tuple[Route, ...], list[int]]:
    """CIs by how they come to their gateways, those left out that no set of failures cuts off but by one it needs."""
    routes: dict[tuple[Route, ...], list[int]] = defaultdict(list)
    for ci, rows in found.items():
        key = tuple(
            Route(tuple(step for step in passages if is_wide[step.block]), tuple(sorted(passed - needed[ci])))
            for passages, passed in rows
        )
        if all(route.passages or route.needed for route in key):
            routes[key].append(ci)
    return routes


def _spare(routes: Mapping[tuple[Route, ...], Sequence[int]], members: Rows, size: int) -> BoolArray:
    found = np.zeros(size, np.bool_)
    for key in routes:
        for route in key:
            found[list(route.needed)] = True
    blocks = {step.block for key in routes for route in key for step in route.passages}
    found[members.gather(integers(sorted(blocks)))] = True
    return found


def _pairs(found: dict[int, set[int]]) -> tuple[IntArray, IntArray]:
    pairs = [(key, value) for key in sorted(found) for value in sorted(found[key])]
    columns = np.asarray(pairs, np.int32).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _forest(neighbours: Rows, size: int) -> _Forest:
    """The blocks of all parts of the network. O(links)."""
    forest = _Forest([-1] * size, [], [0] * size)
    starts, values = plain(neighbours.starts), plain(neighbours.values)
    walk = _DepthFirst(forest, (starts, values, plain(neighbours.starts)), [0] * size, [0] * size)
    for root in range(size):
        if starts[root] < starts[root + 1] and not walk.turn[root]:
            walk.part(root)
    for ci in walk.order:
        if forest.block[ci] >= 0:
            forest.depth[ci] = forest.depth[forest.heads[forest.block[ci]]] + 1
    return forest


@dataclass
class _DepthFirst:
    """What below a CI does not lead back above it makes a block with it."""

    forest: _Forest
    rows: tuple[list[int], list[int], list[int]]
    turn: list[int]
    low: list[int]
    order: list[int] = field(default_factory=list[int])
    waiting: list[int] = field(default_factory=list[int])

    def part(self, root: int) -> None:
        """Visit all that is linked with a CI."""
        starts, values, place = self.rows
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
            self.forest.close(self.waiting, ci, above)
