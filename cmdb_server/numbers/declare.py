"""What a number is declared with."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from cmdb_server.itsm.record import Record
from cmdb_server.itsm.trails import Trail
from cmdb_server.service_levels.clocks import Clock
from cmdb_server.timestamps import microseconds
from cmdb_server.unauthorised_changes.inbox import Item

Unit = Literal["share", "seconds"]
SECOND = 1_000_000


class Span(NamedTuple):
    """A time [since, until) in microseconds."""

    since: int
    until: int

    def holds(self, at: int) -> bool:
        """Whether a time that has come (not 0) lies in it."""
        return bool(at) and self.since <= at < self.until


class Measured(NamedTuple):
    """What a case adds to a number: when it counts (microseconds), its value and the weight of that.

    `ci_class` is the class of the CIs that it was measured on, "" where it is not of CIs.
    """

    at: int
    value: float
    weight: float = 1.0
    ci_class: str = ""


@dataclass(frozen=True)
class Case:
    """A record with what followed from it, or a difference that nobody had planned.

    `services` are the uids of those that it hit, `compared` is how often each verdict came of what was foretold for a
    change, by class of CI, `clocks` stand as they did at the end of the time.
    """

    record: Record | None
    trail: Trail
    services: Sequence[str] = ()
    compared: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])
    clocks: Sequence[Clock] = ()
    difference: Item | None = None

    @property
    def key(self) -> str:
        """Its number, or the uid of a difference."""
        return self.record.number if self.record else self.difference.uid if self.difference else ""

    @property
    def team(self) -> str:
        """The team that it is with, "" for none."""
        return self.record.value("team") if self.record else ""

    def is_of(self, kind: str) -> bool:
        """Whether it is a record of a type."""
        return self.record is not None and self.record.type == kind


@dataclass(frozen=True)
class Number:
    """A number: `formula` says in words how it is counted; `less_is_better` of two figures.

    `measure` answers what a case adds to it in a time, nothing where it is not behind it.
    """

    name: str
    label: str
    formula: str
    unit: Unit
    measure: Callable[[Case, Span], Iterable[Measured]]
    less_is_better: bool = False
    order: int = 100


def hits(case: Case, span: Span, beside: str) -> Iterator[Measured]:
    """Of the CIs of a case that were hit or that have the verdict `beside`, the share that was hit, by class.

    It counts when the change was over, or when the incident was.
    """
    if case.record is None or not case.compared:
        return
    ended = case.record.value("actual_end") or case.record.value("restored_at")
    at = microseconds(ended) if ended else case.record.closed_at
    for ci_class, counts in sorted(case.compared.items()):
        hit = counts.get("hit", 0) + counts.get("worse", 0)
        counted = hit + counts.get(beside, 0)
        if counted and span.holds(at):
            yield Measured(at, hit / counted, counted, ci_class)


def compared_of(found: Mapping[str, Any], class_of: Callable[[str], str]) -> dict[str, dict[str, int]]:
    """How often each verdict was found of the CIs of each class, out of what a change came to beside its plan."""
    counts: dict[str, dict[str, int]] = {}
    for one in found.get("cis", ()):
        of_class = counts.setdefault(class_of(one["uid"]), {})
        of_class[one["verdict"]] = of_class.get(one["verdict"], 0) + 1
    return counts
