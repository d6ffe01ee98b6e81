"""Answers about what is different, or what a result hangs on, as plain values with the names of the API."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TurningService:
    """A service whose state hangs on a turning point: what it is, and what it would be."""

    uid: str
    name: str
    state: str
    then: str


@dataclass(frozen=True)
class TurningPoint:
    """One thing on which the result hangs, and the services whose state it changes, worst first.

    `kind` relationship: without it (because it is wrong, or because there is another way) the services are in `then`;
    `kind` member: with one more working member of the source's group they are. `text` says it in words.
    """

    kind: str
    source: str
    target: str
    type: str
    confidence: float | None
    is_assumed: bool
    last_seen_at: str | None
    text: str
    services: Sequence[TurningService]


@dataclass(frozen=True)
class TurningPoints:
    """What changes the state of a service, what changes most of them first.

    Of `places` relationships and groups that the result rests on the least sure were `tried`, one after the other.
    """

    items: Sequence[TurningPoint]
    tried: int
    places: int


@dataclass(frozen=True)
class StateCounts:
    """CIs and services in each state, the failed CIs among them, and the users of services that are down."""

    down: int
    degraded: int
    at_risk: int
    services_down: int
    services_degraded: int
    services_at_risk: int
    users_down: int


@dataclass(frozen=True)
class ComparedCI:
    """A CI whose state differs: as things are, and with the changes (absent: it is there in the other only).

    `score` is the difference of state weight x criticality x users; above 0 it is worse with the changes.
    """

    uid: str
    name: str
    ci_class: str
    state_now: str
    state_then: str
    is_service: bool
    users: int | None
    criticality: int | None
    score: float


@dataclass(frozen=True)
class WhatIfComparison:
    """The same question as things are and with changes; what differs, worst first."""

    now: StateCounts
    then: StateCounts
    worse: int
    better: int
    services: Sequence[ComparedCI]
    cis: Sequence[ComparedCI]
    snapshot_at: str
    as_of: str | None
