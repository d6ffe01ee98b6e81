"""Whom single failures cut off from the network only through several parts of it that fall with them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from impact.isolation import reached_in, within
from impact.rows import IntArray, Rows, WordArray, integers, plain
from impact.ways import Passage, Route, Ways

_WORD = 64
_AT_ONCE = 1024


def cut_off_together(ways: Ways, neighbours: Rows, failures: Sequence[tuple[int, IntArray]]) -> list[tuple[int, int]]:
    """Pairs of a CI and another that is cut off when all falls that falls with the first.

    `failures` are CIs with the spare ones (`Ways.is_spare`) that fall with them. Left out is who is cut off by a CI
    that all of its ways lead through. O(links of a block x its longest way x failures / word size) for each block.
    """
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(failures), _AT_ONCE):
        some = failures[start : start + _AT_ONCE]
        fallen = _masks([cis for _, cis in some])
        for cis, mask in _cut_off(ways, neighbours, fallen, -(-len(some) // _WORD)):
            cases = np.flatnonzero(np.unpackbits(mask.view(np.uint8), count=len(some), bitorder="little"))
            pairs += [(some[case][0], ci) for case in plain(integers(cases)) for ci in cis]
    return pairs


def _masks(fallen: Sequence[IntArray]) -> dict[int, WordArray]:
    """For each CI the cases in which it has fallen."""
    masks: dict[int, WordArray] = {}
    for case, cis in enumerate(fallen):
        for ci in plain(cis):
            mask = masks.setdefault(ci, np.zeros(-(-len(fallen) // _WORD), np.uint64))
            mask[case // _WORD] |= np.uint64(1 << case % _WORD)
    return masks


def _cut_off(
    ways: Ways, neighbours: Rows, fallen: Mapping[int, WordArray], words: int
) -> Iterator[tuple[Sequence[int], WordArray]]:
    """CIs, and the cases in which no route is left to them."""
    nothing = np.zeros(words, np.uint64)
    passages = {step for key in ways.routes for route in key for step in route.passages}
    blocked = _blocked(ways, neighbours, fallen, passages, nothing)

    def lost(route: Route) -> WordArray:
        steps = [blocked.get(step, nothing) for step in route.passages]
        return np.bitwise_or.reduce([*steps, *(fallen.get(ci, nothing) for ci in route.needed), nothing])

    for key, cis in ways.routes.items():
        mask: WordArray = np.bitwise_and.reduce([lost(route) for route in key])
        if mask.any():
            yield cis, mask


def _blocked(
    ways: Ways, neighbours: Rows, fallen: Mapping[int, WordArray], passages: set[Passage], nothing: WordArray
) -> dict[Passage, WordArray]:
    """For each passage of a block in which something falls the cases in which no way is left through it."""
    found: dict[Passage, WordArray] = {}
    by_block: dict[int, dict[int, list[Passage]]] = {}
    for step in passages:
        by_block.setdefault(step.block, {}).setdefault(step.other, []).append(step)
    for block, by_end in by_block.items():
        place = {ci: at for at, ci in enumerate(plain(ways.members.of(block)))}
        if not any(ci in fallen for ci in place):
            continue
        works = ~np.asarray([fallen.get(ci, nothing) for ci in place], np.uint64)
        rows = within(neighbours, place)
        for end, steps in by_end.items():
            reached = reached_in(rows, works, place[end])
            found |= {step: ~reached[place[step.one]] for step in steps}
    return found
