"""When a report is sent next: daily, weekly or monthly at a time on the wall of a place. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cmdb_server.errors import FieldError
from cmdb_server.notifications.timing import wall
from cmdb_server.service_levels.calendars import minute_of

Every = Literal["day", "week", "month"]
_LAST_DAY = {"day": 0, "week": 7, "month": 31}
_DAY = timedelta(days=1)
# The longest way to the next one: 31 days, and two for the ends of the earth.
_FAR = 34


@dataclass(frozen=True)
class Rhythm:
    """`day` is that of the week (1: Monday) or month; a month without it has its last one. `at` is HH:MM."""

    every: Every
    day: int
    at: str
    time_zone: str = "UTC"


def next_time(rhythm: Rhythm, after: int) -> int:
    """The first time after another one (microseconds)."""
    zone = ZoneInfo(rhythm.time_zone)
    today = datetime.fromtimestamp(after // 1_000_000, UTC).astimezone(zone).date() - _DAY
    days = (today + turn * _DAY for turn in range(_FAR))
    return next(at for day in days if _fits(rhythm, day) and (at := wall(zone, day, rhythm.at)) > after)


def wrong_rhythm(rhythm: Rhythm) -> FieldError | None:
    """What is wrong with a rhythm."""
    last = _LAST_DAY[rhythm.every]
    if last and not 1 <= rhythm.day <= last:
        return FieldError("day", str(rhythm.day), f"is no day of a {rhythm.every}", f"give 1 to {last}")
    if not _is_time(rhythm.at):
        return FieldError("at", rhythm.at[:100], "is no time of day", "give it as HH:MM, e.g. 07:30")
    try:
        ZoneInfo(rhythm.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return FieldError("time_zone", rhythm.time_zone[:100], "is no time zone", "give one such as Europe/Oslo")
    return None


def _fits(rhythm: Rhythm, day: date) -> bool:
    if rhythm.every == "day":
        return True
    if rhythm.every == "week":
        return day.isoweekday() == rhythm.day
    return day.day == min(rhythm.day, monthrange(day.year, day.month)[1])


def _is_time(text: str) -> bool:
    try:
        return minute_of(text) < 24 * 60
    except ValueError:
        return False
