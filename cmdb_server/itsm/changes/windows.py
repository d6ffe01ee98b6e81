"""When freezes and maintenance windows hold: pure functions of times; windows keep to the clock of their place."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from cmdb_server.resilience.windows import Span

_SECOND = 1_000_000
_DAY = timedelta(days=1)


class Freeze(msgspec.Struct, frozen=True):
    """A time (microseconds) in which `services` (by uid; none: all) are not changed."""

    name: str
    starts_at: int
    ends_at: int
    services: tuple[str, ...] = ()
    reason: str = ""


class MaintenanceWindow(msgspec.Struct, frozen=True):
    """When `services` (by uid; none: all) may be worked on, every week.

    `weekdays` 0 (Monday) to 6, `starts` as HH:MM by the clock of the time zone, for so many minutes that pass.
    """

    name: str
    weekdays: tuple[int, ...]
    starts: str
    minutes: int
    time_zone: str = "UTC"
    services: tuple[str, ...] = ()


def is_for(services: Sequence[str], hit: Sequence[str]) -> bool:
    """Whether something for these services (none: for all) concerns those that are hit."""
    return not services or not set(services).isdisjoint(hit)


def freezes_in(freezes: Sequence[Freeze], span: Span, hit: Sequence[str]) -> list[Freeze]:
    """The freezes that a span meets while these services are hit."""
    return [
        freeze
        for freeze in freezes
        if freeze.starts_at < span.end and span.start < freeze.ends_at and is_for(freeze.services, hit)
    ]


def openings(window: MaintenanceWindow, span: Span) -> Iterator[Span]:
    """When a window is open at any time of a span, the first first.

    A window that starts in the hour which daylight saving skips starts as much later; one in the hour that comes twice
    starts with the first of them.
    """
    zone, start = ZoneInfo(window.time_zone), time.fromisoformat(window.starts)
    length = timedelta(minutes=window.minutes)
    first = datetime.fromtimestamp(span.start / _SECOND, zone).date() - _DAY * (1 + length // _DAY)
    last = datetime.fromtimestamp(span.end / _SECOND, zone).date() + _DAY
    day = first
    while day <= last:
        if day.weekday() in window.weekdays:
            opens = datetime.combine(day, start, zone).astimezone(UTC)
            found = Span(_micro(opens), _micro(opens + length))
            if found.start < span.end and span.start < found.end:
                yield found
        day += _DAY


def is_within(windows: Sequence[MaintenanceWindow], span: Span) -> bool:
    """Whether one opening of the windows holds the whole span."""
    return any(
        opening.start <= span.start and span.end <= opening.end
        for window in windows
        for opening in openings(window, span)
    )


def missed(windows: Sequence[MaintenanceWindow], span: Span, hit: Sequence[str]) -> list[str]:
    """The services that are hit outside of every window for them; where there is none any time will do."""
    found: list[str] = []
    for service in hit:
        concerned = [window for window in windows if is_for(window.services, [service])]
        if concerned and not is_within(concerned, span):
            found.append(service)
    return found


def _micro(at: datetime) -> int:
    return round(at.timestamp()) * _SECOND
