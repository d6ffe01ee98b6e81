"""The plain door: CIs, requirements and links of the network by name, without any database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from impact.blast_radius import Stakes
from impact.graph import ALL_MEMBERS, Graph, Requirements, build_graph
from impact.isolation import Access
from impact.network import Network, network_of
from impact.rows import BoolArray, IntArray, integers

Kind: TypeAlias = Literal["hard", "soft"]
Link: TypeAlias = tuple[str, str]


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
    """CIs by number, the graph of their requirements, and the network between them with its anchors (gateways, say)."""

    cis: tuple[CI, ...]
    numbers: Mapping[str, int]
    graph: Graph
    network: Network

    @cached_property
    def is_service(self) -> BoolArray:
        """Which CIs are services."""
        return np.asarray([ci.is_service for ci in self.cis], np.bool_)

    @cached_property
    def availabilities(self) -> npt.NDArray[np.float64]:
        """The availability of each CI."""
        return np.asarray([ci.availability for ci in self.cis], np.float64)

    @cached_property
    def stakes(self) -> Stakes:
        """What hangs on each CI."""
        users, criticality = ([getattr(ci, name) for ci in self.cis] for name in ("users", "criticality"))
        return Stakes(self.is_service, integers(users), integers(criticality))

    @cached_property
    def access(self) -> Access:
        """The ways of each CI that has links to the anchors, of which it needs one. O(linked CIs x anchors)."""
        ends = np.setdiff1d(np.concatenate([self.network.one, self.network.other]), self.network.anchors)
        each = np.repeat(ends, len(self.network.anchors))
        return Access(self.network, integers(each), integers(np.tile(self.network.anchors, len(ends))))

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


def estate_of(
    cis: Iterable[CI], requirements: Iterable[Requirement], links: Iterable[Link] = (), anchors: Iterable[str] = ()
) -> Estate:
    """Build an estate; of two CIs with one id the first counts. O(n log n).

    `links` of the network may be taken both ways; whoever has some needs a way to one of the `anchors`, if it had one.
    Links of CIs that nobody knows, or of one CI with itself, are dropped, and so are unknown anchors.

    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2")], [Requirement("shop", ["db1", "db2"], k=1)])
    >>> shop.names(shop.graph.dependents(shop.all_numbers(["db1"])))
    ['shop']
    >>> site = estate_of([CI("gateway"), CI("switch"), CI("server")], [],
    ...     links=[("gateway", "switch"), ("switch", "server")], anchors=["gateway"])
    >>> from impact.isolation import propagate_with_access
    >>> site.names(propagate_with_access(site.graph, site.access, site.all_numbers(["switch"])).isolated)
    ['server']
    """
    known: dict[str, CI] = {}
    for ci in cis:
        known.setdefault(ci.id, ci)
    numbers = {name: number for number, name in enumerate(known)}
    graph = build_graph(len(known), requirement_columns(list(requirements), numbers))
    network = network_of(len(known), *link_columns(links, numbers), _known(anchors, numbers))
    return Estate(tuple(known.values()), numbers, graph, network)


def link_columns(links: Iterable[Link], numbers: Mapping[str, int]) -> tuple[IntArray, IntArray]:
    """Both ends of links by number; those that nobody knows are -1."""
    pairs = list(links)
    return _known((one for one, _ in pairs), numbers), _known((other for _, other in pairs), numbers)


def _known(names: Iterable[str], numbers: Mapping[str, int]) -> IntArray:
    return integers([numbers.get(name, -1) for name in names])


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
