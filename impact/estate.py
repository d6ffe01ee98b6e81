"""The plain door: CIs and requirements by name, without any database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from impact.graph import ALL_MEMBERS, Graph, Requirements, build_graph
from impact.rows import BoolArray, IntArray, integers

Kind: TypeAlias = Literal["hard", "soft"]


class UnknownCIError(LookupError):
    """A question names a CI that the estate does not have."""


@dataclass(frozen=True)
class CI:
    """One configuration item; `availability` is the probability that it works by itself, `users` a count."""

    id: str
    type: str = ""
    availability: float = 0.999
    users: int = 0
    criticality: int = 0
    is_service: bool = False


@dataclass(frozen=True)
class Requirement:
    """`of` needs at least `k` of `members` (without k: all); without them it is down (hard) or degraded (soft)."""

    of: str
    members: Sequence[str]
    k: int | None = None
    kind: Kind = "hard"


@dataclass(frozen=True)
class Estate:
    """CIs by number and the graph of their requirements."""

    cis: tuple[CI, ...]
    numbers: Mapping[str, int]
    graph: Graph

    @cached_property
    def is_service(self) -> BoolArray:
        """Which CIs are services."""
        return np.asarray([ci.is_service for ci in self.cis], np.bool_)

    @cached_property
    def availabilities(self) -> npt.NDArray[np.float64]:
        """The availability of each CI."""
        return np.asarray([ci.availability for ci in self.cis], np.float64)

    def number(self, name: str) -> int:
        """The number of a CI. Raises UnknownCIError."""
        if name not in self.numbers:
            message = f"there is no CI {name!r} in this estate of {len(self.cis)} CIs"
            raise UnknownCIError(message)
        return self.numbers[name]

    def all_numbers(self, names: Iterable[str]) -> IntArray:
        """The numbers of several CIs. Raises UnknownCIError."""
        return integers([self.number(name) for name in names])

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The ids of CIs."""
        return [self.cis[number].id for number in numbers]


def estate_of(cis: Iterable[CI], requirements: Iterable[Requirement]) -> Estate:
    """Build an estate; of two CIs with one id the first counts. O(n log n).

    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2")], [Requirement("shop", ["db1", "db2"], k=1)])
    >>> shop.names(shop.graph.dependents(shop.all_numbers(["db1"])))
    ['shop']
    """
    known: dict[str, CI] = {}
    for ci in cis:
        known.setdefault(ci.id, ci)
    numbers = {name: number for number, name in enumerate(known)}
    graph = build_graph(len(known), requirement_columns(list(requirements), numbers))
    return Estate(tuple(known.values()), numbers, graph)


def requirement_columns(requirements: Sequence[Requirement], numbers: Mapping[str, int]) -> Requirements:
    """Requirements as columns, CIs by number; those that nobody knows are -1."""
    pairs = [(group, numbers.get(name, -1)) for group, entry in enumerate(requirements) for name in entry.members]
    return Requirements(
        owner=integers([numbers.get(entry.of, -1) for entry in requirements]),
        k=integers([ALL_MEMBERS if entry.k is None else max(entry.k, 0) for entry in requirements]),
        is_soft=np.asarray([entry.kind == "soft" for entry in requirements], np.bool_),
        group=integers([group for group, _ in pairs]),
        member=integers([member for _, member in pairs]),
    )
