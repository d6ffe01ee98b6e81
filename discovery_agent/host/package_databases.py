"""Installed packages as their managers' databases say."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypedDict

from discovery_agent.host.files import decode
from discovery_agent.host.rpm import RPM_FOLDERS, PackageError
from discovery_agent.host.system import System

_DPKG_STATUS, _DPKG_PARTS = "/var/lib/dpkg/status", "/var/lib/dpkg/status.d"
_APK = ("/lib/apk/db/installed", "/usr/lib/apk/db/installed")
_PACMAN = "/var/lib/pacman/local"
_PACMAN_PARTS = 3
_INSTALLED = " installed"
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 500
# What a scan asks for of most packages: these fields alone, in the order in which dpkg writes them.
_USUAL = re.compile(r"Package: (.+)\nStatus: (.+)\nArchitecture: (.+)\n(?:Source: ([^ \n]+).*\n)?Version: (.+)")


class Package(TypedDict):
    """A package; `source` is the name of its source package where it differs from its own."""

    name: str
    version: str
    architecture: str
    source: str | None
    kind: str


class Packages(NamedTuple):
    """The packages of all managers, and what a manager that failed said."""

    found: tuple[Package, ...]
    gaps: tuple[str, ...]


def read_packages(system: System) -> Packages:
    """Read every package database there is; one that fails is a gap beside the others."""
    packages: list[Package] = []
    gaps: list[str] = []
    for read_database in (read_dpkg, read_rpm, read_apk, read_pacman, read_listed):
        try:
            packages += read_database(system) or []
        except PackageError as error:
            gaps.append(str(error))
    return Packages(tuple(packages), tuple(gaps))


def read_dpkg(system: System) -> list[Package] | None:
    """Packages of dpkg that are installed; None where there is no dpkg."""
    status = system.read_bytes(_DPKG_STATUS)
    parts = [system.read_bytes(f"{_DPKG_PARTS}/{name}") or b"" for name in system.names_in(_DPKG_PARTS)]
    if status is None and not parts:
        return None
    return [package for text in (status or b"", *parts) for package in _dpkg_packages(decode(text))]


def read_apk(system: System) -> list[Package] | None:
    """Packages of apk; None where there is no apk."""
    text = next((found for path in _APK if (found := system.read_bytes(path)) is not None), None)
    if text is None:
        return None
    stanzas = (
        dict(line.split(":", 1) for line in part.splitlines() if line[1:2] == ":")
        for part in decode(text).split("\n\n")
    )
    return [
        {
            "name": entry["P"],
            "version": entry.get("V", ""),
            "architecture": entry.get("A", ""),
            "source": _other_than(entry["P"], entry.get("o")),
            "kind": "apk",
        }
        for entry in stanzas
        if "P" in entry
    ]


def read_rpm(system: System) -> list[Package] | None:
    """Packages of rpm; None where there is none. Raises PackageError when rpm is missing or fails."""
    text = system.rpm_packages()
    return None if text is None else rpm_packages(text)


def read_pacman(system: System) -> list[Package] | None:
    """Packages of pacman, which keeps a folder NAME-VERSION-RELEASE for each; None where there is none."""
    names = [name.rsplit("-", 2) for name in system.names_in(_PACMAN)]
    found = [(parts[0], f"{parts[1]}-{parts[2]}") for parts in names if len(parts) == _PACMAN_PARTS]
    return [_package(name, version, "", "pacman") for name, version in found] or None


def read_listed(system: System) -> list[Package] | None:
    """Packages of managers that list them only themselves; None where there are none."""
    return [_package(*entry) for entry in system.listed_packages()] or None


def rpm_packages(text: str) -> list[Package]:
    """The packages in the output of rpm -qa; imported keys are none."""
    rows = (line.split("\t") for line in text.splitlines() if line.count("\t") == 3)  # noqa: PLR2004 - columns of RPM_FORMAT
    return [
        {
            "name": name,
            "version": version.removeprefix("0:"),
            "architecture": architecture.replace("(none)", ""),
            "source": _other_than(name, source.rpartition("-")[0].rpartition("-")[0]),
            "kind": "rpm",
        }
        for name, version, architecture, source in rows
        if name != "gpg-pubkey"
    ]


def has_database(system: System) -> bool:
    """Whether any package manager is there."""
    return any(system.exists(path) for path in (_DPKG_STATUS, _DPKG_PARTS, _PACMAN, *_APK, *RPM_FOLDERS)) or bool(
        system.listed_packages()
    )


def _package(name: str, version: str, architecture: str, kind: str) -> Package:
    return {"name": name, "version": version, "architecture": architecture, "source": None, "kind": kind}


def _dpkg_packages(text: str) -> Iterable[Package]:
    """The packages of a database; stanzas that are as short as a scan asks for them are remembered."""
    stanzas = text.strip("\n").split("\n\n")
    if not _USUAL.fullmatch(stanzas[0]):
        return filter(None, map(_dpkg_package, stanzas))
    is_short = max(map(len, stanzas)) <= _LONGEST_REMEMBERED
    return filter(None, map(_remembered_package if is_short else _usual_package, stanzas))


def _usual_package(stanza: str) -> Package | None:
    return _remembered_package(stanza) if len(stanza) <= _LONGEST_REMEMBERED else _dpkg_package(stanza)


@lru_cache(maxsize=_MOST_REMEMBERED)
def _remembered_package(stanza: str) -> Package | None:
    """What a stanza says; most of what is installed on one machine of a network is on many others."""
    usual = _USUAL.fullmatch(stanza)
    if usual is None:
        return _dpkg_package(stanza)
    name, status, architecture, source, version = usual.groups()
    if not status.endswith(_INSTALLED):
        return None
    return {
        "name": name,
        "version": version,
        "architecture": architecture,
        "source": _other_than(name, source),
        "kind": "deb",
    }


def _dpkg_package(stanza: str) -> Package | None:
    fields = f"\n{stanza}\n"
    name = _field(fields, "\nPackage: ")
    if not name or not (_field(fields, "\nStatus: ") or _INSTALLED).endswith(_INSTALLED):
        return None
    return {
        "name": name,
        "version": _field(fields, "\nVersion: "),
        "architecture": _field(fields, "\nArchitecture: "),
        "source": _other_than(name, _field(fields, "\nSource: ").partition(" ")[0]),
        "kind": "deb",
    }


def _field(stanza: str, mark: str) -> str:
    """The text behind a mark up to the end of its line. A search is three times as fast as a regular expression."""
    start = stanza.find(mark) + len(mark)
    return stanza[start : stanza.index("\n", start)] if start >= len(mark) else ""


def _other_than(name: str, source: str | None) -> str | None:
    return source if source and source != name else None
