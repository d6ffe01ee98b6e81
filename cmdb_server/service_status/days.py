"""How long a service did not work on each of some days: a pure function. Times in microseconds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cmdb_server.service_status.intervals import Interval, Measured, measured

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def days_of(month: date, zone: ZoneInfo) -> list[tuple[date, int, int]]:
    """The days of a month with their beginning and end by the clock on the wall of a zone."""
    days = [month.replace(day=1)]
    while (following := days[-1] + timedelta(days=1)).month == month.month:
        days.append(following)
    bounds = [_midnight(day, zone) for day in (*days, days[-1] + timedelta(days=1))]
    return list(zip(days, bounds, bounds[1:], strict=False))


def on_day(found: Sequence[Interval], since: int, until: int) -> tuple[Measured, list[str]]:
    """What intervals come to on a day [since, until), and the records behind that."""
    clipped = [
        one._replace(since=max(one.since, since), until=min(one.until, until))
        for one in found
        if one.since < until and one.until > since
    ]
    numbers = sorted({number for one in clipped for number in one.numbers})
    return measured(clipped, since, until), numbers


def _midnight(day: date, zone: ZoneInfo) -> int:
    moment = datetime.combine(day, time(0), zone)
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)
