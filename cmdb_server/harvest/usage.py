"""Whether installed software was run of late, or why nobody can say so: pure. Times in microseconds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias

DAY = 86_400_000_000
USUAL_DAYS, MOST_DAYS = 90, 3_650
FRESH_DAYS = 14
UsageState: TypeAlias = Literal["used", "unused", "not_known"]
USAGE_STATES: tuple[UsageState, ...] = ("unused", "not_known", "used")
Product: TypeAlias = tuple[str, str]
"""Publisher and product, folded."""


class Watch(NamedTuple):
    """From when to when the programs of a machine were looked at."""

    since: int
    until: int


class Sightings(NamedTuple):
    """What the graph tells of programs: by machine (uid) and product.

    `recognised` are the products of which a program can be told. `seen`: when a program of a product was last known
    to run on a machine. `since`: from when on the product is installed there.
    """

    recognised: frozenset[Product]
    seen: Mapping[tuple[str, Product], int]
    watched: Mapping[str, Watch]
    since: Mapping[tuple[str, Product], int]


class Window(NamedTuple):
    """The time that is asked about: so many days until now."""

    now: int
    days: int

    @property
    def begins(self) -> int:
        """The first moment of it."""
        return self.now - self.days * DAY

    @property
    def fresh(self) -> int:
        """Since when a machine must have been looked at."""
        return self.now - min(self.days, FRESH_DAYS) * DAY


class Usage(NamedTuple):
    """Whether it was run; `last_seen` 0: never."""

    state: UsageState
    last_seen: int
    reason: str


def usage(machine: tuple[str, str], product: Product, told: Sightings, window: Window) -> Usage:
    """The use of a product on a machine (uid and name)."""
    last = told.seen.get((machine[0], product), 0)
    if last >= window.begins and last:
        return Usage("used", last, f"a program of it was seen on {day(last)}")
    lacking = _lacking(machine, product, told, window)
    if lacking:
        return Usage("not_known", last, lacking)
    since = told.watched[machine[0]].since
    seen = f"last seen on {day(last)}" if last else "never seen"
    return Usage("unused", last, f"its programs are watched since {day(since)}, and were {seen}")


def _lacking(machine: tuple[str, str], product: Product, told: Sightings, window: Window) -> str:
    """What would have to be known to call it unused; "" for nothing."""
    uid, name = machine
    watch, since = told.watched.get(uid), told.since.get((uid, product), 0)
    if product not in told.recognised:
        return "nobody knows its programs, and none was ever recognised on any machine"
    if watch is None:
        return f"the programs of {name} are not watched: an agent on it would tell of them"
    if watch.until < window.fresh:
        return f"the programs of {name} were last looked at on {day(watch.until)}"
    if watch.since > window.begins:
        return f"the programs of {name} are watched since {day(watch.since)} only"
    if since > window.begins:
        return f"it is installed since {day(since)} only"
    return ""


def day(at: int) -> str:
    """The day of a time, in UTC."""
    return datetime.fromtimestamp(at / 1_000_000, UTC).date().isoformat()
