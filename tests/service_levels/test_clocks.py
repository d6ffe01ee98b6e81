"""Clocks run by their calendar, stand while a record is paused, and say why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm import records
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.trails import Trail
from cmdb_server.service_levels.calendars import MINUTE, Calendar, Holiday, Hours
from cmdb_server.service_levels.clocks import Clock, course_of, until
from cmdb_server.service_levels.levels import Levels, LevelsRefusedError, Target, TargetKind, check
from cmdb_server.service_levels.timing import Courses, targets_for
from graph_schema.loading import load_all

TYPES = {kind.name: kind for kind in load_all(records, RecordType)}
STATES = tuple(TYPES["incident"].state_of)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFICE = Calendar(
    "office", "Europe/Oslo", (Hours((0, 1, 2, 3, 4), "08:00", "16:00"),), (Holiday("2026-05-01", "May Day"),)
)
RESOLVE = Target("resolve", "incident", "resolution", 240, "office", pauses_in=("on_hold",))


def at(text: str) -> int:
    """A time (UTC) in microseconds."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def standing(target: Target, calendar: Calendar | None, trail: Trail, now: int) -> Clock:
    """The clock of an incident as it stands at a time."""
    return course_of(target, calendar, TYPES["incident"], until(trail, now), now).at(now)


def clock(target: Target, now: str, *states: tuple[str, str]) -> Clock:
    """The clock of an incident that came into these states."""
    calendar = OFFICE if target.calendar else None
    trail = Trail(tuple((at(text), state) for text, state in states))
    return standing(target, calendar, trail, at(now))


def test_a_clock_runs_in_working_hours_only_and_says_why() -> None:
    # Thursday 15:00 in Oslo; Friday is a holiday; due on Monday at 11:00.
    found = clock(RESOLVE, "2026-05-04T07:00", ("2026-04-30T13:00", "new"))

    assert (found.state, found.passed) == ("running", 120 * MINUTE)
    assert found.due_at == at("2026-05-04T09:00")
    assert [(lap.counts, (lap.until - lap.since) // MINUTE) for lap in found.laps] == [
        (True, 60), (False, 5_280), (True, 60),
    ]  # fmt: skip
    assert "May Day" in found.laps[1].why


def test_a_clock_stands_while_a_record_is_on_hold() -> None:
    states = (("2026-06-01T06:00", "new"), ("2026-06-01T07:00", "on_hold"))

    paused = clock(RESOLVE, "2026-06-01T12:00", *states)
    going_on = clock(RESOLVE, "2026-06-01T12:00", *states, ("2026-06-01T11:00", "in_progress"))

    assert (paused.state, paused.due_at, paused.passed) == ("paused", 0, 60 * MINUTE)
    assert (going_on.state, going_on.passed) == ("running", 120 * MINUTE)
    assert going_on.due_at == at("2026-06-01T14:00")
    assert paused.laps[-1].why == "paused: On hold"


@pytest.mark.parametrize(
    ("now", "state"),
    [("2026-06-01T08:30", "running"), ("2026-06-01T09:10", "due_soon"), ("2026-06-01T10:01", "breached")],
)
def test_a_clock_tells_when_it_comes_near_its_end(now: str, state: str) -> None:
    found = clock(RESOLVE, now, ("2026-06-01T06:00", "new"))

    assert found.state == state
    assert found.due_at == at("2026-06-01T10:00")


def test_what_is_reopened_goes_on_where_it_stood() -> None:
    states = (("2026-06-01T06:00", "new"), ("2026-06-01T09:00", "resolved"))

    met = clock(RESOLVE, "2026-06-02T12:00", *states)
    back = clock(RESOLVE, "2026-06-02T12:00", *states, ("2026-06-02T06:00", "in_progress"))
    closed = clock(RESOLVE, "2026-06-03T12:00", *states, ("2026-06-03T06:00", "closed"))

    assert (met.state, met.ended_at) == ("met", at("2026-06-01T09:00"))
    assert (back.state, back.due_at) == ("breached", at("2026-06-02T07:00"))
    assert (closed.state, closed.ended_at) == ("met", at("2026-06-01T09:00"))


def test_a_response_ends_when_somebody_takes_it_up_and_later_states_do_not_matter() -> None:
    target = Target("respond", "incident", "response", 15)

    found = clock(target, "2026-06-01T12:00", ("2026-06-01T06:00", "new"), ("2026-06-01T06:20", "in_progress"))

    assert (found.state, found.passed, found.due_at) == ("missed", 20 * MINUTE, at("2026-06-01T06:15"))


def test_the_first_target_of_each_kind_that_fits_holds() -> None:
    levels = Levels(
        targets=(
            Target("vital", "incident", "resolution", 60, priorities=(1,)),
            Target("shop", "incident", "resolution", 120, services=("ci_shop",)),
            Target("any", "incident", "resolution", 480),
            Target("soon", "incident", "response", 30),
            Target("problems", "problem", "resolution", 9_000),
        )
    )
    low = Record("u", "INC1", "incident", "new", {"urgency": "3", "impact": "3"}, (), "eva", 0, 0)
    high = Record("u", "INC1", "incident", "new", {"urgency": "1", "impact": "1"}, (), "eva", 0, 0)
    shop = Record("u", "INC1", "incident", "new", low.values, (), "eva", 0, 0, computed={"worst": "ci_shop"})

    assert [[target.name for target in targets_for(levels, one)] for one in (low, high, shop)] == [
        ["soon", "any"], ["soon", "vital"], ["soon", "shop"],
    ]  # fmt: skip


def test_how_a_clock_goes_is_kept_until_its_record_or_the_levels_change() -> None:
    read: list[int] = []

    def trails(records: Sequence[Record]) -> dict[str, Trail]:
        read.append(len(records))
        return {record.number: Trail(((at("2026-06-01T06:00"), "new"),)) for record in records}

    courses = Courses(TYPES, trails)
    first = Record("u", "INC1", "incident", "new", {"urgency": "3", "impact": "3"}, (), "eva", 0, 0)
    agreed = Levels(version=1, calendars=(OFFICE,), targets=(RESOLVE,))
    shorter = Levels(version=2, targets=(msgspec.structs.replace(RESOLVE, calendar="", minutes=60),))

    def state(levels: Levels, now: str, record: Record = first) -> str:
        return courses.clocks(levels, [record], at(now))["INC1"][0].state

    assert state(agreed, "2026-06-01T06:30") == "running"
    assert state(agreed, "2026-06-01T09:10") == "due_soon"
    assert state(agreed, "2026-06-01T09:10", replace(first, revision=2)) == "due_soon"
    assert state(shorter, "2026-06-01T09:10", replace(first, revision=2)) == "breached"
    assert read == [1, 0, 1, 1]


def test_what_is_kept_of_a_record_says_nothing_of_a_time_before_its_end() -> None:
    trail = Trail(((at("2026-06-01T06:00"), "new"), (at("2026-06-01T07:00"), "resolved")))
    courses = Courses(TYPES, lambda records: {record.number: trail for record in records})
    first = Record("u", "INC1", "incident", "resolved", {"urgency": "3", "impact": "3"}, (), "eva", 0, 0)
    agreed = Levels(version=1, calendars=(OFFICE,), targets=(RESOLVE,))

    found = [
        courses.clocks(agreed, [first], at(f"2026-06-01T{when}"))["INC1"][0] for when in ("08:00", "06:30", "09:00")
    ]

    assert [clock.state for clock in found] == ["met", "running", "met"]


@given(
    st.lists(st.tuples(st.integers(1, 9_000), st.sampled_from(STATES)), max_size=6, unique_by=lambda one: one[0]),
    st.integers(9_000, 12_000),
    st.integers(1, 6_000),
    st.sampled_from(["response", "resolution"]),
    st.sampled_from([OFFICE, None]),
)
def test_the_intervals_of_a_clock_follow_each_other_and_tell_what_has_passed(
    told: list[tuple[int, str]], now: int, minutes: int, kind: TargetKind, calendar: Calendar | None
) -> None:
    start = at("2026-04-29T00:00")
    trail = Trail(((start, "new"), *((start + minute * MINUTE, state) for minute, state in sorted(told))))
    target = Target("t", "incident", kind, minutes, "office" if calendar else "", pauses_in=("on_hold",))
    moment = start + now * MINUTE

    found = standing(target, calendar, trail, moment)

    bounds = [(lap.since, lap.until) for lap in found.laps]
    assert bounds[0][0] == start
    assert bounds[-1][1] == (found.ended_at or moment)
    assert all(before[1] == after[0] for before, after in pairwise(bounds))
    assert found.passed == sum(lap.until - lap.since for lap in found.laps if lap.counts)
    assert found.is_met == (found.passed <= minutes * MINUTE)
    # Whatever is breached or missed was over at a time that has come; what goes on is due at one that is still to come.
    assert found.is_met or start < found.due_at <= moment
    # At the end of working hours all of what was agreed may have passed and no more, until they begin again.
    is_used_up = found.passed == minutes * MINUTE
    assert found.state not in ("running", "due_soon") or found.due_at >= moment or is_used_up


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"calendar": "nowhere"}, "targets[0].calendar"),
        ({"type": "poem"}, "targets[0].type"),
        ({"minutes": 0}, "targets[0].minutes"),
        ({"priorities": (0,)}, "targets[0].priorities"),
        ({"pauses_in": ("asleep",)}, "targets[0].pauses_in"),
        ({"name": " "}, "targets[0].name"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(change: dict[str, object], field: str) -> None:
    wanted = Levels(calendars=(OFFICE,), targets=(msgspec.structs.replace(RESOLVE, **change),))

    with pytest.raises(LevelsRefusedError) as caught:
        check(wanted, TYPES)

    assert caught.value.errors[0].field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "calendars[0].time_zone"),
        ({"hours": ()}, "calendars[0].hours"),
        ({"hours": (Hours((7,), "08:00", "16:00"),)}, "calendars[0].hours[0].weekdays"),
        ({"hours": (Hours((1,), "8", "16:00"),)}, "calendars[0].hours[0].starts"),
        ({"hours": (Hours((1,), "16:00", "08:00"),)}, "calendars[0].hours[0].ends"),
        ({"holidays": (Holiday("May Day"),)}, "calendars[0].holidays[0].date"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(change: dict[str, object], field: str) -> None:
    with pytest.raises(LevelsRefusedError) as caught:
        check(Levels(calendars=(msgspec.structs.replace(OFFICE, **change),)), TYPES)

    assert caught.value.errors[0].field == field
