"""Who loses the network: no way is left from a CI to any of its gateways, although it is not broken itself.

The network is links between CIs: cables between ports, and each port with its device. What fails takes its links along.
A CI that loses all its gateways is down for everybody else, and what needs it fails as well, perhaps further parts of
the network, so both are repeated until nothing more is lost. CIs of which no way to a gateway was known lose nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from impact.graph import Graph
from impact.network import Network
from impact.rows import NOTHING, BoolArray, IntArray, Rows, WordArray, integers, plain, rows_of
from impact.states import Outcome, State, propagate
from impact.ways import Ways, ways_of


@dataclass(frozen=True)
class Access:
    """The links of a network, whose anchors are not asked, and the `gateway` that each `ci` uses, as parallel columns.

    A CI with several gateways has a row for each, and needs one of them.
    """

    network: Network
    ci: IntArray
    gateway: IntArray

    @cached_property
    def is_part(self) -> BoolArray:
        """Which CIs the network consists of."""
        found = np.zeros(self.network.size, np.bool_)
        found[self.network.one] = found[self.network.other] = True
        return found

    @cached_property
    def ways(self) -> Ways:
        """Through whom the ways lead that there are while nothing has failed."""
        rows = self._losable
        return ways_of(self.network.neighbours, self.ci[rows], self.gateway[rows])

    def gateways_of(self, ci: int) -> tuple[int, ...]:
        """The gateways to which a CI has a way while nothing has failed."""
        return tuple(plain(np.unique(self._gateways_of.of(ci)).astype(np.int32)))

    @cached_property
    def _losable(self) -> IntArray:
        """The rows with a way while nothing has failed, without those of CIs that are gateways of their own."""
        needs_way = np.ones(self.network.size, np.bool_)
        needs_way[self.ci[self.ci == self.gateway]] = False
        return integers(np.flatnonzero(self.connected & needs_way[self.ci]))

    @cached_property
    def _gateways_of(self) -> Rows:
        """From a CI to the gateways to which it has a way while nothing has failed."""
        rows = self._losable
        return rows_of(self.ci[rows], self.gateway[rows], self.network.size)

    @cached_property
    def connected(self) -> BoolArray:
        """Which rows of `ci` and `gateway` have a way while nothing has failed."""
        return self._have_a_way(np.zeros(self.network.size, np.bool_))

    def isolated(self, is_failed: BoolArray) -> IntArray:
        """The CIs that are not failed and have lost all ways that they had. O(links x log of their longest chain)."""
        lost = np.zeros(self.network.size, np.bool_)
        lost[self.ci[self.connected]] = True
        lost[self.ci[self._have_a_way(is_failed)]] = False
        return integers(np.flatnonzero(lost & ~is_failed))

    def resized(self, size: int) -> "Access":
        """The same among more CIs, of which the further ones have no part in the network. O(size)."""
        if size == self.network.size:
            return self
        made = replace(self, network=replace(self.network, size=size))
        known = vars(self)
        if "connected" in known:
            vars(made)["connected"] = known["connected"]
        if "ways" in known:
            vars(made)["ways"] = known["ways"].resized(size)
        return made

    def isolated_in(self, cis: Sequence[int], down: Mapping[int, WordArray], words: int) -> dict[int, WordArray]:
        """For each of `cis` that has a way, the cases (one bit each) in which what is down cuts it off.

        `cis` hold with each all through whom its ways may lead. O(gateways x links x longest way x words).
        """
        nothing = np.zeros(words, np.uint64)
        place = {ci: at for at, ci in enumerate(cis)}
        works = ~np.asarray([down.get(ci, nothing) for ci in cis], np.uint64)
        rows, reached = within(self.network.neighbours, place), dict[int, WordArray]()
        found: dict[int, WordArray] = {}
        for ci in cis:
            for gateway in plain(self._gateways_of.of(ci)):
                if gateway not in reached:
                    reached[gateway] = reached_in(rows, works, place[gateway])
                found[ci] = found.get(ci, ~nothing) & ~reached[gateway][place[ci]]
        return found

    def _have_a_way(self, is_failed: BoolArray) -> BoolArray:
        parts = _components(self.network.without(integers(np.flatnonzero(is_failed))))
        return (parts[self.ci] == parts[self.gateway]) & ~is_failed[self.ci] & ~is_failed[self.gateway]


@dataclass(frozen=True)
class Isolation:
    """The states that follow from failures, and the CIs that are down for being `isolated` from their gateways.

    `at_risk` are those that have fewer ways than before, where that was asked (`fewer_ways.py`).
    """

    outcome: Outcome
    isolated: IntArray
    at_risk: IntArray = field(default_factory=lambda: NOTHING)


def propagate_with_access(graph: Graph, access: Access, down: IntArray, degraded: IntArray = NOTHING) -> Isolation:
    """What follows from CIs that are down or degraded where failures also cut others off from the network.

    Isolated CIs count as given as down. O((consequences + links) x depth of what cuts off what).

    >>> from impact.estate import CI, Requirement, estate_of
    >>> site = estate_of([CI("router"), CI("switch"), CI("server"), CI("shop")], [Requirement("shop", ["server"])])
    >>> from impact.network import network_of
    >>> links = network_of(4, integers([0, 1]), integers([1, 2]), NOTHING)
    >>> access = Access(links, integers([2]), integers([0]))
    >>> found = propagate_with_access(site.graph, access, site.all_numbers(["switch"]))
    >>> site.names(found.isolated), found.outcome.state(site.number("shop")).word
    (['server'], 'down')
    """
    isolated = NOTHING
    while True:
        outcome = propagate(graph, np.concatenate([down, isolated]), degraded)
        is_down = outcome.strata[State.DOWN].entered > 0
        if not np.any(is_down & access.is_part):
            return Isolation(outcome, isolated)
        more = access.isolated(is_down)
        if not len(more):
            return Isolation(outcome, isolated)
        isolated = np.union1d(isolated, more).astype(np.int32)


def within(neighbours: Rows, place: Mapping[int, int]) -> Rows:
    """The links between some CIs, by their places."""
    links = [(at, place[end]) for ci, at in place.items() for end in plain(neighbours.of(ci)) if end in place]
    one, other = np.asarray(links, np.int32).reshape(-1, 2).T
    return rows_of(one, other, len(place))


def reached_in(rows: Rows, works: WordArray, gateway: int) -> WordArray:
    """For each place the cases in which it works and has a way of such to the gateway."""
    found = np.zeros_like(works)
    found[gateway] = works[gateway]
    linked = np.flatnonzero(np.diff(rows.starts))
    while len(linked):
        more = np.bitwise_or.reduceat(found[rows.values], rows.starts[linked])
        more = (more & works[linked]) | found[linked]
        if np.array_equal(more, found[linked]):
            break
        found[linked] = more
    return found


def _components(network: Network) -> IntArray:
    """For each CI the smallest number among those it is linked with, however far."""
    label, one, other = np.arange(network.size, dtype=np.int32), network.one, network.other
    while True:
        mine, theirs = label[one], label[other]
        differ = mine != theirs
        if not np.any(differ):
            return label
        one, other, mine, theirs = one[differ], other[differ], mine[differ], theirs[differ]
        np.minimum.at(label, np.maximum(mine, theirs), np.minimum(mine, theirs))
        while np.any((shorter := label[label]) != label):
            label = shorter
