"""What a calendar makes of a clock before anybody agrees on it: pure. Times in microseconds."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from cmdb_server.service_levels.calendars import DAY, MINUTE, Calendar, next_change
from cmdb_server.service_levels.clocks import HORIZON, Lap, laps_by_calendar
from cmdb_server.service_levels.timetables import timetable_of

_MOST_LAPS = 100
_WEEK = 7 * DAY


class WallChange(NamedTuple):
    """When clocks on the wall are put forward or back, and what they show before and after it."""

    at: int
    before: str
    after: str


class Trial(NamedTuple):
    """When a clock that starts at a time is due (0: not in sight), its intervals, and the next change of walls."""

    due_at: int
    laps: Sequence[Lap]
    wall_change: WallChange | None


def tried(calendar: Calendar, minutes: int, since: int) -> Trial:
    """How a clock of so many minutes would run by a calendar from a time on."""
    due = timetable_of(calendar).reached(since, minutes * MINUTE, since + HORIZON)
    laps = list(islice(laps_by_calendar(calendar, since, due or since + _WEEK), _MOST_LAPS))
    change = next_change(calendar, since)
    return Trial(due, laps, WallChange(*change) if change else None)
