"""What overlapping outages come to, against a reference that looks at each instant."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.service_status.intervals import Outage, Trouble, intervals, measured

SECOND = 1_000_000
SINCE, UNTIL = 5, 25
TROUBLES: tuple[Trouble, ...] = ("down", "degraded")


@st.composite
def some_outages(draw: st.DrawFn) -> list[Outage]:
    """A few that overlap, some of which last."""
    found: list[Outage] = []
    for _ in range(draw(st.integers(0, 6))):
        start, length = draw(st.integers(0, 30)), draw(st.integers(0, 12))
        number, is_planned = f"R{draw(st.integers(1, 3))}", draw(st.booleans())
        until = start + length if length else 0
        found.append(Outage(start, until, draw(st.sampled_from(TROUBLES)), number, is_planned))
    return found


def at(outages: Sequence[Outage], moment: int) -> tuple[str, bool, tuple[str, ...]] | None:
    """The state of one instant, whether it is planned, and the records behind it."""
    here = [one for one in outages if one.since <= moment and (one.until == 0 or moment < one.until)]
    if not here:
        return None
    unplanned = {one.state for one in here if not one.is_planned}
    foretold = {one.state for one in here if one.is_planned}
    state = "down" if "down" in unplanned | foretold else "degraded"
    is_planned = state in foretold
    return state, is_planned, tuple(sorted({one.number for one in here if is_planned or not one.is_planned}))


@given(some_outages())
def test_each_instant_is_told_once_and_as_it_was(outages: list[Outage]) -> None:
    found = intervals(outages, SINCE, UNTIL)

    told = {moment: one[2:] for one in found for moment in range(one.since, one.until)}
    assert sum(one.until - one.since for one in found) == len(told)
    assert [told.get(moment) for moment in range(SINCE, UNTIL)] == [
        at(outages, moment) for moment in range(SINCE, UNTIL)
    ]
    assert all(one.until != two.since or one[2:] != two[2:] for one, two in pairwise(found))


@given(some_outages())
def test_the_order_in_which_they_are_known_does_not_matter(outages: list[Outage]) -> None:
    assert intervals(outages, SINCE, UNTIL) == intervals(reversed(outages), SINCE, UNTIL)


def test_overlapping_outages_count_once_and_planned_work_not_at_all() -> None:
    outages = [
        Outage(0, 10 * SECOND, "down", "INC1"),
        Outage(5 * SECOND, 20 * SECOND, "down", "INC2"),
        Outage(50 * SECOND, 60 * SECOND, "degraded", "CHG1", is_planned=True),
        Outage(55 * SECOND, 65 * SECOND, "degraded", "INC3"),
    ]

    found = measured(intervals(outages, 0, 100 * SECOND), 0, 100 * SECOND)

    assert (found.down, found.degraded, found.planned) == (20, 5, 10)
    assert found.availability == pytest.approx(70 / 90)


def test_worse_than_was_foretold_is_not_planned() -> None:
    outages = [Outage(0, 10, "degraded", "CHG1", is_planned=True), Outage(2, 4, "down", "INC1")]

    assert [one[2:] for one in intervals(outages, 0, 10)] == [
        ("degraded", True, ("CHG1",)),
        ("down", False, ("INC1",)),
        ("degraded", True, ("CHG1",)),
    ]


def test_a_time_that_was_planned_whole_has_no_availability() -> None:
    found = measured(intervals([Outage(0, 0, "down", "CHG1", is_planned=True)], 0, 10), 0, 10)

    assert found.availability is None
