"""What a table of vulnerabilities tells: which versions of which packages are affected, and how bad that is; pure."""

from typing import Literal, NamedTuple, TypeAlias

import msgspec

Severity: TypeAlias = Literal["critical", "high", "medium", "low", "none", "unknown"]
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "none", "unknown")
_LEAST: tuple[tuple[float, Severity], ...] = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"))
LONGEST_NAME, LONGEST_TITLE, LONGEST_DETAILS = 200, 300, 6_000
MOST_AFFECTED, MOST_VERSIONS, MOST_REFERENCES = 20_000, 20_000, 20


class EntryError(ValueError):
    """An entry of a table that is none: which field, and why."""

    def __init__(self, field: str, message: str) -> None:
        """`message` continues the field's name."""
        super().__init__(f"{field} {message}")


class Range(NamedTuple):
    """Versions from `introduced` ("0" from the first) until before `fixed`, or up to `last`; "" where there is none.

    `is_after`: only those newer than `introduced`.
    """

    introduced: str
    fixed: str = ""
    last: str = ""
    is_after: bool = False


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """What of a package is affected. `package` is its key: ecosystem and name."""

    package: str
    ranges: tuple[Range, ...] = ()
    versions: tuple[str, ...] = ()


class Vulnerability(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a table; times as the table tells them.

    `cve` is the one CVE that it is about, else its own uid; `table` the format that it came in.
    """

    uid: str
    cve: str
    table: str = ""
    title: str = ""
    details: str = ""
    severity: Severity = "unknown"
    score: float = 0.0
    vector: str = ""
    published: str = ""
    modified: str = ""
    is_withdrawn: bool = False
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    affected: tuple[Affected, ...] = ()

    @property
    def key(self) -> str:
        """What it is kept under: several tables tell of one CVE, each in its own way."""
        return f"{self.table}:{self.uid}"


def package_key(ecosystem: str, name: str) -> str:
    """The key of a package: the same for what is affected and for what is installed."""
    return f"{ecosystem}/{name}"


def severity_of(score: float) -> Severity:
    """The level of a CVSS base score (specification 3.1, 5)."""
    for least, level in _LEAST:
        if score >= least:
            return level
    return "none"
