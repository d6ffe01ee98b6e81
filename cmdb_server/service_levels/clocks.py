"""A clock of a record: how much of what was agreed has passed, and why each interval counted or did not. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.trails import Trail
from cmdb_server.service_levels.calendars import DAY, MINUTE, Calendar, holiday_at, working
from cmdb_server.service_levels.levels import Target

ClockState: TypeAlias = Literal["running", "due_soon", "paused", "breached", "met", "missed"]
_SOON = 0.75
_HORIZON = 500 * DAY


class Lap(NamedTuple):
    """A time [since, until) in which a clock stood or ran (`counts`), and why."""

    since: int
    until: int
    counts: bool
    why: str


@dataclass(frozen=True)
class Clock:
    """How a record stands against a target; times in microseconds.

    running; due_soon: three quarters have passed; paused; breached: it still runs, and took longer; met and missed:
    it has ended. `due_at` is when it is breached if it goes on as now (0: it stands), or when it was. `ended_at` 0: it
    has not.
    """

    target: Target
    state: ClockState
    passed: int
    due_at: int
    ended_at: int
    laps: Sequence[Lap]

    @property
    def is_met(self) -> bool:
        """Whether no more has passed than was agreed."""
        return self.state not in ("breached", "missed")


def clock_of(target: Target, calendar: Calendar | None, kind: RecordType, trail: Trail, now: int) -> Clock:
    """The clock of a record of a type against a target, at a time; without a calendar every moment counts."""
    ended = _ended(target, kind, trail, now)
    laps = list(_laps(target, calendar, kind, trail, ended or now))
    passed = sum(lap.until - lap.since for lap in laps if lap.counts)
    allowed = target.minutes * MINUTE
    stands_in = next((name for at, name in reversed(trail.states) if at <= now), "")
    is_paused = not ended and stands_in in target.pauses_in
    due = _reached(laps, allowed) or (0 if ended or is_paused else _due(calendar, now, allowed - passed))
    is_over = passed > allowed
    if ended:
        state: ClockState = "missed" if is_over else "met"
    elif is_over:
        state = "breached"
    elif is_paused:
        state = "paused"
    else:
        state = "due_soon" if passed >= _SOON * allowed else "running"
    return Clock(target, state, passed, due, ended, laps)


def _ended(target: Target, kind: RecordType, trail: Trail, now: int) -> int:
    """When what was agreed on happened, 0 where it did not: it was taken up, or it is no longer open."""
    known = [(at, state) for at, state in trail.states if at <= now]
    if target.kind == "response":
        return next((at for at, state in known if state != kind.states[0].name), 0)
    last = known[-1] if known else trail.states[0]
    if kind.state_of[last[1]].is_open:
        return 0
    # Of several states in which nobody has to do anything the first one after the last in which somebody had.
    ended = last[0]
    for at, state in reversed(known):
        if kind.state_of[state].is_open:
            break
        ended = at
    return ended


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
            yield from _by_calendar(calendar, at, end)


def _by_calendar(calendar: Calendar | None, since: int, until: int) -> Iterator[Lap]:
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


def _reached(laps: Sequence[Lap], allowed: int) -> int:
    """When so much had passed, 0 where it has not."""
    left = allowed
    for lap in laps:
        if lap.counts and lap.until - lap.since >= left:
            return lap.since + left
        left -= lap.until - lap.since if lap.counts else 0
    return 0


def _due(calendar: Calendar | None, now: int, left: int) -> int:
    """When so much more will have passed, 0 where no working hours are near."""
    if calendar is None:
        return now + left
    for start, end in working(calendar, now, now + _HORIZON):
        if end - start >= left:
            return start + left
        left -= end - start
    return 0
