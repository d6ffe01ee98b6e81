"""What measured cases come to: a pure function."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from cmdb_server.numbers.declare import SECOND, Case, Measured, Number, Span


@dataclass(frozen=True)
class Counted:
    """A case behind a number, and what it adds: its weighted value, the weight, and when it counts."""

    case: Case
    parts: Sequence[Measured]

    @property
    def value(self) -> float:
        """The weighted mean of its parts."""
        return _mean(self.parts)

    @property
    def weight(self) -> float:
        """How much it weighs beside others."""
        return sum(part.weight for part in self.parts)

    @property
    def at(self) -> int:
        """When it counts, in microseconds."""
        return max(part.at for part in self.parts)


@dataclass(frozen=True)
class Figure:
    """A number for some cases: `value` None where there is none behind it; `middle` is half-way between them."""

    value: float | None
    middle: float | None
    counted: int


def counted(number: Number, cases: Iterable[Case], span: Span) -> list[Counted]:
    """The cases behind a number in a time, in their order."""
    found = ((case, tuple(number.measure(case, span))) for case in cases)
    return [Counted(case, parts) for case, parts in found if parts]


def figure(behind: Sequence[Counted]) -> Figure:
    """What they come to."""
    if not behind:
        return Figure(None, None, 0)
    return Figure(_mean([part for one in behind for part in one.parts]), median(one.value for one in behind),
                  len(behind))  # fmt: skip


def grouped(behind: Iterable[Counted], keys: Callable[[Counted], Iterable[str]]) -> dict[str, list[Counted]]:
    """The same by group; one that is in several counts in each, one in none nowhere."""
    found: dict[str, list[Counted]] = {}
    for one in behind:
        for key in keys(one):
            found.setdefault(key, []).append(one)
    return dict(sorted(found.items()))


def month_of(one: Counted) -> str:
    """The month in which a case counts (UTC), as 2026-11."""
    return f"{datetime.fromtimestamp(one.at // SECOND, UTC):%Y-%m}"


def of_class(one: Counted, ci_class: str) -> Counted:
    """The part of a case that was measured on CIs of a class."""
    return Counted(one.case, tuple(part for part in one.parts if part.ci_class == ci_class))


def _mean(parts: Sequence[Measured]) -> float:
    weight = sum(part.weight for part in parts)
    return sum(part.value * part.weight for part in parts) / weight if weight else 0.0
