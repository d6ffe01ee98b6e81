"""The list of vulnerabilities that something installed has, narrowed and in order; pure but for where holders stand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cmdb_server.vulnerabilities.entry import SEVERITIES, Severity
from cmdb_server.vulnerabilities.exceptions import Accepted
from cmdb_server.vulnerabilities.known import Known
from cmdb_server.vulnerabilities.resting import Service

Fix: TypeAlias = Literal["all", "some", "none"]
_SHOWN_PACKAGES = 5
Flags = NDArray[np.bool_]


class Row(NamedTuple):
    """A vulnerability on what is installed. `fix`: whether all, some or none of the packages have a repaired version.

    `accepted`: the risk is accepted everywhere. `services` rest on what is affected, `criticality` is their highest.
    """

    cve: str
    title: str
    severity: Severity
    score: float
    published: str
    holders: int
    packages: tuple[str, ...]
    package_count: int
    fix: Fix
    accepted: Accepted | None
    criticality: int
    services: int


@dataclass(frozen=True)
class Wanted:
    """What of the list is wanted; empty is anything. `holders` are the only ones that count, None for all."""

    words: Sequence[str] = ()
    severities: frozenset[Severity] = frozenset()
    is_fixed: bool | None = None
    is_accepted: bool | None = None
    holders: frozenset[str] | None = None


@dataclass(frozen=True)
class Around:
    """What stands around the holders: risks that are accepted, and the services on each."""

    accepted: Sequence[Accepted]
    services: Callable[[Iterable[str]], Mapping[str, tuple[Service, ...]]]


def rows(known: Known, wanted: Wanted, around: Around) -> list[Row]:
    """The rows that are wanted, the worst first."""
    everywhere = {one.cve: one for one in around.accepted if not one.ci_uid}
    only = _flags(known, wanted.holders)
    on = around.services(known.inventory.holders)
    reached: dict[tuple[int, ...], tuple[int, int]] = {}
    found: list[Row] = []
    for cve, case in known.cases.items():
        told, accepted = known.told[cve], everywhere.get(cve)
        if (wanted.severities and told.severity not in wanted.severities) or not _fits(wanted, cve, told.title):
            continue
        if wanted.is_accepted is not None and wanted.is_accepted != (accepted is not None):
            continue
        fix = _fix(case.fixed)
        if wanted.is_fixed is not None and wanted.is_fixed != (fix != "none"):
            continue
        holders = known.holders(cve)
        kept = holders if only is None else holders[only[holders]]
        if not len(kept):
            continue
        if case.packages not in reached:
            reached[case.packages] = _reached(known, kept.tolist(), on)
        names = dict.fromkeys(known.inventory.packages[n].packages[0].partition("/")[2] for n in case.packages)
        shown = tuple(names)[:_SHOWN_PACKAGES]
        more = (told.title, told.severity, told.score, told.published)
        row = Row(cve, *more, len(kept), shown, len(names), fix, accepted, *reached[case.packages])
        found.append(row)
    return sorted(found, key=_worst_first)


def _worst_first(row: Row) -> tuple[object, ...]:
    return row.accepted is not None, SEVERITIES.index(row.severity), -row.criticality, -row.score, -row.holders, row.cve


def _fits(wanted: Wanted, cve: str, title: str) -> bool:
    text = f"{cve} {title}".casefold()
    return all(word in text for word in wanted.words)


def _fix(fixed: Sequence[str]) -> Fix:
    return "all" if all(fixed) else "some" if any(fixed) else "none"


def _flags(known: Known, holders: frozenset[str] | None) -> Flags | None:
    if holders is None:
        return None
    return np.fromiter((uid in holders for uid in known.inventory.holders), np.bool_, len(known.inventory.holders))


def _reached(known: Known, holders: Sequence[int], on: Mapping[str, tuple[Service, ...]]) -> tuple[int, int]:
    """The highest criticality of the services on holders, and how many they are."""
    found = {service for number in holders for service in on.get(known.inventory.holders[number], ())}
    return max((service.criticality for service in found), default=0), len(found)
