"""What each hypothesis predicts for every CI: the states of many failures at once, exactly as `impact.states` has them.

A hypothesis is a column. A CI has, per state, a mask with one bit a column: set where that hypothesis puts the CI
into the state or worse. The masks spread from the failed CIs to their dependents, dependencies first, so that outside
of cycles each CI is looked at once a state, and a thousand hypotheses cost about as much as a few.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from impact.graph import Graph
from impact.rows import BoolArray, IntArray, integers
from impact.states import RULES, STRATA, Rule, State

Masks: TypeAlias = dict[int, int]


@dataclass(frozen=True)
class Hypothesis:
    """These CIs fail together: some are down, some are degraded."""

    down: tuple[int, ...] = ()
    degraded: tuple[int, ...] = ()

    @property
    def cis(self) -> tuple[int, ...]:
        """All of them."""
        return self.down + self.degraded


@dataclass(frozen=True)
class Predicted:
    """`is_in[level][i, h]`: hypothesis h puts the CI `cis[i]` into `level` or worse. Every other CI stays up."""

    cis: IntArray
    is_in: Mapping[State, BoolArray]

    def states(self, hypothesis: int) -> dict[int, State]:
        """Who is not up under one hypothesis. O(CIs that any hypothesis touches)."""
        found: dict[int, State] = {}
        for level in reversed(STRATA):
            found |= dict.fromkeys(self.cis[self.is_in[level][:, hypothesis]].tolist(), level)
        return found


@dataclass(frozen=True)
class Lists:
    """The graph as plain lists, faster for single look-ups, and an order in which dependencies come first."""

    groups_of: Sequence[Sequence[int]]
    members: Sequence[Sequence[int]]
    dependents: Sequence[Sequence[int]]
    needed: Sequence[int]
    is_soft: Sequence[bool]
    position: Sequence[int]

    def hit(self, ci: int, rules: Sequence[tuple[Rule, Masks]]) -> int:
        """The hypotheses under which some requirement of a CI is broken."""
        found = 0
        for group in self.groups_of[ci]:
            for rule, source in rules:
                if rule.is_soft == self.is_soft[group]:
                    masks = [mask for member in self.members[group] if (mask := source.get(member, 0))]
                    found |= in_at_least(1 if rule.any_loss else self.needed[group], masks)
        return found


def predict(lists: Lists, hypotheses: Sequence[Hypothesis]) -> Predicted:
    """The states under each hypothesis. O(graph x hypotheses / word size), more where masks grow around cycles.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2")], [Requirement("shop", ["db1", "db2"], k=1)])
    >>> both = predict(lists_of(shop.graph), [Hypothesis(down=(1,)), Hypothesis(down=(1, 2))])
    >>> [both.states(column)[0].word for column in (0, 1)]
    ['at_risk', 'down']
    """
    masks: dict[State, Masks] = {}
    down = _given(hypothesis.down for hypothesis in hypotheses)
    given = _given(hypothesis.cis for hypothesis in hypotheses)
    for level in STRATA:
        masks[level] = _spread(lists, level, down if level == State.DOWN else given, masks)
    cis = sorted(masks[State.AT_RISK])
    return Predicted(integers(cis), {level: _unpacked(cis, masks[level], len(hypotheses)) for level in STRATA})


def in_at_least(needed: int, masks: Sequence[int]) -> int:
    """The bits that are set in at least `needed` (1 or more) of the masks.

    >>> bin(in_at_least(2, [0b110, 0b011, 0b001]))
    '0b11'
    """
    if needed > len(masks):
        return 0
    at_least = [-1] + [0] * needed
    for mask in masks:
        for count in range(needed, 0, -1):
            at_least[count] |= at_least[count - 1] & mask
    return at_least[needed]


def _given(failed: Iterable[Sequence[int]]) -> Masks:
    masks: Masks = {}
    for column, cis in enumerate(failed):
        for ci in cis:
            masks[ci] = masks.get(ci, 0) | 1 << column
    return masks


def _spread(lists: Lists, level: State, given: Masks, above: Mapping[State, Masks]) -> Masks:
    """One stratum, after the strata above it: whenever a mask grows, the dependents are looked at again."""
    found = dict(given)
    rules = [(rule, above.get(rule.member_level, found)) for rule in RULES if rule.level == level]
    start = {owner for _, source in rules for ci in source for owner in lists.dependents[ci]}
    heap = [(lists.position[ci], ci) for ci in start]
    heapq.heapify(heap)
    waiting = set(start)
    while heap:
        _, ci = heapq.heappop(heap)
        waiting.discard(ci)
        mask = found.get(ci, 0) | lists.hit(ci, rules)
        if mask != found.get(ci, 0):
            found[ci] = mask
            for owner in lists.dependents[ci]:
                if owner not in waiting:
                    waiting.add(owner)
                    heapq.heappush(heap, (lists.position[owner], owner))
    return found


def _unpacked(cis: Sequence[int], masks: Masks, columns: int) -> BoolArray:
    width = (columns + 7) // 8
    packed = b"".join(masks.get(ci, 0).to_bytes(width, "little") for ci in cis)
    rows = np.frombuffer(packed, np.uint8).reshape(len(cis), width)
    return np.unpackbits(rows, axis=1, count=columns, bitorder="little").astype(np.bool_)


def lists_of(graph: Graph) -> Lists:
    """A graph as plain lists. O(graph)."""
    groups_of = [graph.groups_of.of(ci).tolist() for ci in range(graph.size)]
    members = [graph.members.of(group).tolist() for group in range(len(graph.owner))]
    owner = graph.owner.tolist()
    return Lists(
        groups_of=groups_of,
        members=members,
        dependents=[sorted({owner[group] for group in graph.groups_with.of(ci).tolist()}) for ci in range(graph.size)],
        needed=graph.breaking_losses.tolist(),
        is_soft=graph.is_soft.tolist(),
        position=_dependencies_first([[m for group in groups for m in members[group]] for groups in groups_of]),
    )


def _dependencies_first(dependencies: Sequence[Sequence[int]]) -> list[int]:
    """A position for each CI that is behind those of its dependencies, cycles aside: depth first, in post-order."""
    position = [-1] * len(dependencies)
    entered = [False] * len(dependencies)
    placed = 0
    for root in range(len(dependencies)):
        stack = [root]
        while stack:
            ci = stack[-1]
            if not entered[ci]:
                entered[ci] = True
                stack.extend(near for near in dependencies[ci] if not entered[near])
            else:
                stack.pop()
                if position[ci] < 0:
                    position[ci] = placed
                    placed += 1
    return position
