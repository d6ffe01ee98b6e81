"""Working hours count as the clock on the wall shows them, whatever is done to that clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmdb_server.service_levels.calendars import DAY, MINUTE, Calendar, Holiday, Hours, minute_of, working
from cmdb_server.service_levels.timetables import timetable_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEK = (0, 1, 2, 3, 4)
# Where and when clocks on walls change: summer time in north and south, half an hour of it, a day left out; or never.
CHANGES = (
    ("Europe/Oslo", "2026-03-29T00:00"),
    ("Europe/Oslo", "2026-10-25T00:00"),
    ("America/New_York", "2026-03-08T06:00"),
    ("America/New_York", "2026-11-01T05:00"),
    ("Australia/Lord_Howe", "2026-04-04T14:00"),
    ("Pacific/Apia", "2011-12-30T09:00"),
    ("Asia/Kolkata", "2026-07-01T00:00"),
)


def at(text: str) -> int:
    """A time (UTC) in microseconds."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def is_working(calendar: Calendar, minute: int) -> bool:
    """Whether work is done in a minute, by looking at the clock on the wall."""
    wall = (EPOCH + timedelta(minutes=minute)).astimezone(ZoneInfo(calendar.time_zone))
    if wall.date().isoformat() in {holiday.date for holiday in calendar.holidays}:
        return False
    now = wall.hour * 60 + wall.minute
    return any(
        wall.weekday() in hours.weekdays and minute_of(hours.starts) <= now < minute_of(hours.ends)
        for hours in calendar.hours
    )


def text_of(minute: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{minute // 60:02}:{minute % 60:02}"


def hours_of(days: set[int], bounds: list[int]) -> Hours:
    """Working hours between two minutes of the day."""
    return Hours(tuple(sorted(days)), text_of(min(bounds)), text_of(max(bounds)))


hours = st.builds(
    hours_of,
    st.sets(st.integers(0, 6), min_size=1),
    st.lists(st.integers(0, 1_440), min_size=2, max_size=2, unique=True),
)
calendars = st.builds(
    Calendar,
    name=st.just("c"),
    time_zone=st.sampled_from([zone for zone, _ in CHANGES]),
    hours=st.lists(hours, min_size=1, max_size=3).map(tuple),
    holidays=st.lists(
        st.sampled_from(["2026-03-29", "2026-10-25", "2026-11-02", "2011-12-31"]).map(Holiday), max_size=2
    ).map(tuple),
)


@settings(max_examples=60)
@given(calendars, st.sampled_from(CHANGES), st.integers(-1_500, 1_500), st.integers(0, 3_000))
def test_what_counts_is_what_counting_minute_by_minute_finds(
    anywhere: Calendar, change: tuple[str, str], offset: int, minutes: int
) -> None:
    calendar = msgspec.structs.replace(anywhere, time_zone=change[0])
    first = at(change[1]) // MINUTE + offset
    expected = [minute for minute in range(first, first + minutes) if is_working(calendar, minute)]

    spans = list(working(calendar, first * MINUTE, (first + minutes) * MINUTE))

    found = [minute for start, end in spans for minute in range(start // MINUTE, end // MINUTE)]
    assert found == expected
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(calendars, st.integers(0, 10 * DAY), st.integers(0, 3 * DAY), st.integers(0, 3 * DAY))
def test_a_time_in_two_parts_counts_as_much_as_in_one(calendar: Calendar, since: int, one: int, two: int) -> None:
    def counted(start: int, end: int) -> int:
        return sum(over - begins for begins, over in working(calendar, start, end))

    middle = since + one

    assert counted(since, middle) + counted(middle, middle + two) == counted(since, middle + two)


@settings(max_examples=60)
@given(calendars, st.sampled_from(CHANGES), st.integers(-90 * DAY, 2 * DAY), st.integers(0, 100 * DAY), st.data())
def test_a_timetable_adds_up_what_is_worked_and_finds_when_so_much_of_it_was(
    anywhere: Calendar, change: tuple[str, str], offset: int, length: int, data: st.DataObject
) -> None:
    calendar = msgspec.structs.replace(anywhere, time_zone=change[0])
    since, table = at(change[1]) + offset, timetable_of(calendar)
    spans = list(working(calendar, since, since + length))
    total = sum(end - start for start, end in spans)

    assert table.worked(since, since + length) == total
    if total:
        amount = data.draw(st.integers(1, total))
        when = table.reached(since, amount, since + length)
        assert table.worked(since, when) == amount
        assert any(start < when <= end for start, end in spans)
    assert table.worked(since + length, since) == 0


@pytest.mark.parametrize(("day", "hours_counted"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-07-05", 24)])
def test_a_day_round_the_clock_is_as_long_as_it_is_on_the_wall(day: str, hours_counted: int) -> None:
    calendar = Calendar("c", "Europe/Oslo", (Hours((6,), "00:00", "24:00"),))

    spans = list(working(calendar, at(f"{day}T00:00") - DAY, at(f"{day}T00:00") + 2 * DAY))

    assert [(end - start) // MINUTE for start, end in spans] == [hours_counted * 60]


@pytest.mark.parametrize("text", ["24:01", "8:00", "aa:bb", "12:60", "-1:00", "12"])
def test_what_is_no_time_of_a_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        minute_of(text)


@given(st.integers(0, 20_000), st.integers(1, 300))
def test_a_calendar_without_nights_is_one_span_however_long(first: int, days: int) -> None:
    always = Calendar("c", "Europe/Oslo", (Hours((0, 1, 2, 3, 4, 5, 6), "00:00", "24:00"),))
    since = first * DAY + 7 * MINUTE

    assert list(working(always, since, since + days * DAY)) == [(since, since + days * DAY)]
