"""When the resident agent works, and when it leaves the server alone."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.errors import DONE, FAILED, REFUSED, REJECTED, WAITING
from discovery_agent.schedule import Ended, Schedule
from discovery_agent.waiting import (
    FIRST_SECONDS,
    LONGEST_SECONDS,
    REFUSED_SECONDS,
    jittered,
    seconds_to_wait,
)

INTERVAL = 900.0


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - spreads load, keeps no secret


@pytest.fixture
def schedule() -> Schedule:
    return Schedule(INTERVAL, chance(1))


def test_the_first_inventory_is_due_at_once(schedule: Schedule) -> None:
    assert schedule.wakes_at() == 0
    assert schedule.takes_inventory(0)
    assert schedule.delivers(0)


def test_the_next_inventory_comes_after_the_interval_give_or_take_a_tenth(schedule: Schedule) -> None:
    schedule.ended(Ended(DONE, took_inventory=True), 100.0, delivered=True)

    assert 100 + 0.9 * INTERVAL <= schedule.wakes_at() <= 100 + 1.1 * INTERVAL
    assert not schedule.takes_inventory(101.0)


def test_what_was_not_delivered_is_tried_again_without_a_new_inventory(schedule: Schedule) -> None:
    schedule.ended(Ended(WAITING, took_inventory=True), 100.0, delivered=True)

    wakes_at = schedule.wakes_at()
    assert 100 < wakes_at <= 100 + FIRST_SECONDS
    assert not schedule.takes_inventory(wakes_at)
    assert schedule.delivers(wakes_at)


def test_an_inventory_that_is_due_while_the_server_wants_peace_is_only_spooled(schedule: Schedule) -> None:
    schedule.ended(Ended(WAITING, took_inventory=True, told=5000.0), 0.0, delivered=True)

    due = schedule.wakes_at()

    assert due <= 1.1 * INTERVAL
    assert schedule.takes_inventory(due)
    assert not schedule.delivers(due)


def test_spooling_does_not_shorten_the_peace_that_the_server_wants(schedule: Schedule) -> None:
    schedule.ended(Ended(WAITING, took_inventory=True, told=5000.0), 0.0, delivered=True)
    due = schedule.wakes_at()

    schedule.ended(Ended(WAITING, took_inventory=True), due, delivered=False)

    assert not schedule.delivers(4999.0)
    assert schedule.delivers(6300.0)


def test_a_refused_agent_tries_slowly(schedule: Schedule) -> None:
    schedule.ended(Ended(REFUSED), 0.0, delivered=True)

    assert schedule.wakes_at() >= 0.9 * REFUSED_SECONDS


def test_an_agent_that_could_not_enrol_takes_its_first_inventory_at_the_next_try(schedule: Schedule) -> None:
    schedule.ended(Ended(WAITING), 0.0, delivered=True)

    assert schedule.takes_inventory(schedule.wakes_at())


@pytest.mark.parametrize("code", [DONE, REJECTED])
def test_a_report_that_is_gone_leaves_nothing_to_try_again(schedule: Schedule, code: int) -> None:
    schedule.ended(Ended(WAITING, took_inventory=True), 0.0, delivered=True)

    schedule.ended(Ended(code), 10.0, delivered=True)

    assert schedule.wakes_at() >= 0.9 * INTERVAL


@given(st.lists(st.tuples(st.sampled_from([DONE, WAITING, REFUSED, REJECTED, FAILED]), st.booleans()), max_size=40))
def test_whatever_happens_there_is_always_a_next_turn_and_never_a_busy_loop(turns: list[tuple[int, bool]]) -> None:
    schedule = Schedule(INTERVAL, chance(2))
    times: list[float] = []

    for code, took in turns:
        now = schedule.wakes_at()
        times.append(now)
        takes, delivers = schedule.takes_inventory(now), schedule.delivers(now)
        schedule.ended(Ended(code, took_inventory=took and takes), now, delivered=delivers)

    assert all(later - earlier >= FIRST_SECONDS / 2 or earlier == 0 for earlier, later in pairwise(times))
    assert schedule.wakes_at() < (times[-1] if times else 0) + 1.1 * max(INTERVAL, REFUSED_SECONDS) + 1


@given(st.integers(1, 1000), st.randoms(use_true_random=False))
def test_waiting_grows_up_to_a_limit_and_never_at_once(failures: int, dice: random.Random) -> None:
    assert FIRST_SECONDS / 2 <= seconds_to_wait(failures, None, dice) <= LONGEST_SECONDS


@given(st.floats(0, 10**6), st.randoms(use_true_random=False))
def test_what_the_server_told_is_never_undercut(told: float, dice: random.Random) -> None:
    assert told <= seconds_to_wait(3, told, dice) <= told * 1.25


def test_intervals_differ_so_that_agents_do_not_report_together() -> None:
    assert len({jittered(INTERVAL, chance(seed)) for seed in range(5)}) == 5
