"""What an assessment of a change says, as plain values with the names of the API. Times are RFC 3339."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.itsm.changes.risk import Factor, Level
from cmdb_server.single_points.answers import PointCI


@dataclass(frozen=True)
class HitByChange:
    """A service that is not up while the change is carried out, with one way (names) by which it is hit.

    `margin` is how many more members its tightest requirement can lose; below 0 it is not met.
    """

    uid: str
    name: str
    state: str
    users: int
    criticality: int
    owner_name: str
    margin: int | None
    path: Sequence[PointCI]


@dataclass(frozen=True)
class PlannedHit:
    """A service that a planned change hits, and the state that it is in meanwhile."""

    uid: str
    name: str
    state: str
    ci_class: str


@dataclass(frozen=True)
class CollidingChange:
    """Another change that this one gets in the way of, and by what: same_ci, dependency, shared, joint."""

    number: str
    title: str
    state: str
    starts_at: str
    ends_at: str
    words: Sequence[str]
    same_ci: Sequence[PointCI]
    needed: Sequence[PointCI]
    shared_services: Sequence[PointCI]
    joint_services: Sequence[PointCI]

    def services_by(self, word: str) -> Sequence[PointCI]:
        """What is hit by one of the words."""
        by = {"same_ci": self.same_ci, "dependency": self.needed, "shared": self.shared_services}
        return by.get(word, self.joint_services)


@dataclass(frozen=True)
class JointLoss:
    """Two or more other changes that together with this one leave services worse than without any one of them."""

    numbers: Sequence[str]
    services: Sequence[PointCI]


@dataclass(frozen=True)
class MetFreeze:
    """A freeze that the change falls into."""

    name: str
    starts_at: str
    ends_at: str
    reason: str


@dataclass(frozen=True)
class Unsure:
    """What is not known on the way: CIs not seen and relationships not confirmed for long, addresses nobody knows.

    `assumed` relationships are derived and declared by nobody; `gone` CIs of the plan are no longer in use.
    """

    stale: Sequence[PointCI]
    stale_edges: int
    assumed: int
    peers: int
    programs: int
    gone: int


@dataclass(frozen=True)
class Slot:
    """A time at which nothing speaks against the change but what it does itself."""

    starts_at: str
    ends_at: str


@dataclass(frozen=True)
class Assessment:
    """What a change does, what speaks against it, and when else it could be done.

    `down`, `degraded`, `at_risk` count CIs, those that are worked on among them; `reach` is what may be hit without
    any redundancy. `outside` are services that are hit outside of their maintenance windows.
    """

    services: Sequence[HitByChange]
    down: int
    degraded: int
    at_risk: int
    reach: int
    collisions: Sequence[CollidingChange]
    joint: Sequence[JointLoss]
    freezes: Sequence[MetFreeze]
    outside: Sequence[PointCI]
    unsure: Unsure
    score: int
    level: Level
    factors: Sequence[Factor]
    slots: Sequence[Slot]
    snapshot_at: str
