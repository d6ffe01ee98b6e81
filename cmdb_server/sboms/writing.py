"""Documents of what is installed: CycloneDX 1.6 (JSON, XML), SPDX 2.3 (JSON); pure. Same facts, same bytes."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias
from uuid import UUID

import msgspec

from cmdb_server.sboms.xml_document import MEDIA_TYPE, xml_of
from cmdb_server.version import VERSION

SbomFormat: TypeAlias = Literal["cyclonedx", "cyclonedx-xml", "spdx"]
_TOOL = "Plumbline"
_NOBODY = "NOASSERTION"


class Installed(NamedTuple):
    """A component of a document; "" where nothing is known."""

    publisher: str
    name: str
    version: str
    purl: str = ""
    cpe: str = ""


class Subject(NamedTuple):
    """What a document is of, and when it was so (RFC 3339); `kind` is a component type of CycloneDX."""

    uid: str
    name: str
    kind: str
    at: str


class Written(NamedTuple):
    """A document as it is sent, and its media type."""

    content: bytes
    media_type: str


def written(kind: SbomFormat, subject: Subject, found: Iterable[Installed]) -> Written:
    """A document of what is installed, in the order of the names."""
    components = sorted(set(found))
    if kind == "cyclonedx-xml":
        return Written(xml_of(_cyclonedx(subject, components)), MEDIA_TYPE)
    told = _cyclonedx(subject, components) if kind == "cyclonedx" else _spdx(subject, components)
    return Written(msgspec.json.encode(told), "application/json")


def _cyclonedx(subject: Subject, found: Sequence[Installed]) -> dict[str, Any]:
    refs = [f"component-{number}" for number in range(1, len(found) + 1)]
    root = {"type": subject.kind, "name": subject.name, "bom-ref": subject.uid}
    tool = {"components": [{"type": "application", "name": _TOOL, "version": VERSION}]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{_uuid(subject, found)}",
        "version": 1,
        "metadata": {"timestamp": subject.at, "tools": tool, "component": root},
        "components": [_component(ref, one) for ref, one in zip(refs, found, strict=True)],
        "dependencies": [{"ref": subject.uid, "dependsOn": refs}],
    }


def _component(ref: str, one: Installed) -> dict[str, Any]:
    told = {"version": one.version, "publisher": one.publisher, "purl": one.purl, "cpe": one.cpe}
    known = {name: value for name, value in told.items() if value}
    return {"type": "library", "bom-ref": ref, "name": one.name, **known}


def _spdx(subject: Subject, found: Sequence[Installed]) -> dict[str, Any]:
    root = "SPDXRef-Subject"
    names = [f"SPDXRef-Package-{number}" for number in range(1, len(found) + 1)]
    described = {"SPDXID": root, "name": subject.name, "downloadLocation": _NOBODY, "filesAnalyzed": False}
    holds = ({"spdxElementId": root, "relationshipType": "CONTAINS", "relatedSpdxElement": name} for name in names)
    describes = {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": root}
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": subject.name,
        "documentNamespace": f"urn:uuid:{_uuid(subject, found)}",
        "creationInfo": {"created": subject.at, "creators": [f"Tool: {_TOOL}-{VERSION}"]},
        "packages": [described, *(_package(name, one) for name, one in zip(names, found, strict=True))],
        "relationships": [describes, *holds],
    }


def _package(name: str, one: Installed) -> dict[str, Any]:
    told: dict[str, Any] = {"versionInfo": one.version}
    if one.publisher:
        told["supplier"] = f"Organization: {one.publisher}"
    purl = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": one.purl}
    cpe = {"referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": one.cpe}
    told["externalRefs"] = [ref for ref in (purl, cpe) if ref["referenceLocator"]]
    usual = {"SPDXID": name, "name": one.name, "downloadLocation": _NOBODY, "filesAnalyzed": False}
    return {**usual, **{key: value for key, value in told.items() if value}}


def _uuid(subject: Subject, found: Sequence[Installed]) -> UUID:
    """A number that the same facts have again."""
    digest = hashlib.sha256(repr((subject, tuple(found))).encode()).digest()
    return UUID(bytes=digest[:16], version=4)
