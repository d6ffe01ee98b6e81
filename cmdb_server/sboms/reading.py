"""The components of documents, which may be hostile: CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2.2 to 3.0 (JSON); pure."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.sboms.component import Component, component
from cmdb_server.sboms.xml_document import NoXmlError, is_xml, read_xml

MOST_BYTES = 64 << 20
MOST_COMPONENTS = 20_000
_DEEPEST = 20
_LONGEST = 300
_NOT_SAID = frozenset(("NOASSERTION", "NONE"))
_PURPOSES_LEFT_OUT = frozenset(("FILE", "SOURCE", "DOCUMENTATION", "ARCHIVE"))


class SbomError(CmdbError):
    """A document that is no list of components."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "sbom_refused", (error,))


class Listed(NamedTuple):
    """The components of a document, each once, and how many were left out as they have no name."""

    format: str
    components: tuple[Component, ...]
    left_out: int


def read_sbom(content: bytes) -> Listed:
    """What a document lists. Raises SbomError."""
    document = _document(content)
    if document.get("bomFormat") == "CycloneDX":
        return _listed("CycloneDX", list(_cyclonedx(document.get("components"), 0)))
    if isinstance(document.get("spdxVersion"), str):
        return _listed("SPDX", list(_spdx(document)))
    if "@graph" in document:
        return _listed("SPDX", list(_spdx3(document)))
    found = ", ".join(sorted(document)[:5])
    raise SbomError("file", found, "is neither CycloneDX nor SPDX", "give CycloneDX as JSON or XML, or SPDX as JSON")


def _document(content: bytes) -> Mapping[str, Any]:
    """A document as JSON has it. Raises SbomError."""
    if is_xml(content):
        try:
            return read_xml(content)
        except (NoXmlError, RecursionError) as error:
            remedy = "give what a tool of CycloneDX wrote; SPDX is taken as JSON"
            begins = content[:200].decode(errors="replace")
            raise SbomError("file", begins, f"is no XML of CycloneDX: {error}", remedy) from error
    try:
        return _object(msgspec.json.decode(content))
    except (msgspec.DecodeError, RecursionError) as error:
        raise SbomError("file", str(error), "is no JSON", "give CycloneDX as JSON or XML, or SPDX as JSON") from error


def _listed(name: str, found: list[Component]) -> Listed:
    named = [one for one in found if one.name]
    if not named:
        raise SbomError("components", "", "is empty", "give a document that lists what the software is made of")
    if len(named) > MOST_COMPONENTS:
        remedy = f"at most {MOST_COMPONENTS} are taken; leave out files and sources"
        raise SbomError("components", str(len(named)), "are too many", remedy)
    return Listed(name, tuple(dict.fromkeys(named)), len(found) - len(named))


def _cyclonedx(told: object, depth: int) -> Iterator[Component]:
    """Components with those that they are made of."""
    if depth > _DEEPEST:
        raise SbomError("components", "", f"are nested more than {_DEEPEST} deep", "give a list that is not nested so")
    for one in map(_object, _list(told)):
        if one.get("type") != "file":
            name = "/".join(filter(None, (_text(one, "group"), _text(one, "name"))))
            publisher = _text(one, "publisher") or _text(_object(one.get("supplier")), "name")
            yield component(name, _text(one, "version"), publisher, _text(one, "purl"))
        yield from _cyclonedx(one.get("components"), depth + 1)


def _spdx(document: Mapping[str, Any]) -> Iterator[Component]:
    packages = list(map(_object, _list(document.get("packages"))))
    for one in _without(_described(document), "SPDXID", packages):
        if str(one.get("primaryPackagePurpose")) in _PURPOSES_LEFT_OUT:
            continue
        references = [_object(ref) for ref in _list(one.get("externalRefs"))]
        purl = next((_text(ref, "referenceLocator") for ref in references if ref.get("referenceType") == "purl"), "")
        supplier = _text(one, "supplier").partition(": ")[2]
        yield component(_text(one, "name"), _text(one, "versionInfo"), supplier, purl)


def _described(document: Mapping[str, Any]) -> set[str]:
    """What a document is of, in the older way and by its relationships."""
    said = [_object(one) for one in _list(document.get("relationships"))]
    related = (one.get("relatedSpdxElement") for one in said if one.get("relationshipType") == "DESCRIBES")
    return set(map(str, (*_list(document.get("documentDescribes")), *related)))


def _spdx3(document: Mapping[str, Any]) -> Iterator[Component]:
    graph = list(map(_object, _list(document["@graph"])))
    packages = [one for one in graph if one.get("type") == "software_Package"]
    roots = {str(root) for one in graph for root in _list(one.get("rootElement"))}
    for one in _without(roots, "spdxId", packages):
        version, purl = _text(one, "software_packageVersion"), _text(one, "software_packageUrl")
        yield component(_text(one, "name"), version, "", purl)


def _without(roots: set[str], field: str, packages: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Packages but what the document is of; all of them where it is of nothing else."""
    return [one for one in packages if str(one.get(field)) not in roots] or packages


def _object(value: object) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _text(told: Mapping[str, Any], field: str) -> str:
    value = told.get(field)
    if not isinstance(value, str) or value in _NOT_SAID:
        return ""
    if len(value) > _LONGEST:
        raise SbomError(field, value, f"is longer than {_LONGEST} characters", "shorten it")
    return " ".join(value.replace("\0", "").split())
