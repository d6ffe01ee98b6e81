"""The report of single points of failure as plain values, with the names of the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["down", "degraded"]
Development: TypeAlias = Literal["new", "grown", "shrunk", "same"]


@dataclass(frozen=True)
class PointCI:
    """A CI; `root` is the machine it is on, by name."""

    uid: str
    name: str
    ci_class: str
    root: str | None
    site: str | None


@dataclass(frozen=True)
class TakenService:
    """A service that goes down (or is degraded, as asked) with the CI."""

    uid: str
    name: str
    ci_class: str
    users: int | None
    criticality: int | None


@dataclass(frozen=True)
class Weight:
    """What a CI takes with it: services, their users, and `affected` CIs in all, itself not counted.

    `score` is the sum over the services of criticality x users, either of them 1 where nobody stated it.
    """

    score: float
    services: int
    users: int
    affected: int


@dataclass(frozen=True)
class ShownRemedy:
    """A requirement of `owner` that, if it held, would keep `services` of the services up.

    It needs `k` of `n` members, of which `lost` fall with the CI. It holds with `enough_k` (null: no member is left) or
    with `members_to_add` more members that do not fall with it. `then` is the worst state of these services after that,
    null where it was not tried.
    """

    owner: PointCI
    group_of: str | None
    k: int
    n: int
    lost: int
    enough_k: int | None
    members_to_add: int
    services: int
    then: str | None


@dataclass(frozen=True)
class AcceptedRisk:
    """Somebody accepts that a CI is a single point of failure, until a time; `score` is what it was then.

    `state`: holds, expired, withdrawn.
    """

    uid: str
    ci_uid: str
    state: Literal["holds", "expired", "withdrawn"]
    reason: str
    until: str
    accepted_by: str
    accepted_at: str
    score: float
    ended_by: str | None
    ended_at: str | None


@dataclass(frozen=True)
class SinglePoint:
    """A CI that takes others with it; `remedies` is null where too much hangs on it to look in a list.

    `twin_saves` is how many services a second CI of its kind would save, of which one is enough: always all.
    """

    ci: PointCI
    weight: Weight
    criticality: int | None
    takes: Sequence[TakenService]
    remedies: Sequence[ShownRemedy] | None
    accepted: AcceptedRisk | None
    change: Development | None
    before: Weight | None


@dataclass(frozen=True)
class GonePoint:
    """A CI that was a single point of failure at the time that is compared with, and is none now."""

    ci: PointCI
    before: Weight


@dataclass(frozen=True)
class Totals:
    """How many single points of failure there are that take services, how many of them are accepted, and more.

    `services` are those that any single CI takes down, of all `of_services`.
    """

    points: int
    accepted: int
    services: int
    of_services: int


@dataclass(frozen=True)
class SinglePointPage:
    """A part of the report, of `snapshot_at`; while `progress` (0 to 1) is not null a newer one is being made.

    With `is_ready` false there is none yet: ask again.
    """

    items: Sequence[SinglePoint]
    total: int
    totals: Totals
    gone: Sequence[GonePoint]
    compared_with: str | None
    snapshot_at: str | None
    is_ready: bool
    progress: float | None


@dataclass(frozen=True)
class PointDetail:
    """What one CI takes with it alone, all services, what would mend it, and every risk that was accepted for it."""

    point: SinglePoint
    services: Sequence[TakenService]
    risks: Sequence[AcceptedRisk]
    snapshot_at: str
    is_too_wide: bool


@dataclass(frozen=True)
class DayCount:
    """How many single points of failure that take services there were on a day, and how many services they take."""

    day: str
    points: int
    services: int
    accepted: int


@dataclass(frozen=True)
class DayCounts:
    """Day by day, the oldest first."""

    items: Sequence[DayCount]
