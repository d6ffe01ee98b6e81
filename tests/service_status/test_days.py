"""What a service was like day by day comes to what it was like in the whole time."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.service_status.days import days_of, on_day
from cmdb_server.service_status.intervals import Outage, Trouble, intervals, measured

TROUBLES: tuple[Trouble, ...] = ("down", "degraded")
HOUR = 3_600_000_000
OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("month", "length", "hours"),
    [(date(2026, 3, 9), 31, {23, 24}), (date(2026, 10, 1), 31, {24, 25}), (date(2028, 2, 29), 29, {24})],
)
def test_the_days_of_a_month_follow_each_other_by_the_clock_on_the_wall(
    month: date, length: int, hours: set[int]
) -> None:
    found = days_of(month, OSLO)

    assert len(found) == length
    assert {(until - since) // HOUR for _, since, until in found} == hours
    assert all(before[2] == after[1] for before, after in pairwise(found))
    first = datetime.fromtimestamp(found[0][1] / 1_000_000, UTC).astimezone(OSLO)
    assert (first.day, first.hour) == (1, 0)


@given(
    st.lists(
        st.tuples(st.integers(0, 700), st.integers(1, 200), st.sampled_from(TROUBLES), st.booleans()),
        max_size=6,
    )
)
def test_the_days_together_are_the_month(told: list[tuple[int, int, Trouble, bool]]) -> None:
    days = days_of(date(2026, 10, 1), OSLO)
    start, end = days[0][1], days[-1][2]
    outages = [
        Outage(start + since * HOUR, start + (since + hours) * HOUR, state, f"INC{turn}", is_planned)
        for turn, (since, hours, state, is_planned) in enumerate(told)
    ]
    found = intervals(outages, start, end)

    each = [on_day(found, since, until) for _, since, until in days]

    whole = measured(found, start, end)
    for name in ("down", "degraded", "planned"):
        assert sum(getattr(figures, name) for figures, _ in each) == pytest.approx(getattr(whole, name))
    assert {number for _, numbers in each for number in numbers} == {n for one in found for n in one.numbers}
