"""Which services rest on machines: what a vulnerability there may reach."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import candidates
from impact.rows import integers, plain

_KEPT_MICROSECONDS = 60_000_000
_MOST_HOPS = 20


class Service(NamedTuple):
    """A service as a list names it; criticality 0 is not said."""

    uid: str
    name: str
    criticality: int
    users: int


class Touched(NamedTuple):
    """A service that rests on an affected CI, and one way there: uids, the affected one first."""

    service: Service
    path: tuple[str, ...]


class Resting:
    """The services on each holder, for lists: as old as a minute."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._clock = clock
        self._at = 0
        self._of: Mapping[str, tuple[Service, ...]] = {}

    def on(self, impact: ImpactAnalysis, holders: Iterable[str]) -> Mapping[str, tuple[Service, ...]]:
        """The services that rest on each of these, the most critical first."""
        now = self._clock()
        if now - self._at > _KEPT_MICROSECONDS:
            self._of, self._at = services_on(impact.snapshot(), holders), now
        return self._of


def services_on(snapshot: Snapshot, holders: Iterable[str]) -> dict[str, tuple[Service, ...]]:
    """The services that need each of these CIs, directly or not, the most critical first."""
    wanted = np.zeros(len(snapshot.cis.uid), np.bool_)
    wanted[[snapshot.numbers[uid] for uid in holders if uid in snapshot.numbers]] = True
    found: dict[int, list[int]] = {}
    for service in _services(snapshot):
        needed = candidates(snapshot.graph, integers([service])).cis()
        for ci in plain(needed[wanted[needed]]):
            found.setdefault(ci, []).append(service)
    return {snapshot.cis.uid[ci]: _in_order(snapshot, services) for ci, services in found.items()}


def touched(impact: ImpactAnalysis, holders: Sequence[str]) -> list[Touched]:
    """Every service that rests on one of these CIs, the most critical first, each with one way there."""
    snapshot = impact.snapshot()
    counted = [uid for uid in holders if uid in snapshot.numbers and snapshot.is_counted[snapshot.numbers[uid]]]
    if not counted:
        return []
    asked: Asked = impact.asked(Question(down=tuple(counted)))
    reached = plain(asked.radius.reach.cis())
    services = [ci for ci, is_one in zip(reached, snapshot.services_among(reached), strict=True) if is_one]
    names = {one.uid: one for one in _in_order(snapshot, services)}
    ways = {snapshot.cis.uid[ci]: _way(asked, ci) for ci in services}
    return [Touched(one, ways[uid]) for uid, one in names.items()]


def _way(asked: Asked, service: int) -> tuple[str, ...]:
    """The CIs from one that is affected to a service."""
    reach, graph = asked.radius.reach, asked.snapshot.graph
    path = [service]
    while (level := reach.level(path[-1]) or 0) and len(path) < _MOST_HOPS:
        needed = plain(graph.dependencies(integers(path[-1:])))
        nearer = [ci for ci in needed if reach.level(ci) == level - 1]
        if not nearer:
            break
        path.append(min(nearer))
    return tuple(asked.snapshot.cis.uid[ci] for ci in reversed(path))


def _services(snapshot: Snapshot) -> list[int]:
    everything = range(len(snapshot.cis.uid))
    return [ci for ci, is_one in enumerate(snapshot.services_among(everything)) if is_one and snapshot.is_counted[ci]]


def _in_order(snapshot: Snapshot, services: Iterable[int]) -> tuple[Service, ...]:
    cis = snapshot.cis
    found = [Service(cis.uid[ci], cis.name[ci], int(cis.criticality[ci]), int(cis.users[ci])) for ci in services]
    return tuple(sorted(found, key=lambda one: (-one.criticality, -one.users, one.name.casefold(), one.uid)))
