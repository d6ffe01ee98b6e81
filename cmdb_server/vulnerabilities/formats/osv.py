"""Entries of OSV (ossf.github.io/osv-schema), as osv.dev publishes them; pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cmdb_server.vulnerabilities.ecosystems import ecosystem_of, named
from cmdb_server.vulnerabilities.entry import (
    MOST_AFFECTED,
    MOST_VERSIONS,
    Affected,
    EntryError,
    Range,
    Severity,
    Vulnerability,
    package_key,
)
from cmdb_server.vulnerabilities.format import Format
from cmdb_server.vulnerabilities.json_values import cut, listed, mapped, plain, scored, text, texts, urls

_NO_WORD: Severity = "unknown"
_CVE = re.compile(r"CVE-\d{4}-\d{4,}\Z")
_CVE_INSIDE = re.compile(r"CVE-\d{4}-\d{4,}")
# Words of databases that give no score; https://github.com/advisories and Ubuntu's and Debian's own.
_WORDS: Mapping[str, Severity] = {
    "critical": "critical",
    "high": "high",
    "important": "high",
    "moderate": "medium",
    "medium": "medium",
    "low": "low",
    "negligible": "low",
    "unimportant": "low",
}


def read_osv(document: Mapping[str, Any]) -> Vulnerability:
    """An entry. Raises EntryError."""
    uid = text(document, "id", is_required=True)
    aliases = tuple(dict.fromkeys((*texts(document, "aliases"), *texts(document, "upstream"))))
    affected = tuple(_merged(one for told in listed(document, "affected") for one in _affected(told)))
    if len(affected) > MOST_AFFECTED:
        raise EntryError("affected", f"lists {len(affected)} packages, more than {MOST_AFFECTED}")
    severity, score, vector = _severity(document)
    return Vulnerability(
        uid=uid,
        cve=_cve(uid, aliases),
        title=cut(text(document, "summary"), is_title=True) or cut(text(document, "details"), is_title=True),
        details=cut(text(document, "details")),
        severity=severity,
        score=score,
        vector=vector,
        published=text(document, "published"),
        modified=text(document, "modified", is_required=True),
        is_withdrawn=bool(document.get("withdrawn")),
        aliases=aliases,
        references=urls(document, "references"),
        affected=affected,
    )


def _cve(uid: str, aliases: tuple[str, ...]) -> str:
    """The one CVE that an entry is about; advisories of several stay what they are."""
    own = _CVE_INSIDE.search(uid)
    found = {own[0]} if own else {alias for alias in aliases if _CVE.match(alias)}
    return found.pop() if len(found) == 1 else uid


def _affected(told: object) -> Iterator[Affected]:
    entry = mapped(told, "affected")
    if "package" not in entry:
        return
    package = mapped(entry["package"], "affected.package")
    ecosystem = ecosystem_of(text(package, "ecosystem", is_required=True))
    name = named(ecosystem, text(package, "name", is_required=True))
    versions = texts(entry, "versions")
    if len(versions) > MOST_VERSIONS:
        raise EntryError("affected.versions", f"lists {len(versions)} versions, more than {MOST_VERSIONS}")
    ranges = (one for found in listed(entry, "ranges") for one in _ranges(mapped(found, "affected.ranges")))
    yield Affected(package=package_key(ecosystem, name), ranges=tuple(ranges), versions=versions)


def _ranges(told: Mapping[str, Any]) -> Iterator[Range]:
    """Ranges of versions by their events; commits of a repository are no versions."""
    if told.get("type") not in ("SEMVER", "ECOSYSTEM"):
        return
    introduced = ""
    for event in listed(told, "events"):
        said = mapped(event, "affected.ranges.events")
        if "introduced" in said:
            if introduced:
                yield Range(introduced)
            introduced = text(said, "introduced", is_required=True)
        elif introduced and ("fixed" in said or "last_affected" in said):
            yield Range(introduced, text(said, "fixed"), text(said, "last_affected"))
            introduced = ""
    if introduced:
        yield Range(introduced)


def _merged(found: Iterator[Affected]) -> Iterator[Affected]:
    """One for each package, whatever number of times it is told of."""
    of: dict[str, Affected] = {}
    for one in found:
        known = of.get(one.package)
        of[one.package] = one if known is None else _both(known, one)
    yield from of.values()


def _both(one: Affected, other: Affected) -> Affected:
    ranges = tuple(dict.fromkeys((*one.ranges, *other.ranges)))
    versions = tuple(dict.fromkeys((*one.versions, *other.versions)))
    return Affected(package=one.package, ranges=ranges, versions=versions)


def _severity(document: Mapping[str, Any]) -> tuple[Severity, float, str]:
    """The worst of the scores that are told; where none is, the word that a database has for it."""
    told = [mapped(one, "severity") for one in listed(document, "severity")]
    for one in listed(document, "affected"):
        told += [mapped(each, "affected.severity") for each in listed(mapped(one, "affected"), "severity")]
    found = [scored(text(one, "score")) for one in told if text(one, "type").startswith("CVSS")]
    if any(score for _, score, _ in found):
        return max(found, key=lambda one: one[1])
    words = [text(one, "score") for one in told]
    for name in ("database_specific", "ecosystem_specific"):
        said = document.get(name)
        if isinstance(said, dict):
            words += [text(said, key) for key in ("severity", "urgency") if isinstance(said.get(key), str)]  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] - plain JSON
    known: list[Severity] = [_WORDS[word.casefold()] for word in words if word.casefold() in _WORDS]
    return known[0] if known else _NO_WORD, 0.0, ""


def _is_one(document: object) -> bool:
    told = plain(document)
    return isinstance(told.get("id"), str) and "modified" in told and "dataType" not in told


def _read(document: object, _file: str) -> tuple[Vulnerability, ...]:
    return (read_osv(plain(document)),)


osv_format = Format("OSV", _is_one, _read)
