"""The shapes of service levels and of the clocks of records."""

from collections.abc import Callable
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.routes import Body
from cmdb_server.api.times import TimeText, time_or_none
from cmdb_server.itsm.record import Record
from cmdb_server.service_levels.calendars import Calendar, Holiday, Hours, on_the_wall
from cmdb_server.service_levels.clocks import Clock, ClockState
from cmdb_server.service_levels.levels import MOST, Levels, Target, TargetKind
from cmdb_server.service_levels.standing import Standing
from cmdb_server.service_levels.trying import Trial
from cmdb_server.timestamps import rfc3339

OpenClockState: TypeAlias = Literal["running", "due_soon", "paused", "breached"]
ClockStates: TypeAlias = Annotated[
    list[OpenClockState],
    Query(
        max_length=4, description="Only open records whose first due clock is one of: breached, due_soon (at risk)..."
    ),
]
_SECOND, _MOST_MISSED = 1_000_000, 200


class HoursIn(Body):
    """Working hours on weekdays (0 Monday to 6 Sunday), as HH:MM on the wall; `ends` may be 24:00."""

    weekdays: list[int] = Field(max_length=7)
    starts: str = Field(max_length=5)
    ends: str = Field(max_length=5)


class HolidayIn(Body):
    """A date (2026-12-25) on which nobody works."""

    date: str = Field(max_length=10)
    name: str = Field(default="", max_length=200)


class CalendarIn(Body):
    """When work is done at a place; `time_zone` is an IANA name."""

    name: str = Field(max_length=100)
    time_zone: str = Field(max_length=100)
    hours: list[HoursIn] = Field(max_length=50)
    holidays: list[HolidayIn] = Field(default=[], max_length=1_000)

    def kept(self) -> Calendar:
        """As it is kept."""
        hours = tuple(Hours(tuple(one.weekdays), one.starts, one.ends) for one in self.hours)
        return Calendar(self.name, self.time_zone, hours, tuple(Holiday(one.date, one.name) for one in self.holidays))


class TargetIn(Body):
    """Records of `type` are taken up (response) or resolved within `minutes` of a calendar ("": of every day).

    `priorities` (1 to 5) and `services` (by uid or name) it holds for, empty for any; it stands in states `pauses_in`.
    Of several that fit a record the first of each kind holds.
    """

    name: str = Field(max_length=100)
    type: str = Field(max_length=50)
    kind: TargetKind
    minutes: int
    calendar: str = Field(default="", max_length=100)
    priorities: list[int] = Field(default=[], max_length=5)
    services: list[str] = Field(default=[], max_length=100)
    pauses_in: list[str] = Field(default=[], max_length=20)

    def kept(self, services: tuple[str, ...]) -> Target:
        """As it is kept, with its services by uid."""
        lists = (tuple(self.priorities), services, tuple(self.pauses_in))
        return Target(self.name, self.type, self.kind, self.minutes, self.calendar, *lists)


class LevelsIn(Body):
    """Calendars, and targets in the order in which they are tried; `version` is that of those that were edited."""

    calendars: list[CalendarIn] = Field(max_length=MOST)
    targets: list[TargetIn] = Field(max_length=MOST)
    version: int | None = None

    def kept(self, uids: Callable[[list[str], str], tuple[str, ...]]) -> Levels:
        """As they are kept; `uids` are those of named services of a field."""
        targets = (one.kept(uids(one.services, f"targets[{turn}].services")) for turn, one in enumerate(self.targets))
        return Levels(tuple(one.kept() for one in self.calendars), tuple(targets))


class LevelsOut(BaseModel):
    """The levels in force. `saved_at` null: nobody has said anything. `names` are those of services, by uid."""

    calendars: list[CalendarIn]
    targets: list[TargetIn]
    version: int
    saved_at: str | None
    saved_by: str
    names: dict[str, str]

    @classmethod
    def of(cls, levels: Levels, names: dict[str, str]) -> "LevelsOut":
        """As they are told."""
        return cls(
            calendars=[CalendarIn.model_validate_json(msgspec.json.encode(one)) for one in levels.calendars],
            targets=[TargetIn.model_validate_json(msgspec.json.encode(one)) for one in levels.targets],
            version=levels.version,
            saved_at=time_or_none(levels.saved_at),
            saved_by=levels.saved_by,
            names=names,
        )


class LapOut(BaseModel):
    """A time in which a clock ran (`counts`) or stood, and why."""

    since: str
    until: str
    counts: bool
    why: str


class ClockOut(BaseModel):
    """How a record stands against a target.

    running; due_soon: three quarters have passed; paused; breached: still running and over; met and missed: ended.
    `due_at` is when it is, or was, over (null while it stands).
    """

    target: str
    kind: TargetKind
    state: ClockState
    calendar: str
    seconds_allowed: int
    seconds_passed: int
    due_at: str | None
    ended_at: str | None

    @classmethod
    def of(cls, clock: Clock) -> "ClockOut":
        """As it is told."""
        target = clock.target
        return cls(
            target=target.name,
            kind=target.kind,
            state=clock.state,
            calendar=target.calendar,
            seconds_allowed=target.minutes * 60,
            seconds_passed=clock.passed // _SECOND,
            due_at=time_or_none(clock.due_at),
            ended_at=time_or_none(clock.ended_at),
        )


class ExplainedClock(ClockOut):
    """A clock with every interval from its beginning to its end, or to now."""

    laps: list[LapOut]

    @classmethod
    def explaining(cls, clock: Clock) -> "ExplainedClock":
        """As it is told."""
        laps = [LapOut(since=rfc3339(lap.since), until=rfc3339(lap.until), counts=lap.counts, why=lap.why)
                for lap in clock.laps]  # fmt: skip
        return cls(**ClockOut.of(clock).model_dump(), laps=laps)


class TrialIn(Body):
    """A calendar that somebody thinks of, and a clock of so many minutes that starts at a time."""

    calendar: CalendarIn
    minutes: int = Field(default=480, ge=1, le=366 * 24 * 60)
    starts_at: TimeText


class TrialLap(LapOut):
    """The same with what the wall of the calendar's place shows."""

    wall_since: str
    wall_until: str


class WallChangeOut(BaseModel):
    """When clocks on the wall are put forward or back next, and what they show before and after it."""

    at: str
    before: str
    after: str


class TrialOut(BaseModel):
    """How the clock would run: its first hundred intervals until it is due.

    `due_at` null: so many working hours are not in sight. `wall_change` null: clocks there stay as they are for a year.
    """

    due_at: str | None
    wall_due: str
    laps: list[TrialLap]
    wall_change: WallChangeOut | None

    @classmethod
    def of(cls, trial: Trial, calendar: Calendar) -> "TrialOut":
        """As it is told."""
        laps = [
            TrialLap(
                since=rfc3339(lap.since), until=rfc3339(lap.until), counts=lap.counts, why=lap.why,
                wall_since=on_the_wall(calendar, lap.since), wall_until=on_the_wall(calendar, lap.until),
            )
            for lap in trial.laps
        ]  # fmt: skip
        change = trial.wall_change
        told = WallChangeOut(at=rfc3339(change.at), before=change.before, after=change.after) if change else None
        wall_due = on_the_wall(calendar, trial.due_at) if trial.due_at else ""
        return cls(due_at=time_or_none(trial.due_at), wall_due=wall_due, laps=laps, wall_change=told)


class RecordClocks(BaseModel):
    """The clocks of a record."""

    items: list[ExplainedClock]


class DueRecord(BaseModel):
    """An open record and its clock that ends first, or is over longest."""

    number: str
    type: str
    title: str
    team: str
    assignee: str
    clock: ClockOut

    @classmethod
    def of(cls, record: Record, clock: Clock) -> "DueRecord":
        """As it is told."""
        names = ("title", "team", "assignee")
        values = {name: record.value(name) for name in names}
        return cls(number=record.number, type=record.type, **values, clock=ClockOut.of(clock))


class DueRecords(BaseModel):
    """Open records with a clock that has not ended, the soonest due first, those that stand last."""

    total: int
    items: list[DueRecord]


class TeamStanding(BaseModel):
    """What became of the clocks of records with a team, "" for none; `share` of them that were met."""

    team: str
    met: int
    missed: int
    share: float


class TargetStanding(BaseModel):
    """A target: open records by how they stand now, what was met and missed in the time asked for, and by whom.

    `due_soon` are at risk. `met_share` null: nothing ended. `latest` are up to 200 records that missed it, those first
    that are over longest.
    """

    target: TargetIn
    running: int
    due_soon: int
    paused: int
    breached: int
    met: int
    missed: int
    met_share: float | None
    teams: list[TeamStanding]
    latest: list[DueRecord]

    @classmethod
    def of(cls, one: Standing) -> "TargetStanding":
        """As it is told."""
        teams = [TeamStanding(team=team, met=ended.met, missed=ended.missed, share=ended.share or 0.0)
                 for team, ended in one.teams.items()]  # fmt: skip
        return cls(
            target=TargetIn.model_validate_json(msgspec.json.encode(one.target)),
            **{state: one.open.get(state, 0) for state in get_args(OpenClockState)},
            met=one.ended.met,
            missed=one.ended.missed,
            met_share=one.ended.share,
            teams=sorted(teams, key=lambda team: (team.share, team.team)),
            latest=[DueRecord.of(*timed) for timed in one.missed[:_MOST_MISSED]],
        )


class TargetStandings(BaseModel):
    """The targets in the order in which they are tried, in a time [since, until)."""

    since: str
    until: str
    items: list[TargetStanding]
