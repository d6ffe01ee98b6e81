"""When reports are sent: each day, week and month by the clock of a place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.report_times import Every, Rhythm, next_time, wrong_rhythm
from cmdb_server.timestamps import microseconds, rfc3339

zones = st.sampled_from(("UTC", "Europe/Oslo", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"))
rhythms = st.one_of(
    st.builds(Rhythm, st.just("day"), st.just(1), st.sampled_from(("00:00", "02:30", "23:59")), zones),
    st.builds(Rhythm, st.just("week"), st.integers(1, 7), st.sampled_from(("00:00", "02:30", "23:59")), zones),
    st.builds(Rhythm, st.just("month"), st.integers(1, 31), st.sampled_from(("00:00", "02:30", "23:59")), zones),
)
times = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001 - made aware next
    lambda at: int(at.replace(tzinfo=UTC).timestamp()) * 1_000_000
)
_MOST: dict[Every, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}


@pytest.mark.parametrize(
    ("rhythm", "after", "at"),
    [
        (Rhythm("day", 0, "07:00"), "2026-11-29T07:00:00Z", "2026-11-30T07:00:00Z"),
        (Rhythm("week", 1, "07:00", "Europe/Oslo"), "2026-11-29T12:00:00Z", "2026-11-30T06:00:00Z"),
        (Rhythm("month", 31, "07:00"), "2028-02-01T00:00:00Z", "2028-02-29T07:00:00Z"),
        (Rhythm("month", 31, "07:00"), "2027-02-28T07:00:00Z", "2027-03-31T07:00:00Z"),
        # The clocks are put forward at 2:00: 2:30 is after that.
        (Rhythm("day", 0, "02:30", "Europe/Oslo"), "2027-03-27T12:00:00Z", "2027-03-28T01:30:00Z"),
    ],
)
def test_worked_examples(rhythm: Rhythm, after: str, at: str) -> None:
    assert rfc3339(next_time(rhythm, microseconds(after))) == at


@given(rhythms, times)
def test_the_next_time_is_later_on_its_day_and_none_is_left_out(rhythm: Rhythm, after: int) -> None:
    at = next_time(rhythm, after)

    assert after < at <= after + (_MOST[rhythm.every] + timedelta(hours=2)) // timedelta(microseconds=1)
    local = datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(ZoneInfo(rhythm.time_zone))
    if rhythm.every == "week":
        assert local.isoweekday() == rhythm.day
    assert next_time(rhythm, at - 1) == at


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (Rhythm("week", 8, "07:00"), "day"), (Rhythm("month", 0, "07:00"), "day"),
        (Rhythm("day", 0, "24:00"), "at"), (Rhythm("day", 0, "seven"), "at"),
        (Rhythm("day", 0, "07:00", "Mars"), "time_zone"), (Rhythm("day", 0, "07:00", "../etc"), "time_zone"),
    ],
)  # fmt: skip
def test_a_rhythm_that_is_none_is_refused_by_field(rhythm: Rhythm, field: str) -> None:
    error = wrong_rhythm(rhythm)

    assert error is not None
    assert error.field == field
