"""When a scan is due, and when nothing may be scanned. Times of day are those of the scan's time zone."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger  # pyright: ignore[reportMissingTypeStubs] - it has none

from discovery_agent.scan.fact_kinds import FACT_KINDS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_LONGEST_BLACKOUT_DAYS = 8
_HOUR = 60 * 60 * 1_000_000


class Blackout(NamedTuple):
    """A window in which nothing is scanned: from a time of day to another, past midnight where that is earlier."""

    days: tuple[str, ...] = DAYS
    begins: str = "00:00"
    ends: str = "00:00"


class Timing(NamedTuple):
    """When a scan runs by itself: `cron` in the five fields of crontab ("" for never), `jitter_minutes` spread it."""

    cron: str = ""
    time_zone: str = "UTC"
    jitter_minutes: int = 0
    blackouts: tuple[Blackout, ...] = ()


def check_cron(cron: str) -> str:
    """What is wrong with a schedule, "" for nothing."""
    try:
        _trigger(cron, "UTC")
    except ValueError as error:
        return str(error)
    return ""


def check_blackout(blackout: Blackout) -> str:
    """What is wrong with a window, "" for nothing."""
    wrong = next((day for day in blackout.days if day not in DAYS), "" if blackout.days else "no day")
    for text in (blackout.begins, blackout.ends):
        try:
            time.fromisoformat(text)
        except ValueError:
            wrong = wrong or text
    return wrong


def in_blackout(blackouts: tuple[Blackout, ...], time_zone: str, now: int) -> bool:
    """Whether nothing may be scanned now (microseconds)."""
    here = _moment(now).astimezone(ZoneInfo(time_zone))
    return any(_holds(window, here) for window in blackouts)


def blackout_ends(blackouts: tuple[Blackout, ...], time_zone: str, now: int) -> int:
    """When scanning is allowed again, to the minute; `now` where it is, 0 where it is not within a week."""
    for minutes in range(_LONGEST_BLACKOUT_DAYS * 24 * 60):
        at = now + minutes * 60_000_000
        if not in_blackout(blackouts, time_zone, at):
            return at
    return 0


def next_fires(timing: Timing, seed: str, after: int, count: int) -> list[int]:
    """The next times at which a scan starts, jitter included, for people."""
    found: list[int] = []
    last = after
    while timing.cron and len(found) < count:
        fire = _next(timing, last)
        if fire is None:
            break
        found.append(fire + _jitter(timing, seed, fire))
        last = fire
    return found


def due(timing: Timing, seed: str, last_start: int, now: int) -> bool:
    """Whether a scan is to start now that started last at some time; what was missed is made up for once.

    Within a blackout nothing is due; what became due in it is when it ends.
    """
    if not timing.cron or in_blackout(timing.blackouts, timing.time_zone, now):
        return False
    fire = _next(timing, last_start)
    return fire is not None and fire + _jitter(timing, seed, fire) <= now


def due_facts(timing: Timing, intervals: Mapping[str, int], read_at: Mapping[str, int], now: int) -> tuple[str, ...]:
    """The kinds of facts that a scan reads which starts now; `intervals` are hours, `read_at` when each was read last.

    A kind without an interval is read each time. Scans start up to the jitter later than planned, so one that comes by
    so much too early is in time.
    """
    early = (timing.jitter_minutes + 1) * 60_000_000
    known = {name: at for name, at in read_at.items() if name in intervals and at <= now}
    left = {name: at + intervals[name] * _HOUR - now for name, at in known.items()}
    return tuple(name for name in FACT_KINDS if left.get(name, 0) <= early)


def _holds(window: Blackout, here: datetime) -> bool:
    begins, ends = time.fromisoformat(window.begins), time.fromisoformat(window.ends)
    at = here.time().replace(tzinfo=None)
    today, yesterday = DAYS[here.weekday()], DAYS[(here - _DAY).weekday()]
    if begins < ends:
        return today in window.days and begins <= at < ends
    return (today in window.days and at >= begins) or (yesterday in window.days and at < ends)


def _jitter(timing: Timing, seed: str, fire: int) -> int:
    """How much later than planned: the same on every server, another one for each scan and time."""
    if not timing.jitter_minutes:
        return 0
    number = int.from_bytes(blake2b(f"{seed}/{fire}".encode(), digest_size=8).digest())
    return number % (timing.jitter_minutes * 60_000_000)


def _next(timing: Timing, after: int) -> int | None:
    trigger = _trigger(timing.cron, timing.time_zone)
    moment = _moment(after) + timedelta(microseconds=1)
    found = cast("datetime | None", trigger.get_next_fire_time(None, moment))  # pyright: ignore[reportUnknownMemberType] - the library has no stubs
    return None if found is None else (found.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def _trigger(cron: str, time_zone: str) -> CronTrigger:
    return CronTrigger.from_crontab(cron, timezone=ZoneInfo(time_zone))  # pyright: ignore[reportUnknownMemberType] - the library has no stubs


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
