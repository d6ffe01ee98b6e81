"""Which table speaks of an installed package, under which name and in which order of versions; pure.

Distributions repair old versions, so their packages are looked up in the tables of their own release only, not by CPE.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from cmdb_server.vulnerabilities.entry import package_key

CPE = "CPE"


class Family(NamedTuple):
    """The tables of a distribution: `release` finds the release in an os_version, `told` in what a table says."""

    name: str
    scheme: str
    release: re.Pattern[str]
    told: re.Pattern[str]


_MAJOR, _MINOR = re.compile(r"\d+"), re.compile(r"\d+\.\d+")
_DISTRIBUTIONS: Mapping[str, Family] = {
    "Debian": Family("Debian", "deb", _MAJOR, re.compile(r"Debian:(\d+)")),
    "Raspbian": Family("Debian", "deb", _MAJOR, re.compile(r"Debian:(\d+)")),
    "Ubuntu": Family("Ubuntu", "deb", _MINOR, re.compile(r"Ubuntu:(\d+\.\d+)(?::LTS)?")),
    "Alpine Linux": Family("Alpine", "apk", _MINOR, re.compile(r"Alpine:v?(\d+\.\d+)")),
    "Red Hat": Family("Red Hat", "rpm", _MAJOR, re.compile(r"Red Hat:enterprise_linux:(\d+)(?:\.\d+)?(?::.*)?")),
    "Rocky Linux": Family("Rocky Linux", "rpm", _MAJOR, re.compile(r"Rocky Linux:(\d+)")),
    "AlmaLinux": Family("AlmaLinux", "rpm", _MAJOR, re.compile(r"AlmaLinux:(\d+)")),
    "SUSE": Family("SUSE", "rpm", _MINOR, re.compile(r"SUSE:[^:]*? (\d+)(?: SP(\d+))?(?:-\w+)?")),
    "openSUSE": Family("openSUSE", "rpm", _MINOR, re.compile(r"openSUSE:Leap (\d+\.\d+)")),
}
_LANGUAGES: Mapping[str, tuple[str, str]] = {
    "pypi": ("PyPI", "pypi"),
    "npm": ("npm", "semver"),
    "maven": ("Maven", "maven"),
    "golang": ("Go", "go"),
    "cargo": ("crates.io", "semver"),
    "gem": ("RubyGems", "gem"),
    "nuget": ("NuGet", "nuget"),
    "composer": ("Packagist", "composer"),
    "hex": ("Hex", "semver"),
    "pub": ("Pub", "semver"),
}
_NAMED: Mapping[str, str] = dict(_LANGUAGES.values())
_FAMILIES = tuple({family.name: family for family in _DISTRIBUTIONS.values()}.values())
_PYPI_SEPARATORS = re.compile(r"[-_.]+")


class Package(NamedTuple):
    """What a package manager, a list of components or our naming tells of software; "" where nobody tells it."""

    publisher: str
    name: str
    version: str
    type: str = ""
    source: str = ""
    cpe: str = ""


class Coordinate(NamedTuple):
    """Where to look a package up: the ecosystem of tables, its keys there, its version and the order of versions."""

    ecosystem: str
    packages: tuple[str, ...]
    version: str
    scheme: str


def coordinate(package: Package, os_version: str) -> Coordinate | None:
    """Where a package on a machine of this version is looked up, None where no table could speak of it."""
    if not package.version:
        return None
    if package.type in _LANGUAGES:
        ecosystem, scheme = _LANGUAGES[package.type]
        return _at(ecosystem, (named(ecosystem, package.name),), package.version, scheme)
    family = _DISTRIBUTIONS.get(package.publisher)
    if family:
        if not package.type:
            return None  # only package managers tell the whole version, with which a distribution repaired it
        release = family.release.match(os_version)
        names = (package.source or package.name,)
        if family.scheme == "rpm":
            names = tuple(dict.fromkeys((package.name, *names)))
        return _at(f"{family.name}:{release[0]}", names, package.version, family.scheme) if release else None
    if not package.cpe or package.type:
        return None
    return _at(CPE, (package.cpe.casefold(),), package.version, "any")


def ecosystem_of(told: str) -> str:
    """An ecosystem of a table as installed packages are looked up in it; as it is where it is none of those known."""
    for family in _FAMILIES:
        if match := family.told.fullmatch(told):
            return f"{family.name}:{'.'.join(filter(None, match.groups()))}"
    return told


def scheme_of(ecosystem: str) -> str:
    """The order of versions in an ecosystem."""
    name = ecosystem.partition(":")[0]
    return next((family.scheme for family in _FAMILIES if family.name == name), _NAMED.get(name, "any"))


def named(ecosystem: str, name: str) -> str:
    """A package's name as it is compared in its ecosystem."""
    if ecosystem == "PyPI":
        return _PYPI_SEPARATORS.sub("-", name).lower()
    return name.lower() if ecosystem in (CPE, "NuGet", "Packagist") else name


def _at(ecosystem: str, names: tuple[str, ...], version: str, scheme: str) -> Coordinate:
    return Coordinate(ecosystem, tuple(package_key(ecosystem, name) for name in names), version, scheme)
