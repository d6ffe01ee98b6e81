"""Which installed packages are affected by what: a pure function of tables and of each product and version once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cmdb_server.vulnerabilities.ecosystems import Coordinate
from cmdb_server.vulnerabilities.entry import SEVERITIES, Affected, Severity, Vulnerability
from cmdb_server.vulnerabilities.versions import hit, ordered


class Match(NamedTuple):
    """An entry (by its key) that affects a package, and the version that repairs it, "" where nobody tells of one."""

    entry: str
    fixed: str


class Case(NamedTuple):
    """A CVE (or an advisory of several) on packages (numbers), with the version that repairs each."""

    cve: str
    packages: tuple[int, ...]
    fixed: tuple[str, ...]


class Summary(NamedTuple):
    """What entries about one CVE say together: the best told title, the worst score."""

    title: str
    severity: Severity
    score: float
    published: str
    modified: str


def is_checked(found: Coordinate, covered: Mapping[str, object]) -> bool:
    """Whether a table speaks of this package, and its version can be compared."""
    return found.ecosystem in covered and ordered(found.version, found.scheme) is not None


def matches(found: Coordinate, affected: Mapping[str, Iterable[tuple[str, Affected]]]) -> tuple[Match, ...]:
    """What affects a package; `affected` are entries (their keys) by packages."""
    told: dict[str, str] = {}
    for package in found.packages:
        for entry, one in affected.get(package, ()):
            result = hit(found.version, one, found.scheme)
            if result is not None:
                told[entry] = told.get(entry) or result.fixed
    return tuple(Match(entry, fixed) for entry, fixed in sorted(told.items()))


def cases(found: Mapping[int, Sequence[Match]], cve_of: Mapping[str, str]) -> dict[str, Case]:
    """Matches of packages by CVE: several tables and binary packages tell of one."""
    of: dict[str, dict[int, str]] = {}
    for package, told in sorted(found.items()):
        for match in told:
            fixes = of.setdefault(cve_of[match.entry], {})
            fixes[package] = fixes.get(package) or match.fixed
    return {cve: Case(cve, tuple(fixes), tuple(fixes.values())) for cve, fixes in of.items()}


def summary(entries: Sequence[Vulnerability]) -> Summary:
    """What entries say together; those that were withdrawn only where there is no other."""
    entries = [one for one in entries if not one.is_withdrawn] or entries
    scored = max(entries, key=lambda one: one.score)
    told = {one.severity for one in entries}
    worst: list[Severity] = [level for level in SEVERITIES if level in told]
    severity = scored.severity if scored.score else worst[0]
    titles = sorted((one.title for one in entries if one.title), key=len)
    published = min((one.published for one in entries if one.published), default="")
    modified = max((one.modified for one in entries), default="")
    return Summary(titles[0] if titles else "", severity, scored.score, published, modified)
