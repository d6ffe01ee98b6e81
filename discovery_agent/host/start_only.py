"""Connections that a program makes only while it starts: once it runs, it does not need what they lead to."""

import os
import time

_WHILE_SECONDS = 180  # a connection that ended is seen for a minute more, and a look may be that late too
_DAY_SECONDS = 24 * 3600
_TWICE = 2  # days
REASON = "used only while it starts: never seen later than three minutes after a start"


def ticks_now() -> int:
    """Clock ticks since boot, as processes tell when they were started; 0 where the system does not tell."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return 0 if clock is None else int(time.clock_gettime(clock) * _ticks_per_second())


def is_while_starting(at: int, started: int) -> bool:
    """Whether that was in the first moments of a program, both in ticks since boot; not where either is unknown."""
    return 0 < started <= at and at - started <= _WHILE_SECONDS * _ticks_per_second()


def has_run_on(now: int, started: int, days: int) -> bool:
    """Whether it would have been seen later, had it been used later: for a day, or at starts of several days."""
    aged = now - started
    long_enough = _DAY_SECONDS if days < _TWICE else _WHILE_SECONDS
    return 0 < started <= now and aged > long_enough * _ticks_per_second()


def _ticks_per_second() -> int:
    return os.sysconf("SC_CLK_TCK")
