"""Vulnerabilities of NVD (its API 2.0 and the feeds of the same form); pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmdb_server.vulnerabilities.cpe_matches import of_configurations, together
from cmdb_server.vulnerabilities.entry import EntryError, Severity, Vulnerability
from cmdb_server.vulnerabilities.format import Format
from cmdb_server.vulnerabilities.json_values import cut, listed, mapped, plain, scored, text, urls

_METRICS = ("cvssMetricV40", "cvssMetricV31", "cvssMetricV30", "cvssMetricV2")


def read_nvd(document: Mapping[str, Any]) -> Vulnerability:
    """A vulnerability. Raises EntryError."""
    cve = mapped(document.get("cve"), "cve")
    uid = text(cve, "id", is_required=True)
    if not uid.startswith("CVE-"):
        raise EntryError("id", "is no CVE; feeds of the form 1.1 are no longer published, fetch those of 2.0")
    told = [mapped(one, "descriptions") for one in listed(cve, "descriptions")]
    details = next((text(one, "value") for one in told if one.get("lang") == "en"), "")
    severity, score, vector = max(_scores(cve), key=lambda one: one[1], default=("unknown", 0.0, ""))
    return Vulnerability(
        uid=uid,
        cve=uid,
        title=cut(details, is_title=True),
        details=cut(details),
        severity=severity,
        score=score,
        vector=vector,
        published=text(cve, "published"),
        modified=text(cve, "lastModified"),
        is_withdrawn=text(cve, "vulnStatus") == "Rejected",
        references=urls(cve, "references"),
        affected=together(of_configurations(mapped(one, "configurations") for one in listed(cve, "configurations"))),
    )


def _scores(cve: Mapping[str, Any]) -> Iterator[tuple[Severity, float, str]]:
    metrics = mapped(cve.get("metrics", {}), "metrics")
    for name in _METRICS:
        for one in listed(metrics, name):
            said = mapped(mapped(one, name).get("cvssData"), f"{name}.cvssData")
            yield scored(text(said, "vectorString"))


def _is_one(document: object) -> bool:
    told = plain(document)
    return isinstance(told.get("cve"), dict)


def _read(document: object, _file: str) -> tuple[Vulnerability, ...]:
    return (read_nvd(plain(document)),)


nvd_format = Format("NVD", _is_one, _read)
