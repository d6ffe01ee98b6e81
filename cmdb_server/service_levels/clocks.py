"""A clock of a record: how much of what was agreed has passed, and why each interval counted or did not. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.trails import Trail
from cmdb_server.service_levels.calendars import DAY, MINUTE, Calendar, holiday_at, working
from cmdb_server.service_levels.levels import Target
from cmdb_server.service_levels.timetables import Timetable, timetable_of

ClockState: TypeAlias = Literal["running", "due_soon", "paused", "breached", "met", "missed"]
HORIZON = 500 * DAY
_NEVER = 0


class Lap(NamedTuple):
    """A time [since, until) in which a clock stood or ran (`counts`), and why."""

    since: int
    until: int
    counts: bool
    why: str


class Run(NamedTuple):
    """A time in which a clock may count; `until` 0: nothing that has happened ends it."""

    since: int
    until: int


@dataclass(frozen=True)
class Course:
    """How a clock goes as long as nothing more happens to its record; times in microseconds, 0 for never or not known.

    `soon_at` three quarters have passed, `due_at` all of what was agreed, `over_at` more than that.
    """

    target: Target
    calendar: Calendar | None
    kind: RecordType
    trail: Trail
    runs: Sequence[Run]
    ended_at: int
    soon_at: int
    due_at: int
    over_at: int

    @property
    def goes_on(self) -> bool:
        """Whether it runs: it has not ended and does not stand."""
        return bool(self.runs) and not self.runs[-1].until

    @property
    def is_known(self) -> bool:
        """Whether it is the same whenever it is asked for: not where working hours are too far away to be seen."""
        return self.over_at != _NEVER or not self.goes_on

    def at(self, now: int) -> "Clock":
        """The clock as it stands at a time, which is not before anything of the record's trail."""
        is_over = _NEVER < self.over_at <= (self.ended_at or now)
        if self.ended_at:
            state: ClockState = "missed" if is_over else "met"
        elif is_over:
            state = "breached"
        elif not self.goes_on:
            state = "paused"
        else:
            state = "due_soon" if _NEVER < self.soon_at <= now else "running"
        return Clock(self, state, now)


@dataclass(frozen=True)
class Clock:
    """How a record stands against a target at a time.

    running; due_soon: three quarters have passed; paused; breached: it still runs, and took longer; met and missed:
    it has ended.
    """

    course: Course
    state: ClockState
    now: int

    @property
    def target(self) -> Target:
        """What was agreed."""
        return self.course.target

    @property
    def due_at(self) -> int:
        """When it is breached if it goes on as now (0: it stands), or when it was."""
        return self.course.due_at

    @property
    def ended_at(self) -> int:
        """When what was agreed on happened, 0: it has not."""
        return self.course.ended_at

    @property
    def passed(self) -> int:
        """How much of what was agreed has passed."""
        table, last = timetable_of(self.course.calendar), self.ended_at or self.now
        return sum(table.worked(run.since, min(run.until or last, last)) for run in self.course.runs)

    @property
    def laps(self) -> list[Lap]:
        """Every interval from its beginning to its end, or to now, in their order: each counted or not and why."""
        course = self.course
        return list(_laps(course.target, course.calendar, course.kind, course.trail, self.ended_at or self.now))

    @property
    def is_met(self) -> bool:
        """Whether no more has passed than was agreed."""
        return self.state not in ("breached", "missed")


def until(trail: Trail, now: int) -> Trail:
    """A trail as it was at a time: at least its first state."""
    if trail.states[-1][0] <= now:
        return trail
    return Trail(tuple(one for one in trail.states if one[0] <= now) or trail.states[:1])


def course_of(target: Target, calendar: Calendar | None, kind: RecordType, trail: Trail, now: int) -> Course:
    """How a clock goes; working hours are looked for until some time after now, which is not before the trail."""
    ended, table, allowed = _ended(target, kind, trail), timetable_of(calendar), target.minutes * MINUTE
    runs = tuple(_runs(target, kind, trail, ended))
    horizon = max(now, trail.states[-1][0]) + HORIZON
    amounts = (-(-3 * allowed // 4), allowed, allowed + 1)
    return Course(target, calendar, kind, trail, runs, ended, *(_when(table, runs, one, horizon) for one in amounts))


def _ended(target: Target, kind: RecordType, trail: Trail) -> int:
    """When what was agreed on happened, 0 where it did not: it was taken up, or it is no longer open."""
    known = trail.states
    if target.kind == "response":
        return next((at for at, state in known if state != kind.states[0].name), 0)
    last = known[-1]
    if kind.state_of[last[1]].is_open:
        return 0
    # Of several states in which nobody has to do anything the first one after the last in which somebody had.
    ended = last[0]
    for at, state in reversed(known):
        if kind.state_of[state].is_open:
            break
        ended = at
    return ended


def _runs(target: Target, kind: RecordType, trail: Trail, ended: int) -> Iterator[Run]:
    """When a clock may count: its record is open and in no state in which the clock stands."""
    for turn, (at, name) in enumerate(trail.states):
        until = trail.states[turn + 1][0] if turn + 1 < len(trail.states) else 0
        if ended:
            until = min(until or ended, ended)
        if (not until or at < until) and name not in target.pauses_in and kind.state_of[name].is_open:
            yield Run(at, until)


def _when(table: Timetable, runs: Sequence[Run], amount: int, horizon: int) -> int:
    """When so much has counted in some runs, 0 where it never does or not before a time."""
    left = amount
    for since, until in runs:
        if not until:
            return table.reached(since, left, horizon)
        counted = table.worked(since, until)
        if counted >= left:
            return table.reached(since, left, until)
        left -= counted
    return _NEVER


def _laps(target: Target, calendar: Calendar | None, kind: RecordType, trail: Trail, until: int) -> Iterator[Lap]:
    """Every interval from the beginning to the end of a clock, in their order."""
    for turn, (at, name) in enumerate(trail.states):
        end = min(trail.states[turn + 1][0] if turn + 1 < len(trail.states) else until, until)
        if at >= end:
            continue
        state = kind.state_of[name]
        if name in target.pauses_in:
            yield Lap(at, end, counts=False, why=f"paused: {state.label}")
        elif not state.is_open:
            yield Lap(at, end, counts=False, why=f"not open: {state.label}")
        else:
            yield from laps_by_calendar(calendar, at, end)


def laps_by_calendar(calendar: Calendar | None, since: int, until: int) -> Iterator[Lap]:
    """The working hours in a time and what lies between them, each with why it counts or does not."""
    if calendar is None:
        yield Lap(since, until, counts=True, why="round the clock")
        return
    at = since
    for start, end in working(calendar, since, until):
        if at < start:
            yield Lap(at, start, counts=False, why=_closed(calendar, at, start))
        yield Lap(start, end, counts=True, why=f"working hours of {calendar.name}")
        at = end
    if at < until:
        yield Lap(at, until, counts=False, why=_closed(calendar, at, until))


@lru_cache(maxsize=65_536)  # the nights and weekends of a calendar are those of all records
def _closed(calendar: Calendar, since: int, until: int) -> str:
    """Why nobody works from one time to another: the holidays in it are named."""
    days = dict.fromkeys(holiday_at(calendar, at) for at in (*range(since, until, DAY), until - 1))
    names = [holiday.name or holiday.date for holiday in days if holiday]
    return f"outside of working hours of {calendar.name}" + (f" ({', '.join(names)})" if names else "")
