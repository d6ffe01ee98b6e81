"""What overlapping outages of one service come to: a pure function. Times in microseconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

Trouble: TypeAlias = Literal["down", "degraded"]
_SECOND = 1_000_000


class Outage(NamedTuple):
    """That a record (`number`) keeps a service from working in [since, until); `until` 0: it still does.

    `is_planned`: it was foretold of a change that is carried out.
    """

    since: int
    until: int
    state: Trouble
    number: str
    is_planned: bool = False


class Interval(NamedTuple):
    """A time [since, until) in which a service does not work as it should, and the records behind that."""

    since: int
    until: int
    state: Trouble
    is_planned: bool
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """Seconds of a time in which a service was down, degraded or in planned work.

    `availability` is the share of the time outside of planned work in which it was not down, None where all of it was
    planned.
    """

    down: float
    degraded: float
    planned: float
    availability: float | None


def intervals(outages: Iterable[Outage], since: int, until: int) -> list[Interval]:
    """The times of trouble in [since, until), in their order, none next to one that is alike."""
    clipped = [
        one._replace(since=max(one.since, since), until=min(one.until or until, until))
        for one in outages
        if one.since < until and (one.until == 0 or one.until > since)
    ]
    bounds = sorted({at for one in clipped for at in (one.since, one.until)})
    found: list[Interval] = []
    for start, end in pairwise(bounds):
        covering = [one for one in clipped if one.since <= start and end <= one.until]
        if not covering:
            continue
        now = _together(covering, start, end)
        if found and found[-1].until == start and found[-1][2:] == now[2:]:
            now = now._replace(since=found.pop().since)
        found.append(now)
    return found


def measured(found: Iterable[Interval], since: int, until: int) -> Measured:
    """How long a service was in which trouble in [since, until)."""
    down = degraded = planned = 0
    for one in found:
        length = one.until - one.since
        if one.is_planned:
            planned += length
        elif one.state == "down":
            down += length
        else:
            degraded += length
    counted = until - since - planned
    availability = 1 - down / counted if counted > 0 else None
    return Measured(down / _SECOND, degraded / _SECOND, planned / _SECOND, availability)


def _together(covering: Sequence[Outage], start: int, end: int) -> Interval:
    """The worst of them; planned as far as no worse was foretold."""
    worst = _worst(covering)
    foretold = [one for one in covering if one.is_planned]
    is_planned = bool(foretold) and _worst(foretold) == worst
    numbers = sorted({one.number for one in covering if is_planned or not one.is_planned})
    return Interval(start, end, worst, is_planned, tuple(numbers))


def _worst(outages: Sequence[Outage]) -> Trouble:
    return "down" if any(one.state == "down" for one in outages) else "degraded"
