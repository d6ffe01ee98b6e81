"""Priority out of impact and urgency, and the impact that follows from the services and users that are hit."""

from collections.abc import Sequence
from typing import NamedTuple

from cmdb_server.itsm.record import Record

HIGH, MEDIUM, LOW = "1", "2", "3"
_VITAL, _WEIGHTY = 4, 2
_MANY_USERS, _SOME_USERS = 1_000, 50
_NOT_SERVING = ("down", "degraded")


class HitService(NamedTuple):
    """A service that is not up: its uid, state word, users and criticality (0: unknown)."""

    uid: str
    state: str
    users: int
    criticality: int


class FoundImpact(NamedTuple):
    """A level with what it rests on: how many services and users are hit, and the worst of the services."""

    level: str
    services: int
    users: int
    worst: str


def priority_of(impact: str, urgency: str) -> int:
    """1 (first) to 5 (last): the usual matrix of three levels each (ITIL), by diagonals."""
    return int(impact or LOW) + int(urgency or LOW) - 1


def effective_impact(record: Record) -> str:
    """The impact that somebody said, else the one that follows from the CIs, "" where nothing is known."""
    return record.value("impact") or record.computed.get("impact", "")


def priority(record: Record) -> int:
    """1 (first) to 5 (last)."""
    return priority_of(effective_impact(record), record.value("urgency"))


def found_impact(services: Sequence[HitService]) -> FoundImpact:
    """High: a vital service or 1,000 users do not get what they need; medium: a weightier service or 50; else low."""
    hit = sorted((one for one in services if one.state in _NOT_SERVING), key=_worst_first)
    # The same people use several services: at least so many of them are hit.
    users = max((one.users for one in hit), default=0)
    most = max((one.criticality for one in hit if one.state == "down"), default=0)
    some = max((one.criticality for one in hit), default=0)
    if most >= _VITAL or users >= _MANY_USERS:
        level = HIGH
    elif some >= _WEIGHTY or users >= _SOME_USERS:
        level = MEDIUM
    else:
        level = LOW
    return FoundImpact(level, len(hit), users, hit[0].uid if hit else "")


def _worst_first(one: HitService) -> tuple[bool, int, int, str]:
    return one.state != "down", -one.criticality, -one.users, one.uid
