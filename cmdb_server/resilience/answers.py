"""Availability, cut sets, circles and collisions as plain values, with the names of the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cmdb_server.single_points.answers import PointCI


@dataclass(frozen=True)
class AssumedShare:
    """An availability that nobody stated: that of the class, for so many CIs behind the one that was asked about."""

    ci_class: str
    availability: float
    cis: int


@dataclass(frozen=True)
class Contributor:
    """A CI whose failures count; without them the one asked about would be down `minutes_a_year` less.

    `is_stated` tells whether its availability is its own or that of its class.
    """

    ci: PointCI
    availability: float
    is_stated: bool
    minutes_a_year: float


@dataclass(frozen=True)
class AvailabilityAnswer:
    """How often a CI is in each state: shares of the time that sum to 1, with the standard error of a simulation.

    `exact` is an enumeration of all cases, `mc` a simulation of `samples` draws that `seed` repeats. `imperfect` CIs of
    the `behind` CIs that matter fail at times; `stated` of these have an availability of their own. `target` is what
    was agreed for it (null: nothing) and `meets_target` whether it holds. `in_words` says the rest in minutes a year.
    """

    ci: PointCI
    method: Literal["exact", "mc"]
    states: Mapping[str, float]
    standard_error: Mapping[str, float]
    works: float
    minutes_down_a_year: float
    minutes_degraded_a_year: float
    in_words: str
    target: float | None
    meets_target: bool | None
    cases: int
    samples: int | None
    seed: int | None
    behind: int
    imperfect: int
    stated: int
    assumed: Sequence[AssumedShare]
    contributors: Sequence[Contributor]
    snapshot_at: str


@dataclass(frozen=True)
class CutSet:
    """CIs that together take one down, and no fewer of them do; `share` is how often all of them are down at once."""

    cis: Sequence[PointCI]
    share: float


@dataclass(frozen=True)
class CutSetPage:
    """Smaller sets first, of those of a size the likeliest; `by_size` counts all of them."""

    ci: PointCI
    items: Sequence[CutSet]
    total: int
    by_size: Mapping[str, int]
    order: int
    snapshot_at: str


@dataclass(frozen=True)
class Circle:
    """CIs of which each waits for the next, the last for the first; `waiting` others wait for them."""

    cis: Sequence[PointCI]
    waiting: int
    waiting_first: Sequence[PointCI]


@dataclass(frozen=True)
class CannotStart:
    """What never comes back when everything starts from nothing: `total` CIs, by circles, the largest first."""

    total: int
    circles: int
    items: Sequence[Circle]
    snapshot_at: str


@dataclass(frozen=True)
class Window:
    """From when to when, null: without end on that side."""

    starts_at: str | None
    ends_at: str | None


@dataclass(frozen=True)
class CollidingPair:
    """Two changes, by their names, that get in each other's way during a window, and by what.

    `words`: same_ci, dependency, shared, joint. `needed_by_second` are CIs of the first that those of the second need.
    """

    first: str
    second: str
    words: Sequence[str]
    window: Window
    same_ci: Sequence[PointCI]
    needed_by_second: Sequence[PointCI]
    needed_by_first: Sequence[PointCI]
    shared_services: Sequence[PointCI]
    joint_services: Sequence[PointCI]


@dataclass(frozen=True)
class JointChanges:
    """Three or more changes that leave services worse together than when any of them is left out."""

    changes: Sequence[str]
    window: Window
    joint_services: Sequence[PointCI]


@dataclass(frozen=True)
class CollisionsAnswer:
    """The pairs that collide, and what only three or more do together."""

    pairs: Sequence[CollidingPair]
    joint: Sequence[JointChanges]
    snapshot_at: str
