"""A rota of a team: people take turns of some days, handed over at a time on the wall of a place. Pure.

A turn begins at its time on the wall whatever the clock did in between, so one over a change of the clocks is an hour
shorter or longer. A time that the clock skips is an hour later; of one that it shows twice the first counts.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from cmdb_server.timestamps import moment_of

_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Override(msgspec.Struct, frozen=True):
    """That somebody is on call in a time [starts_at, ends_at) (microseconds), whoever's turn it is, and why."""

    uid: str
    person: str
    starts_at: int
    ends_at: int
    reason: str = ""


class Rota(msgspec.Struct, frozen=True):
    """Turns of `days` days from `starts_on` (YYYY-MM-DD) on, handed over at `handover` (HH:MM) in `time_zone`.

    `assigns`: new incidents of the team that nobody works on are given to who is on call.
    """

    team: str
    people: tuple[str, ...]
    time_zone: str
    starts_on: str
    handover: str = "09:00"
    days: int = 7
    assigns: bool = False
    overrides: tuple[Override, ...] = ()


class Shift(NamedTuple):
    """Who is on call in a time [since, until), in microseconds; `override` is the uid of the one that makes it so."""

    person: str
    since: int
    until: int
    override: str = ""


def shifts(rota: Rota, since: int, until: int) -> list[Shift]:
    """Who is on call in [since, until), in order: each whole, the first and the last too, but for overrides in them."""
    found: list[Shift] = []
    for turn in _turns(rota, since, until):
        found += _without(turn, rota.overrides)
    found += [Shift(one.person, one.starts_at, one.ends_at, one.uid) for one in rota.overrides]
    return sorted((one for one in found if one.since < until and since < one.until), key=lambda one: one.since)


def on_call(rota: Rota, at: int) -> Shift | None:
    """Who is on call at a time, None before the first turn."""
    return next((one for one in shifts(rota, at, at + 1) if one.since <= at < one.until), None)


def next_shift(rota: Rota, at: int) -> Shift | None:
    """Who comes after who is on call at a time."""
    horizon = at + (rota.days + 1) * 86_400 * _SECOND
    return next((one for one in shifts(rota, at, horizon) if one.since > at), None)


def _turns(rota: Rota, since: int, until: int) -> Iterator[Shift]:
    """Turns without overrides that meet [since, until)."""
    zone, first = ZoneInfo(rota.time_zone), date.fromisoformat(rota.starts_on)
    here = moment_of(since).astimezone(zone).date()
    number = max(0, (here - first).days // rota.days - 1)
    while (start := _begins(rota, zone, first, number)) < until:
        end = _begins(rota, zone, first, number + 1)
        if end > since:
            yield Shift(rota.people[number % len(rota.people)], start, end)
        number += 1


def _begins(rota: Rota, zone: ZoneInfo, first: date, number: int) -> int:
    """When a turn begins, in microseconds."""
    hours, minutes = map(int, rota.handover.split(":"))
    day = first + timedelta(days=number * rota.days)
    wall = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=zone)
    return (wall.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def _without(turn: Shift, overrides: Sequence[Override]) -> Iterator[Shift]:
    """What is left of a turn where others stand in, who do not overlap."""
    start = turn.since
    for one in sorted(overrides, key=lambda one: one.starts_at):
        if one.ends_at <= start or one.starts_at >= turn.until:
            continue
        if start < one.starts_at:
            yield Shift(turn.person, start, one.starts_at)
        start = one.ends_at
    if start < turn.until:
        yield Shift(turn.person, start, turn.until)
