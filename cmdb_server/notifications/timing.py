"""When somebody is told, by their quiet hours and the time of their digest. Pure; times in microseconds, UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cmdb_server.notifications.preferences import Preferences
from cmdb_server.service_levels.calendars import minute_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


class Due(NamedTuple):
    """When a notice is sent, and whether together with others of the day."""

    at: int
    is_digest: bool


def due(wishes: Preferences, now: int, *, is_digest: bool, is_urgent: bool) -> Due:
    """When somebody with these wishes is told of what happened now."""
    if is_digest:
        return Due(_next(wishes.time_zone, wishes.digest_at, now), is_digest=True)
    if is_urgent or not wishes.quiet_from:
        return Due(now, is_digest=False)
    return Due(quiet_until(wishes, now), is_digest=False)


def quiet_until(wishes: Preferences, now: int) -> int:
    """When the quiet hours end that it is now; now outside of them. The same time twice means all day: never quiet."""
    if not wishes.quiet_from or wishes.quiet_from == wishes.quiet_until:
        return now
    zone = ZoneInfo(wishes.time_zone)
    today = _at(now).astimezone(zone).date()
    for day in (today - _DAY, today):
        start = wall(zone, day, wishes.quiet_from)
        last = day if wishes.quiet_from < wishes.quiet_until else day + _DAY
        end = wall(zone, last, wishes.quiet_until)
        if start <= now < end:
            return end
    return now


def _next(zone_name: str, clock: str, now: int) -> int:
    """When a clock on the wall shows a time next, after now."""
    zone = ZoneInfo(zone_name)
    today = _at(now).astimezone(zone).date()
    return next(at for turn in range(3) if (at := wall(zone, today + turn * _DAY, clock)) > now)


def wall(zone: ZoneInfo, day: date, clock: str) -> int:
    """When the clock at a place shows a time on a day: the first time where it does twice, and after it where never."""
    minute = minute_of(clock)
    shown = datetime.combine(day, time(minute // 60, minute % 60), zone)
    return (shown.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def _at(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
