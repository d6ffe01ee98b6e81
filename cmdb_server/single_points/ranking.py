"""The CIs that take others with them, the heaviest first, and what has changed since another time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.single_points.answers import Development, PointCI, TakenService, Weight
from impact import SinglePoints
from impact.rows import BoolArray, FloatArray, IntArray, integers, plain


@dataclass(frozen=True)
class Ranking:
    """The points of one snapshot with their weights."""

    snapshot: Snapshot
    points: SinglePoints

    @cached_property
    def score(self) -> FloatArray:
        """Per CI the sum of criticality x users over the services it takes."""
        stakes = self.snapshot.stakes
        each = np.maximum(stakes.criticality, 1).astype(np.float64) * np.maximum(stakes.users, 1)
        return self.points.totals(np.where(stakes.is_service & self._counts, each, 0))

    @cached_property
    def services(self) -> FloatArray:
        """Per CI the number of services it takes."""
        return self.points.totals(self.snapshot.stakes.is_service & self._counts)

    @cached_property
    def users(self) -> FloatArray:
        """Per CI the users of the services it takes."""
        stakes = self.snapshot.stakes
        return self.points.totals(np.where(stakes.is_service & self._counts, stakes.users, 0))

    @cached_property
    def affected(self) -> FloatArray:
        """Per CI the number of other CIs it takes."""
        return self.points.totals(self._counts)

    @cached_property
    def ranked(self) -> IntArray:
        """CIs that take others, the heaviest first; a group is none, as it does not fail by itself."""
        found = np.flatnonzero((self.affected > 0) & self._counts & ~self.snapshot.owns_a_group).astype(np.int32)
        return found[np.lexsort((found, -self.affected[found], -self.score[found]))]

    def selected(self, only: BoolArray | None, target: int | None) -> IntArray:
        """Those of the ranking that are among `only` and take a target."""
        found = self.ranked
        if target is not None:
            found = found[np.isin(found, self.points.of(target))]
        return found if only is None else found[only[found]]

    def weight(self, ci: int) -> Weight:
        """What a CI takes."""
        return Weight(float(self.score[ci]), int(self.services[ci]), int(self.users[ci]), int(self.affected[ci]))

    def services_of(self, ci: int) -> IntArray:
        """The services that a CI takes, the heaviest first."""
        stakes = self.snapshot.stakes
        taken = self.points.takes(ci)
        taken = taken[stakes.is_service[taken] & self._counts[taken]]
        weight = np.maximum(stakes.criticality[taken], 1).astype(np.int64) * np.maximum(stakes.users[taken], 1)
        return taken[np.lexsort((taken, -weight))]

    @cached_property
    def taken_services(self) -> int:
        """How many services any single other CI takes."""
        needed = np.zeros(self.snapshot.graph.size, np.bool_)
        for service in plain(np.flatnonzero(self.snapshot.stakes.is_service & self._counts).astype(np.int32)):
            found = self.points.of(service)
            needed[service] = bool(np.any(~self.snapshot.owns_a_group[found]))
        return int(np.count_nonzero(needed))

    @property
    def _counts(self) -> BoolArray:
        return self.snapshot.is_counted


def mask_of(snapshot: Snapshot, uids: Iterable[str]) -> BoolArray:
    """Which CIs are among some."""
    mask = np.zeros(len(snapshot.cis.uid), np.bool_)
    mask[integers([snapshot.numbers[uid] for uid in uids if uid in snapshot.numbers])] = True
    return mask


def development(now: Weight, before: Weight | None) -> Development:
    """How a point has changed: by what it takes, and only where that is the same by how many CIs."""
    if before is None:
        return "new"
    one, other = (now.score, now.affected), (before.score, before.affected)
    return "same" if one == other else "grown" if one > other else "shrunk"


def gone(now: Ranking, before: Ranking) -> list[int]:
    """CIs (by their numbers before) that took services before and take none now, the heaviest first."""
    taking = before.ranked[before.services[before.ranked] > 0]
    return [ci for ci in plain(taking) if not _takes(now, before.snapshot.cis.uid[ci])]


def _takes(ranking: Ranking, uid: str) -> bool:
    ci = ranking.snapshot.numbers.get(uid)
    return ci is not None and bool(ranking.snapshot.is_counted[ci] and ranking.services[ci] > 0)


def point_ci(snapshot: Snapshot, ci: int) -> PointCI:
    """A CI as answers name it."""
    cis = snapshot.cis
    root = snapshot.numbers.get(cis.root_uid[ci])
    machine = None if root is None or root == ci else cis.name[root]
    return PointCI(cis.uid[ci], cis.name[ci], cis.ci_class[ci], machine, snapshot.site(ci))


def taken_service(snapshot: Snapshot, ci: int) -> TakenService:
    """A service that falls."""
    cis = snapshot.cis
    users, criticality = int(cis.users[ci]) or None, int(cis.criticality[ci]) or None
    return TakenService(cis.uid[ci], cis.name[ci], cis.ci_class[ci], users, criticality)
