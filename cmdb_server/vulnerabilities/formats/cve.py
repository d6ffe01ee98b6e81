"""Records of the CVE programme (CVE JSON 5, github.com/CVEProject/cve-schema); pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cmdb_server.vulnerabilities.cpe_matches import of_configurations, together
from cmdb_server.vulnerabilities.ecosystems import CPE
from cmdb_server.vulnerabilities.entry import Affected, Range, Severity, Vulnerability, package_key
from cmdb_server.vulnerabilities.format import Format
from cmdb_server.vulnerabilities.json_values import cut, listed, mapped, plain, scored, text, urls

_NOT_SAID = frozenset(("", "n/a", "unspecified", "unknown", "-"))
_METRICS = ("cvssV4_0", "cvssV3_1", "cvssV3_0", "cvssV2_0")
_ANY = "*"
_SPACES = re.compile(r"\s+")


def read_cve(document: Mapping[str, Any]) -> Vulnerability:
    """A record. Raises EntryError."""
    about = mapped(document.get("cveMetadata"), "cveMetadata")
    uid = text(about, "cveId", is_required=True)
    containers = mapped(document.get("containers"), "containers")
    cna = mapped(containers.get("cna", {}), "containers.cna")
    every = [cna, *(mapped(one, "containers.adp") for one in listed(containers, "adp"))]
    details = next((text(mapped(one, "descriptions"), "value") for one in listed(cna, "descriptions")), "")
    severity, score, vector = _severity(every)
    return Vulnerability(
        uid=uid,
        cve=uid,
        title=cut(text(cna, "title"), is_title=True) or cut(details, is_title=True),
        details=cut(details),
        severity=severity,
        score=score,
        vector=vector,
        published=text(about, "datePublished"),
        modified=text(about, "dateUpdated"),
        is_withdrawn=text(about, "state") == "REJECTED",
        references=urls(cna, "references"),
        affected=together(one for container in every for one in _affected(container)),
    )


def _affected(container: Mapping[str, Any]) -> Iterator[Affected]:
    for told in listed(container, "affected"):
        yield from _product(mapped(told, "affected"))
    for told in listed(container, "cpeApplicability"):
        yield from of_configurations([mapped(told, "cpeApplicability")])


def _product(told: Mapping[str, Any]) -> Iterator[Affected]:
    vendor, product = _cpe_word(text(told, "vendor")), _cpe_word(text(told, "product"))
    if vendor in _NOT_SAID or product in _NOT_SAID:
        return
    every = [mapped(one, "affected.versions") for one in listed(told, "versions")]
    versions = [one for one in every if one.get("status") == "affected" and one.get("versionType") != "git"]
    found = [_range(one) for one in versions]
    if not every and told.get("defaultStatus") == "affected":
        found.append(Range("0"))
    ranges = tuple(one for one in found if isinstance(one, Range))
    exact = tuple(one for one in found if isinstance(one, str))
    if ranges or exact:
        yield Affected(package=package_key(CPE, f"{vendor}:{product}"), ranges=ranges, versions=exact)


def _range(told: Mapping[str, Any]) -> Range | str | None:
    """Versions as a range, or the one that is told; None where nothing is."""
    version, below, last = text(told, "version"), text(told, "lessThan"), text(told, "lessThanOrEqual")
    is_said = version.casefold() not in _NOT_SAID and version != _ANY
    if below or last:
        return Range(version if is_said else "0", "" if below == _ANY else below, "" if last == _ANY else last)
    if version == _ANY:
        return Range("0")
    return version if is_said else None


def _cpe_word(told: str) -> str:
    """A name as CPE spells it."""
    return _SPACES.sub("_", told.strip()).casefold()


def _severity(containers: Iterable[Mapping[str, Any]]) -> tuple[Severity, float, str]:
    found: list[tuple[Severity, float, str]] = []
    for container in containers:
        for metric in listed(container, "metrics"):
            said = mapped(metric, "metrics")
            told = (mapped(said[name], f"metrics.{name}") for name in _METRICS if name in said)
            found += [scored(text(one, "vectorString")) for one in told]
    return max(found, key=lambda one: one[1], default=("unknown", 0.0, ""))


def _is_one(document: object) -> bool:
    told = plain(document)
    return told.get("dataType") == "CVE_RECORD"


def _read(document: object, _file: str) -> tuple[Vulnerability, ...]:
    return (read_cve(plain(document)),)


cve_format = Format("CVE JSON 5", _is_one, _read)
