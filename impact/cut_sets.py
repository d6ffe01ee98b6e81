"""The minimal sets of other CIs whose joint failure takes a target down, of up to three CIs.

Several failures that are harmless alone meet in requirements with redundancy, so all that counts of a CI are the
members of such requirements that fall with it. CIs that agree in these are tried once, and 64 sets in each word.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import combinations, islice, product
from math import comb, prod
from typing import TypeAlias

import numpy as np

from impact.bit_states import WORD, bit_states, packed, unpacked
from impact.graph import Graph
from impact.isolation import Access
from impact.reach import walk
from impact.rows import IntArray, WordArray, integers, plain
from impact.states import State

LARGEST_ORDER = 3
MOST_TRIED = 4_000_000
MOST_FOUND = 1_000_000
_AT_ONCE = 2**15
_SUSPECTS = 4096
_World: TypeAlias = tuple[Graph, Access | None]


class CutSetsError(ValueError):
    """A question about cut sets that is out of range, or too large to be answered exactly."""


def cut_sets(graph: Graph, target: int, order: int = 2, access: Access | None = None) -> list[tuple[int, ...]]:
    """Minimal cut sets of up to `order` (1 to 3) CIs, smaller ones first, then by number.

    With `access` who is cut off from its gateways is down.

    O(hard closure x sets tried / word size); sets of CIs that fail the same redundant members are tried once. Raises
    CutSetsError where that are more than MOST_TRIED, or the answer has more than MOST_FOUND sets.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2"), CI("san")],
    ...     [Requirement("shop", ["db1", "db2"], k=1), Requirement("db1", ["san"]), Requirement("db2", ["san"])])
    >>> [shop.names(found) for found in cut_sets(shop.graph, 0)]
    [['san'], ['db1', 'db2']]
    """
    if not 1 <= order <= LARGEST_ORDER:
        message = f"order is {order}; ask for cut sets of 1 to {LARGEST_ORDER} CIs"
        raise CutSetsError(message)
    world = (graph, access)
    closure = plain(walk(lambda cis: _needed(world, cis), integers([target]), graph.size).cis())
    single, alike = _single_effects(world, closure)
    found: list[tuple[int, ...]] = [(ci,) for ci in single]
    minimal: list[tuple[int, ...]] = []
    for size in range(2, order + 1):
        tried = comb(len(alike), size)
        if tried > MOST_TRIED:
            message = (
                f"cut sets of order {size} of a target with {len(alike)} kinds of CIs behind it are {tried} sets "
                f"to try, more than {MOST_TRIED}; ask for order {size - 1}, or about a CI closer to what is redundant"
            )
            raise CutSetsError(message)
        smaller = set(minimal)
        minimal += [cut for cut in _cuts(world, closure, alike, size) if not _holds_one_of(cut, smaller)]
    amount = sum(prod(len(alike[kind]) for kind in cut) for cut in minimal)
    if amount > MOST_FOUND:
        message = f"{amount} cut sets are more than {MOST_FOUND}; ask for a lower order than {order}"
        raise CutSetsError(message)
    for cut in minimal:
        found.extend(tuple(sorted(chosen)) for chosen in product(*(alike[kind] for kind in cut)))
    return sorted(found, key=lambda cis: (len(cis), cis))


def _needed(world: _World, cis: IntArray) -> IntArray:
    """The members of hard requirements, and those through whom ways may lead."""
    graph, access = world
    groups = graph.groups_of.gather(cis)
    members = graph.members.gather(groups[~graph.is_soft[groups]])
    return members if access is None else np.concatenate([members, access.ways.through(cis)])


def _single_effects(world: _World, closure: Sequence[int]) -> tuple[list[int], list[list[int]]]:
    """CIs that take the target down alone; and the others, those together that fail the same redundant members."""
    redundant = _redundant_members(world, closure)
    single: list[int] = []
    alike: dict[bytes, list[int]] = defaultdict(list)
    for start in range(1, len(closure), _SUSPECTS):
        some = closure[start : start + _SUSPECTS]
        alone = np.eye(len(some), dtype=np.bool_)
        down = {ci: packed(alone[bit]) for bit, ci in enumerate(some)}
        masks = bit_states(world[0], closure, down, -(-len(some) // WORD), (State.DOWN,), access=world[1])[State.DOWN]
        is_cut = unpacked(masks[closure[0]], len(some))
        single += [ci for ci, is_one in zip(some, is_cut, strict=True) if is_one]
        effects = np.asarray([unpacked(masks[member], len(some)) for member in redundant], np.bool_)
        for bit in plain(integers(np.flatnonzero(~is_cut & effects.any(axis=0)))) if redundant else ():
            alike[blake2b(np.packbits(effects[:, bit]).tobytes(), digest_size=32).digest()].append(some[bit])
    return single, list(alike.values())


def _redundant_members(world: _World, closure: Sequence[int]) -> list[int]:
    """The CIs of which several have to fall together: members of redundant requirements, and those a way can avoid."""
    graph, access = world
    groups = graph.groups_of.gather(integers(closure))
    kept = ~graph.is_soft[groups] & (graph.k[groups] > 0) & (graph.breaking_losses[groups] > 1)
    members = np.unique(graph.members.gather(groups[kept]))
    if access is None:
        return plain(members)
    cis = integers(closure)
    return plain(np.union1d(members, cis[access.ways.is_spare[cis]]).astype(np.int32))


def _cuts(
    world: _World, closure: Sequence[int], alike: Sequence[Sequence[int]], size: int
) -> Iterator[tuple[int, ...]]:
    """Sets of kinds that take the target down together, minimal or not."""
    chosen = combinations(range(len(alike)), size)
    while some := list(islice(chosen, _AT_ONCE)):
        words = -(-len(some) // WORD)
        masks = _masks(integers(some), len(alike), words)
        down = {alike[kind][0]: mask for kind, mask in enumerate(masks)}
        found = bit_states(world[0], closure, down, words, (State.DOWN,), access=world[1])[State.DOWN][closure[0]]
        yield from (some[case] for case in np.flatnonzero(unpacked(found, len(some))))


def _masks(chosen: IntArray, kinds: int, words: int) -> WordArray:
    """Per kind the cases that it is chosen in."""
    cases = np.arange(len(chosen))
    masks = np.zeros((kinds, words), np.uint64)
    for column in chosen.T:
        np.bitwise_or.at(masks, (column, cases // WORD), np.uint64(1) << (cases % WORD).astype(np.uint64))
    return masks


def _holds_one_of(cut: tuple[int, ...], smaller: set[tuple[int, ...]]) -> bool:
    return any(part in smaller for size in range(2, len(cut)) for part in combinations(cut, size))
