"""When versions of products are no longer supported: cycles of endoflife.date, and which one a version is of; pure."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeAlias

import msgspec

_NUMBERS = re.compile(r"\d+|[a-z]+")
SupportState: TypeAlias = Literal["supported", "ends_soon", "ended", "unknown"]
SOON_DAYS = 90


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """Versions that are supported together. `ends_on` is an ISO 8601 day, "" where none is told; `has_ended`: it has.

    A cycle may be told to have ended without the day.
    """

    name: str
    ends_on: str = ""
    has_ended: bool = False
    latest: str = ""


class Lifecycle(msgspec.Struct, frozen=True, kw_only=True):
    """A product of a table with its cycles, and the names (CPE vendor:product, package URLs, words) that it goes by."""

    product: str
    label: str
    cycles: tuple[Cycle, ...] = ()
    cpes: tuple[str, ...] = ()
    purls: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def cycle_of(self, version: str) -> Cycle | None:
        """The cycle that a version is of: the longest that its first parts are; None for one that nobody tells of."""
        parts = _NUMBERS.findall(version.casefold())
        fits = [one for one in self.cycles if (own := _NUMBERS.findall(one.name.casefold())) == parts[: len(own)]]
        return max(fits, key=lambda one: len(one.name), default=None)


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a version is supported on a day, and by which line of which table."""

    state: SupportState
    product: str
    cycle: str
    ends_on: str
    latest: str

    @classmethod
    def on(cls, day: date, lifecycle: Lifecycle, version: str) -> "Support | None":
        """The support of a version on a day, None where the table does not tell of it."""
        cycle = lifecycle.cycle_of(version) if version else None
        if cycle is None:
            return None
        told = (cycle.name, cycle.ends_on, cycle.latest)
        return cls(state=_state(cycle, day), product=lifecycle.label, cycle=told[0], ends_on=told[1], latest=told[2])


class Lifecycles:
    """The lifecycles of a table by the names of products."""

    def __init__(self, told: Sequence[Lifecycle]) -> None:
        """The first of several of a name counts."""
        self._of: dict[str, Lifecycle] = {}
        for one in told:
            for name in (*(f"cpe:{cpe}" for cpe in one.cpes), *one.purls, *map(word, (*one.words, one.label))):
                self._of.setdefault(name, one)

    def of(self, *, cpe: str, purl: str, product: str) -> Lifecycle | None:
        """The lifecycle of a product by what our naming knows of it: CPE first, then package URL, then its name."""
        vendor_and_product = ":".join(cpe.split(":")[3:5])
        names = (f"cpe:{vendor_and_product}", purl.partition("@")[0], word(product))
        return next((self._of[name] for name in names if name in self._of), None)


def word(name: str) -> str:
    """A product's name as it is compared."""
    return re.sub(r"[^a-z0-9]+", "", name.casefold())


def _state(cycle: Cycle, day: date) -> SupportState:
    if cycle.ends_on:
        left = (date.fromisoformat(cycle.ends_on) - day).days
        return "ended" if left < 0 else "ends_soon" if left <= SOON_DAYS else "supported"
    return "ended" if cycle.has_ended else "supported"
