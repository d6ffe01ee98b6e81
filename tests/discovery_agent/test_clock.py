"""Clocks that are off are said and corrected."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.clock import TOLERATED_SECONDS, corrected, remark

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("offset", [None, 0, 60, -TOLERATED_SECONDS])
def test_a_clock_that_agrees_is_not_worth_a_word(offset: float | None) -> None:
    assert remark(offset) is None


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (600, "about 10 minutes behind"),
        (-3 * 3600, "about 3 hours ahead of"),
        (5 * 86400, "about 5 days behind"),
    ],
)
def test_a_wrong_clock_is_said_with_amount_and_direction(offset: float, words: str) -> None:
    assert words in (remark(offset) or "")


@given(st.integers(-9, 9), st.integers(-30, 30))
def test_a_remark_stays_the_same_while_the_clock_stays_as_wrong(hours: int, seconds: int) -> None:
    assert remark(hours * 3600.0) == remark(hours * 3600.0 + seconds)


def test_a_time_is_corrected_by_how_much_the_clock_is_off() -> None:
    assert corrected("2026-01-01T11:00:00Z", -7200.0, NOW) == "2026-01-01T09:00:00Z"


def test_a_time_noted_before_the_clock_was_set_right_becomes_now() -> None:
    assert corrected("2026-01-03T00:00:00Z", 0.0, NOW) == "2026-01-01T12:00:00Z"


@given(st.floats(-1e6, 1e6), st.integers(-(10**6), 10**6))
def test_a_corrected_time_never_lies_in_the_servers_future(offset: float, seconds: int) -> None:
    noted = (NOW + timedelta(seconds=seconds)).isoformat()

    told = datetime.fromisoformat(corrected(noted, offset, NOW))

    assert told <= NOW + timedelta(seconds=offset)
