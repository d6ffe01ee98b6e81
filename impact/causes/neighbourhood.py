"""The part of an estate that a search for causes looks at, as numbers and arrays.

It holds the symptom, what is alerting or changed, everything these depend on, and what depends on that as far as a
budget of CIs allows: silence far away says little, so whole waves of dependents beyond the budget are left out. The
estate itself may be of any size; only this part of it is read.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx
import numpy as np

from impact.graph import ALL_MEMBERS, Graph, Requirements, build_graph
from impact.rows import integers

Name: TypeAlias = Hashable
DiGraph: TypeAlias = "nx.DiGraph[Any]"

BUDGET = 5_000


@dataclass(frozen=True)
class Neighbourhood:
    """CIs by number, in the order of the estate, and the graph of their requirements."""

    names: tuple[Name, ...]
    numbers: Mapping[Name, int]
    graph: Graph


def neighbourhood_of(estate: DiGraph, start: Iterable[Name], budget: int = BUDGET) -> Neighbourhood:
    """The part around `start`, which must be in the estate. O(that part and its relationships).

    An edge leads from the dependent to its dependency; `kind` is hard or soft (hard where it says nothing). The edges
    of a source with the same `group` are one requirement: at least `k` of its `n` members. Without a group each is
    one.

    >>> shop = nx.DiGraph([("shop", "db"), ("wiki", "db"), ("blog", "web")])
    >>> neighbourhood_of(shop, ["shop"]).names
    ('shop', 'db', 'wiki')
    """
    found = dict.fromkeys(start)
    wave = list(found)
    while wave:
        wave = _unseen(estate.successors, wave, found)
        found |= dict.fromkeys(wave)
    wave = list(found)
    while wave:
        wave = _unseen(estate.predecessors, wave, found)
        if len(found) + len(wave) > budget:
            break
        found |= dict.fromkeys(wave)
    names = tuple(name for name in estate if name in found)
    numbers = {name: number for number, name in enumerate(names)}
    return Neighbourhood(names, numbers, _graph_of(estate, numbers))


def _unseen(neighbours: Callable[[Name], Iterable[Name]], wave: list[Name], found: Mapping[Name, None]) -> list[Name]:
    return list(dict.fromkeys(near for name in wave for near in neighbours(name) if near not in found))


@dataclass
class _Group:
    owner: int
    k: int
    is_soft: bool
    stated: int
    members: list[int]

    def remaining_k(self) -> int:
        """How many of the named members it takes; members that it is said to have and nobody names count as working."""
        unnamed = max(self.stated - len(self.members), 0)
        return self.k if self.k == ALL_MEMBERS else max(self.k - unnamed, 0)


def _graph_of(estate: DiGraph, numbers: Mapping[Name, int]) -> Graph:
    groups: dict[object, _Group] = {}
    for name, owner in numbers.items():
        for member, edge in estate.adj[name].items():
            if member in numbers:
                key = _key(owner, numbers[member], edge)
                group = groups.setdefault(key, _Group(owner, ALL_MEMBERS, edge.get("kind") == "soft", 0, []))
                group.members.append(numbers[member])
                group.k = _whole(edge.get("k"), group.k)
                group.stated = max(group.stated, _whole(edge.get("n"), 0))
    return build_graph(len(numbers), _columns(list(groups.values())))


def _key(owner: int, member: int, edge: Mapping[str, Any]) -> object:
    group = edge.get("group")
    return (owner, member) if group is None else (owner, "group", group, edge.get("kind") == "soft")


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and value >= 0 else otherwise


def _columns(groups: list[_Group]) -> Requirements:
    return Requirements(
        owner=integers([group.owner for group in groups]),
        k=integers([min(group.remaining_k(), len(group.members)) for group in groups]),
        is_soft=np.asarray([group.is_soft for group in groups], np.bool_),
        group=integers([number for number, group in enumerate(groups) for _ in group.members]),
        member=integers([member for group in groups for member in group.members]),
    )
