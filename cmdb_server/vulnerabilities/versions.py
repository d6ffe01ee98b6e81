"""Whether a version is affected, in the order of versions that its ecosystem has; pure.

The orders are those of univers (Debian, RPM, PEP 440, semantic versions and others); that of Alpine is our own. What
has none of its own (CPE) is ordered as Maven does, which knows numbers of any count and release candidates.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, Self

from univers import versions as univers
from univers.nuget import InvalidNuGetVersion

from cmdb_server.vulnerabilities.apk_version import ApkVersion
from cmdb_server.vulnerabilities.entry import Affected, Range

_FIRST = "0"


class Version(Protocol):
    """What is compared with others of its kind."""

    def __le__(self, other: Self, /) -> bool:
        """Whether it is not newer."""
        ...

    def __ge__(self, other: Self, /) -> bool:
        """Whether it is not older."""
        ...


_ORDERS: Mapping[str, Any] = {
    "deb": univers.DebianVersion,
    "rpm": univers.RpmVersion,
    "apk": ApkVersion,
    "pacman": univers.ArchLinuxVersion,
    "pypi": univers.PypiVersion,
    "semver": univers.SemverVersion,
    "go": univers.GolangVersion,
    "gem": univers.RubygemsVersion,
    "nuget": univers.NugetVersion,
    "composer": univers.ComposerVersion,
    "maven": univers.MavenVersion,
    "any": univers.MavenVersion,
}
# What parsing and comparing raise for text that is no version; univers has no root of its own.
_NO_VERSION = (
    *(univers.InvalidVersion, InvalidNuGetVersion),
    *(ValueError, TypeError, AttributeError, IndexError, RecursionError),
)


class Hit(NamedTuple):
    """A version is affected; `fixed` is the first one that is not any more, "" where nobody tells of one."""

    fixed: str


@lru_cache(maxsize=200_000)
def ordered(version: str, scheme: str) -> Version | None:
    """A version that can be compared with others of its scheme, None for text that is none."""
    try:
        return _ORDERS[scheme](version)
    except _NO_VERSION:
        return None


def hit(version: str, affected: Affected, scheme: str) -> Hit | None:
    """Whether this version of the package is affected, None where it is not known to be."""
    found = [one for told in affected.ranges if (one := _within(version, told, scheme)) is not None]
    if found:
        return min(found, key=lambda one: not one.fixed)
    return Hit(_next_fixed(version, affected, scheme)) if version in affected.versions else None


def _within(version: str, told: Range, scheme: str) -> Hit | None:
    here = ordered(version, scheme)
    if here is None:
        return None
    begins = told.introduced in ("", _FIRST) or _is_at_most(told.introduced, here, scheme)
    if told.is_after and _is_at_least(told.introduced, here, scheme):
        return None
    if not begins or (told.fixed and _is_at_most(told.fixed, here, scheme)):
        return None
    if told.last and not (version == told.last or _is_at_least(told.last, here, scheme)):
        return None
    return Hit(told.fixed)


def _is_at_most(text: str, here: Version, scheme: str) -> bool:
    other = ordered(text, scheme)
    try:
        return other is not None and other <= here
    except _NO_VERSION:
        return False


def _is_at_least(text: str, here: Version, scheme: str) -> bool:
    other = ordered(text, scheme)
    try:
        return other is not None and other >= here
    except _NO_VERSION:
        return False


def _next_fixed(version: str, affected: Affected, scheme: str) -> str:
    here = ordered(version, scheme)
    if here is None:
        return ""
    later = (told.fixed for told in affected.ranges if told.fixed and not _is_at_most(told.fixed, here, scheme))
    return next(later, "")
