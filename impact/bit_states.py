"""The states of a part of the graph in many cases at once: one bit a case, 64 cases in each machine word.

For each state a CI has a mask of the cases in which it is in that state or worse. A requirement combines the masks of
its members: enough of them must be lost, which counters of bit planes tell for all cases of a word together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from impact.graph import Graph
from impact.isolation import Access
from impact.rows import BoolArray, WordArray, integers, plain
from impact.states import RULES, STRATA, Rule, State

Masks: TypeAlias = Mapping[State, Mapping[int, WordArray]]
WORD = 64


@dataclass(frozen=True)
class _Part:
    """One requirement under one rule: enough of the members must be lost."""

    rule: Rule
    members: tuple[int, ...]
    needed: int


def bit_states(
    graph: Graph,
    closure: Sequence[int],
    down: Mapping[int, WordArray],
    words: int,
    levels: Sequence[State] = STRATA,
    *,
    access: Access | None = None,
) -> Masks:
    """The masks of a closure (CIs with all that they depend on, nearest first) out of the cases in which CIs are down.

    `levels` may stop early: (State.DOWN,) asks only who is down, for which hard requirements are closure enough. With
    `access` who is cut off from its gateways is down as well; the closure then holds whom ways lead through.

    O(closure's requirements x members x log members x words), again for what a circle changes.
    """
    if access is not None:
        down = _with_isolated(graph, closure, down, words, access)
    parts = {ci: list(_parts(graph, ci)) for ci in closure}
    nothing = np.zeros(words, np.uint64)
    masks: dict[State, dict[int, WordArray]] = {}
    for level in levels:
        found = masks[level] = {ci: down.get(ci, nothing) for ci in closure}
        pending = set(closure)
        while pending:
            sweep, pending = pending, set[int]()
            for ci in (ci for ci in reversed(closure) if ci in sweep):
                mask = found[ci] | _combined(parts[ci], level, masks, words)
                if not np.array_equal(mask, found[ci]):
                    found[ci] = mask
                    pending.update(owner for owner in plain(graph.dependents(integers([ci]))) if owner in parts)
    return masks


def _with_isolated(
    graph: Graph, closure: Sequence[int], down: Mapping[int, WordArray], words: int, access: Access
) -> Mapping[int, WordArray]:
    """The cases in which CIs are down, and those in which they are cut off, which may cut off others in turn."""
    while True:
        fallen = bit_states(graph, closure, down, words, (State.DOWN,))[State.DOWN]
        isolated = access.isolated_in(closure, fallen, words)
        more = {ci: mask & ~fallen[ci] for ci, mask in isolated.items()}
        if not any(mask.any() for mask in more.values()):
            return down
        nothing = np.zeros(words, np.uint64)
        down = {**down, **{ci: down.get(ci, nothing) | mask for ci, mask in more.items() if mask.any()}}


def packed(cases: BoolArray) -> WordArray:
    """Cases as bits, padded with zeros to whole words.

    >>> packed(np.array([True, False, True])).tolist()
    [5]
    """
    padded = np.zeros(-(-len(cases) // WORD) * WORD, np.bool_)
    padded[: len(cases)] = cases
    return np.packbits(padded, bitorder="little").view(np.uint64)


def unpacked(mask: WordArray, cases: int) -> BoolArray:
    """The cases behind the bits."""
    return np.unpackbits(mask.view(np.uint8), count=cases, bitorder="little").astype(np.bool_)


def in_at_least(needed: int, masks: Sequence[WordArray], words: int) -> WordArray:
    """The bits that are set in at least `needed` (1 or more) of the masks. O(masks x log masks x words).

    >>> in_at_least(2, [np.array([0b0111], np.uint64), np.array([0b0110], np.uint64), np.array([0b1100], np.uint64)], 1)
    array([6], dtype=uint64)
    """
    if needed > len(masks):
        return np.zeros(words, np.uint64)
    if needed == 1:
        return np.bitwise_or.reduce(masks)
    planes = [np.zeros(words, np.uint64) for _ in range(len(masks).bit_length())]
    for carry in masks:
        for place, plane in enumerate(planes):
            planes[place], carry = plane ^ carry, plane & carry  # noqa: PLW2901 - the carry of a counter
    is_more = np.zeros(words, np.uint64)
    is_same = ~is_more
    for place in reversed(range(len(planes))):
        if needed >> place & 1:
            is_same &= planes[place]
        else:
            is_more |= is_same & planes[place]
            is_same &= ~planes[place]
    return is_more | is_same


def _parts(graph: Graph, ci: int) -> Iterator[_Part]:
    for group in plain(graph.groups_of.of(ci)):
        members = tuple(plain(graph.members.of(group)))
        for rule in RULES:
            if rule.is_soft == graph.is_soft[group]:
                yield _Part(rule, members, 1 if rule.any_loss else int(graph.breaking_losses[group]))


def _combined(parts: Sequence[_Part], level: State, masks: Masks, words: int) -> WordArray:
    found = np.zeros(words, np.uint64)
    for part in parts:
        if part.rule.level == level:
            lost = masks[part.rule.member_level]
            found |= in_at_least(part.needed, [lost[member] for member in part.members], words)
    return found
