"""When scans are due, and when nothing may be scanned."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.api.scan_words import definition_answer
from cmdb_server.network_scans.definitions import Definition, Plan
from cmdb_server.network_scans.schedule import Blackout, Timing, blackout_ends, due, in_blackout, next_fires
from cmdb_server.timestamps import rfc3339

MINUTE = 60_000_000
NIGHTLY = "0 2 * * *"
OFFICE = Blackout(("mon", "tue", "wed", "thu", "fri"), "08:00", "17:00")
OVER_NIGHT = Blackout(("fri",), "22:00", "06:00")


def at(text: str) -> int:
    """A time of November 2026 as `day hour:minute`, UTC; the 27th is a Friday."""
    day, clock = text.split()
    return int(datetime.fromisoformat(f"2026-11-{day}T{clock}:00+00:00").timestamp()) * 1_000_000


def shown(fires: list[int]) -> list[str]:
    return [datetime.fromtimestamp(fire / 1_000_000, UTC).strftime("%d %H:%M") for fire in fires]


def test_times_of_day_are_those_of_the_scans_time_zone() -> None:
    assert shown(next_fires(Timing(NIGHTLY), "x", at("27 12:00"), 2)) == ["28 02:00", "29 02:00"]
    assert shown(next_fires(Timing(NIGHTLY, "Europe/Oslo"), "x", at("27 12:00"), 2)) == ["28 01:00", "29 01:00"]
    assert next_fires(Timing(), "x", at("27 12:00"), 2) == []


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [("27 01:00", "27 01:59", False), ("27 01:00", "27 02:00", True), ("27 02:00", "27 23:00", False),
     ("20 02:00", "27 23:00", True)],
)  # fmt: skip
def test_a_scan_is_due_from_its_time_on_until_it_starts(last: str, now: str, *, expected: bool) -> None:
    assert due(Timing(NIGHTLY), "x", at(last), at(now)) is expected


@given(st.text(max_size=8), st.integers(1, 120))
def test_jitter_starts_a_scan_later_by_less_than_it_may_be_and_the_same_everywhere(seed: str, minutes: int) -> None:
    timing = Timing(NIGHTLY, jitter_minutes=minutes)
    (fire,) = next_fires(timing, seed, at("27 01:00"), 1)

    assert at("27 02:00") <= fire < at("27 02:00") + minutes * MINUTE
    assert due(timing, seed, at("27 01:00"), fire)
    assert not due(timing, seed, at("27 01:00"), fire - 1)
    assert not due(timing, seed, fire, fire + MINUTE)


def test_the_next_run_that_is_told_is_the_one_that_comes_also_while_it_is_held_back() -> None:
    plan = Plan("x", cron=NIGHTLY, jitter_minutes=600)
    (fire,) = next_fires(plan.timing, plan.name, at("27 01:00"), 1)
    kept = Definition("sd_1", plan, at("27 01:00"), 1, "boss")

    told = [definition_answer(kept, now).next_run_at for now in (at("27 01:30"), fire - 1, fire + MINUTE)]

    assert at("27 02:00") < fire
    assert told == [rfc3339(fire), rfc3339(fire), rfc3339(fire + MINUTE)]


@pytest.mark.parametrize(
    ("window", "now", "expected"),
    [
        (OFFICE, "27 07:59", False),
        (OFFICE, "27 08:00", True),
        (OFFICE, "27 17:00", False),
        (OFFICE, "28 12:00", False),
        (OVER_NIGHT, "27 21:59", False),
        (OVER_NIGHT, "27 22:00", True),
        (OVER_NIGHT, "28 05:59", True),
        (OVER_NIGHT, "28 06:00", False),
        (OVER_NIGHT, "27 05:00", False),
        (Blackout(("sat",)), "28 12:00", True),
        (Blackout(("sat",)), "29 00:00", False),
    ],
)
def test_a_blackout_holds_from_its_begin_to_its_end(window: Blackout, now: str, *, expected: bool) -> None:
    assert in_blackout((window,), "UTC", at(now)) is expected


def test_what_becomes_due_in_a_blackout_is_due_when_it_ends() -> None:
    timing = Timing("0 9 * * *", blackouts=(OFFICE,))

    assert not due(timing, "x", at("26 20:00"), at("27 12:00"))
    assert due(timing, "x", at("26 20:00"), at("27 17:00"))
    assert blackout_ends((OFFICE,), "UTC", at("27 12:00")) == at("27 17:00")
    assert blackout_ends((OFFICE,), "UTC", at("27 18:00")) == at("27 18:00")
    assert blackout_ends((Blackout(),), "UTC", at("27 18:00")) == 0
