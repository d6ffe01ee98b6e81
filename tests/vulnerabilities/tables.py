"""Entries of tables as they are published, with only the interesting values spelt out."""

import io
import json
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
MODIFIED = "2026-01-02T03:04:05Z"


def osv(uid: str, ecosystem: str, name: str, *events: Mapping[str, str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """An entry of OSV about one package."""
    ranges = [{"type": "ECOSYSTEM", "events": list(events) or [{"introduced": "0"}]}]
    affected = [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges}]
    return {"schema_version": "1.7.0", "id": uid, "modified": MODIFIED, "affected": affected, **more}


def until(fixed: str) -> tuple[dict[str, str], dict[str, str]]:
    """The events of a range from the first version until one that is repaired."""
    return {"introduced": "0"}, {"fixed": fixed}


def cve(uid: str, vendor: str, product: str, versions: list[dict[str, str]], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A record of the CVE programme about one product."""
    cna = {
        "descriptions": [{"lang": "en", "value": f"{product} lets anybody in."}],
        "affected": [{"vendor": vendor, "product": product, "versions": versions}],
        "metrics": [{"cvssV3_1": {"vectorString": CRITICAL, "baseScore": 9.8}}],
        **more,
    }
    about = {"cveId": uid, "state": "PUBLISHED", "dateUpdated": MODIFIED}
    return {"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": about, "containers": {"cna": cna}}


def nvd(uid: str, *matches: Mapping[str, Any]) -> dict[str, Any]:
    """A page of NVD's API with one vulnerability."""
    configurations = [{"nodes": [{"operator": "OR", "cpeMatch": list(matches)}]}]
    told = {"id": uid, "descriptions": [{"lang": "en", "value": "It is bad."}], "configurations": configurations}
    metrics = {"cvssMetricV31": [{"cvssData": {"vectorString": HIGH}}]}
    return {"format": "NVD_CVE", "vulnerabilities": [{"cve": {**told, "metrics": metrics, "lastModified": MODIFIED}}]}


def dump(*entries: Mapping[str, Any]) -> bytes:
    """A zip with a file for each entry, as osv.dev publishes it."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for number, entry in enumerate(entries):
            archive.writestr(f"{entry.get('id', number)}.json", json.dumps(entry))
    return content.getvalue()
