"""Everything that depends on some CIs over any requirement, redundancy ignored, with its distance (the level)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from impact.graph import Graph
from impact.rows import IntArray
from impact.states import enter
from impact.ways import Ways


@dataclass(frozen=True)
class Reach:
    """`waves[d]` are the CIs at distance d from the start, the start itself being `waves[0]`."""

    waves: Sequence[IntArray]
    entered: IntArray

    def cis(self) -> IntArray:
        """All of them, nearest first. O(answer)."""
        return np.concatenate(self.waves)

    def level(self, ci: int) -> int | None:
        """Distance of one CI, None where it is not reached. O(1)."""
        return int(self.entered[ci]) - 1 if self.entered[ci] else None

    def __contains__(self, ci: int) -> bool:
        """Whether a CI is reached."""
        return bool(self.entered[ci])


def reach_of(graph: Graph, cis: IntArray, ways: Ways | None = None) -> Reach:
    """What depends on any of `cis`, and they themselves: the potential blast radius. O(reach and its requirements).

    With `ways` also the CIs of which some way to their gateways leads through it, and what depends on these.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db"), CI("disk")], [Requirement("shop", ["db"]), Requirement("db", ["disk"])])
    >>> shop.names(reach_of(shop.graph, shop.all_numbers(["disk"])).cis())
    ['disk', 'db', 'shop']
    """
    if ways is None:
        return walk(graph.dependents, cis, graph.size)
    return walk(lambda some: np.concatenate([graph.dependents(some), ways.users(some)]), cis, graph.size)


def walk(neighbours: Callable[[IntArray], IntArray], start: IntArray, size: int) -> Reach:
    """Breadth first from `start` along `neighbours`. O(what is visited)."""
    entered = np.zeros(size, np.int32)
    waves = [enter(entered, start, 0)]
    while len(waves[-1]):
        waves.append(enter(entered, neighbours(waves[-1]), len(waves)))
    return Reach(tuple(waves[:-1] or waves), entered)
