"""Working hours as times that count: a pure function of a calendar. Times in microseconds, UTC.

A moment counts when the clock on the wall of the calendar's place shows working hours. Where clocks are put forward or
back, a working day is an hour shorter or longer only if that hour lies within it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

MINUTE = 60 * 1_000_000
DAY = 24 * 60 * MINUTE
_YEAR = 400 * DAY
# Of so much time each, spans are kept.
PIECE = 32 * DAY
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)


class Hours(msgspec.Struct, frozen=True):
    """Working hours on weekdays (0 Monday to 6 Sunday), as HH:MM on the wall; `ends` may be 24:00."""

    weekdays: tuple[int, ...]
    starts: str
    ends: str


class Holiday(msgspec.Struct, frozen=True):
    """A date (2026-12-25) on which nobody works, and what it is called."""

    date: str
    name: str = ""


class Calendar(msgspec.Struct, frozen=True):
    """When work is done at a place."""

    name: str
    time_zone: str
    hours: tuple[Hours, ...]
    holidays: tuple[Holiday, ...] = ()


def minute_of(text: str) -> int:
    """HH:MM as minutes of the day. Raises ValueError."""
    hours, minutes = text.split(":")
    found = int(hours) * 60 + int(minutes)
    if not (len(text) == len("HH:MM") and 0 <= int(minutes) < 60 and 0 <= found <= 24 * 60):  # noqa: PLR2004 - a day
        raise ValueError(text)
    return found


def working(calendar: Calendar, since: int, until: int) -> Iterator[tuple[int, int]]:
    """The spans of [since, until) in which work is done, in their order, none overlapping or next to another."""
    last = (0, 0)
    for start, end in _within(calendar, since, until):
        if start <= last[1] and last[1] > last[0]:
            last = (last[0], max(last[1], end))
            continue
        if last[1] > last[0]:
            yield last
        last = (start, end)
    if last[1] > last[0]:
        yield last


def _within(calendar: Calendar, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Working spans cut to [since, until), out of pieces of time that all records share."""
    for piece in range(since // PIECE, -(-until // PIECE)):
        for start, end in _spans(calendar, piece):
            if start < until and since < end:
                yield max(start, since), min(end, until)


@lru_cache(maxsize=4_096)
def _spans(calendar: Calendar, piece: int) -> tuple[tuple[int, int], ...]:
    """The working spans of a piece of time by its number."""
    return tuple(_by_day(calendar, ZoneInfo(calendar.time_zone), piece * PIECE, (piece + 1) * PIECE))


def holiday_at(calendar: Calendar, at: int) -> Holiday | None:
    """The holiday on which a moment falls at the calendar's place."""
    day = _local_day(at + _offset(ZoneInfo(calendar.time_zone), at)).isoformat()
    return next((holiday for holiday in calendar.holidays if holiday.date == day), None)


def next_change(calendar: Calendar, since: int) -> tuple[int, str, str] | None:
    """When clocks on the wall are put forward or back next within a year, with what they show before and after it."""
    zone, until = ZoneInfo(calendar.time_zone), since + _YEAR
    for _, end, offset in _steady(zone, since, until):
        if end < until and (after := _offset(zone, end)) != offset:
            return end, _wall(end + offset), _wall(end + after)
    return None


def on_the_wall(calendar: Calendar, at: int) -> str:
    """A time as the wall of the calendar's place shows it: 2027-03-28 08:00."""
    return _wall(at + _offset(ZoneInfo(calendar.time_zone), at))


def _by_day(calendar: Calendar, zone: ZoneInfo, since: int, until: int) -> Iterator[tuple[int, int]]:
    """Working spans day by day on the wall, cut to where the wall's distance from UTC stays the same."""
    closed = {holiday.date for holiday in calendar.holidays}
    for start, end, offset in _steady(zone, since, until):
        day = (start + offset) // DAY
        while day * DAY < end + offset:
            local = _FIRST_DAY + timedelta(days=day)
            hours = () if local.isoformat() in closed else _hours_on(calendar, local.weekday())
            for opens, closes in hours:
                begin = max(start, day * DAY + opens * MINUTE - offset)
                over = min(end, day * DAY + closes * MINUTE - offset)
                if begin < over:
                    yield begin, over
            day += 1


@lru_cache(maxsize=256)
def _hours_on(calendar: Calendar, weekday: int) -> tuple[tuple[int, int], ...]:
    """The working hours of a weekday as minutes of the day, in their order."""
    found = (one for one in calendar.hours if weekday in one.weekdays)
    return tuple(sorted((minute_of(one.starts), minute_of(one.ends)) for one in found))


def _steady(zone: ZoneInfo, since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """[since, until) in pieces in which the wall is the same distance from UTC, with that distance."""
    start = since
    while start < until:
        offset, end = _offset(zone, start), min(start + DAY, until)
        if _offset(zone, end) != offset:
            end = _change(zone, start, end)
        yield start, end, offset
        start = end


def _change(zone: ZoneInfo, start: int, end: int) -> int:
    """When the distance from UTC becomes another one between two times, of which one is before and one after."""
    before, low, high = _offset(zone, start), start // MINUTE, -(-end // MINUTE)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle * MINUTE) == before else (low, middle)
    return high * MINUTE


def _offset(zone: ZoneInfo, at: int) -> int:
    """How far the wall is ahead of UTC at a time."""
    ahead = (_EPOCH + timedelta(microseconds=at)).astimezone(zone).utcoffset() or timedelta(0)
    return ahead // timedelta(microseconds=1)


def _wall(local: int) -> str:
    return f"{_EPOCH + timedelta(microseconds=local):%Y-%m-%d %H:%M}"


def _local_day(wall: int) -> date:
    return _FIRST_DAY + timedelta(days=wall // DAY)
