"""Through whom the ways of CIs to their gateways may lead: blocks of the network, and CIs that no way avoids.

All ways between two CIs lead through the blocks between them (blocks.py): through no others, and through each CI of
them where the way is not told to be the shortest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from impact.blocks import Steps, forest_of
from impact.rows import BoolArray, IntArray, Rows, integers, once, patched, plain, rows_of

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


def ways_of(neighbours: Rows, cis: IntArray, gateways: IntArray) -> Ways:
    """The ways of parallel columns of CIs and gateways between which there is one. O(links + steps of all ways)."""
    size = len(neighbours.starts) - 1
    order = np.argsort(cis, kind="stable")
    cis, gateways = cis[order], gateways[order]
    forest = forest_of(neighbours)
    steps = forest.between(cis, gateways)
    members, blocks_with = forest.members()
    user, used = _distinct(cis[steps.way], steps.block, size)
    way, passed = _passed(steps, cis, gateways, size)
    is_needed = _on_all_ways(cis, way, passed, size)
    owner, needed = _distinct(cis[way[is_needed]], passed[is_needed], size)
    wide = np.flatnonzero(np.diff(members.starts)[steps.block] >= _SMALLEST_CIRCLE)
    passages = np.stack([steps.way[wide], steps.block[wide], steps.one[wide], steps.other[wide]], axis=1)
    own = np.stack([way[~is_needed], passed[~is_needed]], axis=1)
    routes = _routes(cis, passages, own)
    return Ways(
        blocks_of=rows_of(user, used, size),
        members=members,
        users_of=rows_of(used, user, len(forest.heads)),
        blocks_with=blocks_with,
        ci=owner,
        needed=needed,
        is_spare=_spare(routes, members, size),
        routes=routes,
    )


def _distinct(key: IntArray, value: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Pairs, each once and in order; values are less than `size`."""
    pairs = once(key.astype(np.int64) * size + value)
    return (pairs // max(size, 1)).astype(np.int32), (pairs % max(size, 1)).astype(np.int32)


def _passed(steps: Steps, cis: IntArray, gateways: IntArray, size: int) -> tuple[IntArray, IntArray]:
    """Ways and the CIs that each of them cannot avoid, with its gateway, without its own CI."""
    ways = np.arange(len(cis), dtype=np.int32)
    way, passed = _distinct(np.concatenate([ways, steps.on]), np.concatenate([gateways, steps.passed]), size)
    is_other = passed != cis[way]
    return way[is_other], passed[is_other]


def _on_all_ways(cis: IntArray, way: IntArray, passed: IntArray, size: int) -> BoolArray:
    """For each way and CI passed whether all ways of the same CI pass it."""
    _, place, times = np.unique(cis[way].astype(np.int64) * size + passed, return_inverse=True, return_counts=True)
    return times[place] == np.bincount(cis, minlength=size)[cis[way]]


def _routes(cis: IntArray, passages: IntArray, own: IntArray) -> dict[tuple[Route, ...], list[int]]:
    """CIs by how they come to their gateways, those left out that no set of failures cuts off but by one they need.

    `passages` and `own` begin with the way, in whose order they are; ways are in the order of their CIs.
    """
    is_told = np.zeros(len(cis), np.bool_)
    is_told[passages[:, 0]] = is_told[own[:, 0]] = True
    first = np.flatnonzero(np.diff(cis, prepend=-1))
    asked = np.flatnonzero(np.logical_and.reduceat(is_told, first)) if len(first) else first
    # CIs behind one switch have the same rows in both tables: as bytes they are told apart at once.
    groups: dict[tuple[bytes, bytes], list[int]] = {}
    told = [_rows_as_bytes(table, first, asked, len(cis)) for table in (passages, own)]
    for ci, key in zip(plain(cis[first[asked]]), zip(*told, strict=True), strict=True):
        groups.setdefault(key, []).append(ci)
    return {_decoded(*key): members for key, members in groups.items()}


def _rows_as_bytes(table: IntArray, first: npt.NDArray[np.intp], asked: npt.NDArray[np.intp], ways: int) -> list[bytes]:
    """The rows of each asked CI, whose ways begin at `first`, with ways counted from 0 for each CI."""
    ends = np.append(first[1:], ways)
    begins = np.repeat(first, ends - first)
    rows = np.column_stack([table[:, 0] - begins[table[:, 0]], table[:, 1:]]).astype(np.int32)
    width = rows.shape[1] * rows.itemsize
    starts, stops = (np.searchsorted(table[:, 0], at[asked]) * width for at in (first, ends))
    told = rows.tobytes()
    return [told[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]


def _decoded(passages: bytes, own: bytes) -> tuple[Route, ...]:
    steps = np.frombuffer(passages, np.int32).reshape(-1, 4).tolist()
    needed = np.frombuffer(own, np.int32).reshape(-1, 2).tolist()
    ways = 1 + max(row[0] for row in (*steps, *needed))
    return tuple(
        Route(
            tuple(Passage(*row[1:]) for row in steps if row[0] == way),
            tuple(ci for number, ci in needed if number == way),
        )
        for way in range(ways)
    )


def _spare(routes: Mapping[tuple[Route, ...], Sequence[int]], members: Rows, size: int) -> BoolArray:
    found = np.zeros(size, np.bool_)
    for key in routes:
        for route in key:
            found[list(route.needed)] = True
    blocks = {step.block for key in routes for route in key for step in route.passages}
    found[members.gather(integers(sorted(blocks)))] = True
    return found
