"""What would mend a single point of failure: requirements that, if they held, would keep targets from going down.

A requirement holds once it needs fewer members, or has more that do not fall with the rest. Whether that is enough is
asked for all requirements at once: one bit a requirement, set in whatever is down although that one holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from impact.graph import Graph
from impact.reach import walk
from impact.rows import IntArray, integers, plain
from impact.states import State, propagate

MOST_TRIED = 512
LARGEST_PROOF = 20_000


class RemediesError(ValueError):
    """More CIs lie between a failure and its targets than are looked through."""


@dataclass(frozen=True)
class Remedy:
    """A broken requirement that alone would keep the CIs of `saves` up to now down from being so, if it held.

    `lost` of its members are down, some of them perhaps only because it is broken. It holds with `enough_k` (None: none
    of its members would be left), or with its own k and `members_to_add` further members that nothing of this takes
    down; fewer are not enough.
    """

    group: int
    owner: int
    lost: int
    enough_k: int | None
    members_to_add: int
    saves: tuple[int, ...]


@dataclass(frozen=True)
class _Broken:
    """A broken requirement: the members that are down, and how many of them break it."""

    group: int
    owner: int
    lost: Sequence[int]
    needed: int


def remedies(
    graph: Graph, failed: IntArray, targets: IntArray, *, most_tried: int = MOST_TRIED, largest: int = LARGEST_PROOF
) -> list[Remedy]:
    """The requirements each of which alone would save targets that `failed` takes down; those that save most first.

    Of those that save the same the one nearest to the failure comes first; only the `most_tried` nearest are tried.
    O(CIs between x their members x tried / word size). Raises RemediesError where more than `largest` CIs lie between.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2")], [Requirement("shop", ["db1", "db2"])])
    >>> [(found.lost, found.enough_k, found.members_to_add) for found in remedies(
    ...     shop.graph, shop.all_numbers(["db1"]), shop.all_numbers(["shop"]))]
    [(1, 1, 1)]
    """
    entered = propagate(graph, failed).strata[State.DOWN].entered
    given = frozenset(plain(failed))
    wanted = [ci for ci in plain(np.unique(targets)) if entered[ci] and ci not in given]
    broken = _between(graph, entered, wanted, largest)
    tried = {entry.group: turn for turn, entry in enumerate(broken[:most_tried])}
    masks = _masks(broken, tried, given)
    found: list[Remedy] = []
    for entry in broken[:most_tried]:
        turn = tried[entry.group]
        saves = tuple(ci for ci in wanted if not masks.get(ci, 0) >> turn & 1)
        if saves:
            # Members that fall only because the requirement is broken come back once it holds.
            left = int(graph.n[entry.group]) - sum(masks.get(member, 0) >> turn & 1 for member in entry.lost)
            to_add = int(graph.k[entry.group]) - left
            found.append(Remedy(entry.group, entry.owner, len(entry.lost), left or None, to_add, saves))
    return sorted(found, key=lambda remedy: -len(remedy.saves))


def _between(graph: Graph, entered: IntArray, wanted: Sequence[int], largest: int) -> list[_Broken]:
    """The broken requirements on the way from the failure to the targets, the nearest to the failure first."""

    def lost_members(cis: IntArray) -> IntArray:
        groups = graph.groups_of.gather(cis)
        members = graph.members.gather(groups[~graph.is_soft[groups]])
        return members[entered[members] > 0]

    between = walk(lost_members, integers(wanted), graph.size).cis()
    if len(between) > largest:
        message = (
            f"{len(between)} CIs lie between the failure and its targets, more than {largest}; ask for fewer targets"
        )
        raise RemediesError(message)
    found: list[_Broken] = []
    for ci in plain(between[np.argsort(entered[between], kind="stable")]):
        for group in plain(graph.groups_of.of(ci)):
            members = graph.members.of(group)
            lost = plain(members[entered[members] > 0])
            needed = int(graph.breaking_losses[group])
            if not graph.is_soft[group] and len(lost) >= needed:
                found.append(_Broken(group, ci, lost, needed))
    return found


def _masks(broken: Sequence[_Broken], tried: dict[int, int], given: frozenset[int]) -> dict[int, int]:
    """Per CI, which of the tried requirements may hold while it is down all the same: the least fixpoint."""
    every = (1 << len(tried)) - 1
    masks = dict.fromkeys(given, every)
    is_changing = True
    while is_changing:
        is_changing = False
        for entry in broken:
            before = masks.get(entry.owner, 0)
            lost = _at_least(entry.needed, [masks.get(member, 0) for member in entry.lost], every)
            if entry.group in tried:
                lost &= ~(1 << tried[entry.group])
            if lost | before != before:
                masks[entry.owner] = lost | before
                is_changing = True
    return masks


def _at_least(needed: int, masks: Sequence[int], every: int) -> int:
    """The bits that at least so many of the masks have."""
    counted = [every, *[0] * needed]
    for mask in masks:
        for count in range(needed, 0, -1):
            counted[count] |= counted[count - 1] & mask
    return counted[needed]
