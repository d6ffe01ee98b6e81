"""What breaks if this breaks: states, potential reach, and the services behind them, worst first."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from impact.graph import Graph
from impact.reach import Reach, reach_of
from impact.rows import NOTHING, BoolArray, IntArray
from impact.states import Outcome, State, propagate

WEIGHT: Mapping[State, float] = {State.DOWN: 1.0, State.DEGRADED: 0.5, State.AT_RISK: 0.1, State.UP: 0.0}


@dataclass(frozen=True)
class Stakes:
    """What hangs on each CI: whether it is a service, its users, its criticality 1 to 4; 0 is: nobody stated it."""

    is_service: BoolArray
    users: IntArray
    criticality: IntArray


@dataclass(frozen=True)
class ServiceTotal:
    """The services in one state: how many, their users together, the largest criticality among them."""

    number: int
    users: int
    criticality: int


@dataclass(frozen=True)
class BlastRadius:
    """The expected (`outcome`) and the potential (`reach`) consequences of one set of failures."""

    outcome: Outcome
    reach: Reach
    stakes: Stakes

    def services(self) -> IntArray:
        """Services that are not up, worst first. O(affected)."""
        affected = self.outcome.affected()
        return self.worst_first(affected[self.stakes.is_service[affected]])

    def service_totals(self) -> dict[State, ServiceTotal]:
        """Per state except up what it means for services. O(affected)."""
        services = self.services()
        states = np.asarray([self.outcome.state(int(ci)) for ci in services], np.int8)
        return {state: self._total(services[states == state]) for state in (State.DOWN, State.DEGRADED, State.AT_RISK)}

    def scores(self, cis: IntArray) -> npt.NDArray[np.float64]:
        """State weight x criticality x users of each CI; what nobody stated counts as 1. O(cis)."""
        weights = np.asarray([WEIGHT[self.outcome.state(int(ci))] for ci in cis], np.float64)
        return weights * np.maximum(self.stakes.criticality[cis], 1) * np.maximum(self.stakes.users[cis], 1)

    def worst_first(self, cis: IntArray) -> IntArray:
        """CIs by falling score, then worse state, then nearer, then number. O(n log n)."""
        states = np.asarray([self.outcome.state(int(ci)) for ci in cis], np.int8)
        return cis[np.lexsort((cis, self.reach.entered[cis], -states, -self.scores(cis)))]

    def _total(self, services: IntArray) -> ServiceTotal:
        users, criticality = self.stakes.users[services], self.stakes.criticality[services]
        return ServiceTotal(len(services), int(users.sum(dtype=np.int64)), int(criticality.max(initial=0)))


def blast_radius(graph: Graph, stakes: Stakes, down: IntArray, degraded: IntArray = NOTHING) -> BlastRadius:
    """States and reach of CIs that are down or degraded. O(reach and its requirements).

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop", users=40, is_service=True), CI("db")], [Requirement("shop", ["db"])])
    >>> stakes = Stakes(np.array([True, False]), np.array([40, 0]), np.array([3, 0]))
    >>> blast_radius(shop.graph, stakes, shop.all_numbers(["db"])).service_totals()[State.DOWN]
    ServiceTotal(number=1, users=40, criticality=3)
    """
    return BlastRadius(propagate(graph, down, degraded), reach_of(graph, np.concatenate([down, degraded])), stakes)


def margin(outcome: Outcome, ci: int) -> int | None:
    """How many more members the tightest hard requirement of a CI can lose and still be met in full; None: it has none.

    That is g - k with g the members that are neither down nor degraded; below 0 the requirement is not met.
    """
    graph = outcome.graph
    lost = outcome.strata[State.DEGRADED].entered
    groups = graph.groups_of.of(ci)
    found = [
        int(np.count_nonzero(lost[graph.members.of(int(group))] == 0) - graph.k[group])
        for group in groups[~graph.is_soft[groups]]
    ]
    return min(found, default=None)
