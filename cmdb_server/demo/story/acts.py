"""One thing that somebody does to a record at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from cmdb_server.demo.chance import Chance
from cmdb_server.signals.offers import Offer
from cmdb_server.timestamps import rfc3339

Verb = Literal[
    "open", "set", "move", "say", "approve", "step", "signal", "compare", "meet", "minutes", "task", "tick", "watch"
]
MINUTE = 60 * 1_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OPENING, _CLOSING, _SATURDAY = 7, 16, 5  # office hours in UTC


@dataclass(frozen=True)
class Act:
    """What `by` does at a time (microseconds) to the record of the story's own name `record`.

    `name` is the type that is opened, the transition, the kind of what is said, the state of a step or a task, or who
    watches. A value that
    begins with @ is the number of another record of the story; `affects` are names of CIs.
    """

    at: int
    record: str
    verb: Verb
    by: str = ""
    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    affects: Sequence[str] = ()
    text: str = ""
    offers: Sequence[Offer] = ()


def time_text(at: int) -> str:
    """A time as fields of records take it: whole seconds."""
    return rfc3339(at // 1_000_000 * 1_000_000)


def in_office_hours(at: int, chance: Chance, key: str) -> int:
    """The same time, moved into the hours in which people are at work where it is outside of them."""
    moment = _EPOCH + timedelta(microseconds=at)
    if moment.weekday() >= _SATURDAY:
        moment -= timedelta(days=moment.weekday() - _SATURDAY + 1)
    if not _OPENING <= moment.hour < _CLOSING:
        moment = moment.replace(hour=chance.number(f"{key}:hour", _OPENING, _CLOSING - 1))
    return (moment - _EPOCH) // timedelta(microseconds=1)


def at_hour(day: int, hour: int) -> int:
    """An hour (UTC) of the day in which a time lies."""
    return day // DAY * DAY + hour * HOUR
