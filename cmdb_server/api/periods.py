"""The time that figures are asked for."""

from typing import Annotated, NamedTuple

from fastapi import Depends, Query

from cmdb_server.api.dependencies import ServicesDep
from cmdb_server.api.times import BadTimeError, TimeText, instant

_DAYS, _DAY = 30, 86_400 * 1_000_000
_LONGEST_DAYS = 1_100


class Period(NamedTuple):
    """A time [since, until) that has come, and now; in microseconds."""

    since: int
    until: int
    now: int


def _period(
    services: ServicesDep,
    since: Annotated[TimeText | None, Query(description="From when on; thirty days before `until` without it.")] = None,
    until: Annotated[TimeText | None, Query(description="Until when; now without it.")] = None,
) -> Period:
    now = services.clock()
    end = now if until is None else instant("until", until, now)
    start = end - _DAYS * _DAY if since is None else instant("since", since, now)
    if start >= end:
        raise BadTimeError("since", since or "", "is not before the end", "an earlier time")
    if end - start > _LONGEST_DAYS * _DAY:
        raise BadTimeError("since", since or "", f"is more than {_LONGEST_DAYS} days before the end", "a later time")
    return Period(start, end, now)


PeriodDep = Annotated[Period, Depends(_period)]
