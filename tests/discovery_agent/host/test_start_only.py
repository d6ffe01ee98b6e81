"""What is used only while a program starts, by times in clock ticks since boot."""

import os

import pytest

from discovery_agent.host.sampled_programs import NEVER, Sighted
from discovery_agent.host.start_only import has_run_on, is_while_starting, ticks_now

SECOND = os.sysconf("SC_CLK_TCK")
DAY = 24 * 3600 * SECOND
STARTED = 1000 * SECOND


@pytest.mark.parametrize(
    ("at", "started", "expected"),
    [
        (STARTED, STARTED, True),
        (STARTED + 180 * SECOND, STARTED, True),
        (STARTED + 181 * SECOND, STARTED, False),
        (STARTED - SECOND, STARTED, False),  # of the process before
        (0, STARTED, False),
        (STARTED, 0, False),
    ],
)
def test_a_sighting_is_of_the_start_only_where_both_times_are_known(at: int, started: int, *, expected: bool) -> None:
    assert is_while_starting(at, started) is expected


@pytest.mark.parametrize(
    ("aged", "days", "expected"),
    [(DAY + 1, 1, True), (DAY, 1, False), (181 * SECOND, 2, True), (180 * SECOND, 2, False)],
)
def test_it_is_known_after_a_day_or_once_it_was_seen_at_starts_of_two_days(
    aged: int, days: int, *, expected: bool
) -> None:
    assert has_run_on(STARTED + aged, STARTED, days) is expected


def test_one_sighting_later_than_the_start_is_enough() -> None:
    starting, later = Sighted(2, frozenset((2,))), Sighted(1, frozenset((3,)), is_while_starting=False)

    assert NEVER.and_also(starting) == starting
    assert (
        starting.and_also(later) == later.and_also(starting) == Sighted(3, frozenset((2, 3)), is_while_starting=False)
    )


def test_ticks_are_those_that_processes_tell_their_start_in() -> None:
    with open("/proc/self/stat", "rb") as stat:  # noqa: PTH123 - of the system
        started = int(stat.read().rpartition(b") ")[2].split()[19])

    assert 0 <= ticks_now() - started < DAY
