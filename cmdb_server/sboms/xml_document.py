"""CycloneDX as XML: read into the shape that its JSON has, and written from it; pure. What is read may be hostile."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MEDIA_TYPE = "application/vnd.cyclonedx+xml"
_NAMESPACE = re.compile(r"\{http://cyclonedx\.org/schema/bom/1\.\d+\}")
_WRITTEN = "http://cyclonedx.org/schema/bom/1.6"
# What a component says of itself in text, in the order of the schema.
_TEXTS = ("publisher", "group", "name", "version", "cpe", "purl")
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 100


class NoXmlError(ValueError):
    """A document that is no XML of CycloneDX; the text says why."""


def is_xml(content: bytes) -> bool:
    """Whether a document is XML rather than JSON."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read_xml(content: bytes) -> dict[str, Any]:
    """A document in the shape that its JSON would have, as far as lists of components go. Raises NoXmlError."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        message = "it declares a document type, which is not read"
        raise NoXmlError(message) from error
    except (ParseError, ValueError, LookupError) as error:
        raise NoXmlError(str(error)[:100]) from error
    namespace = _NAMESPACE.match(root.tag)
    if namespace is None or root.tag != f"{namespace[0]}bom":
        message = f"its root is {root.tag[:100]}"
        raise NoXmlError(message)
    return {"bomFormat": "CycloneDX", "components": _components(root, namespace[0], 0)}


def _components(of: Element, namespace: str, depth: int) -> list[dict[str, Any]]:
    if depth > _DEEPEST:
        message = f"components are nested more than {_DEEPEST} deep"
        raise NoXmlError(message)
    found: list[dict[str, Any]] = []
    for one in of.iterfind(f"{namespace}components/{namespace}component"):
        told: dict[str, Any] = {"type": one.get("type", ""), "components": _components(one, namespace, depth + 1)}
        told |= {name: (one.findtext(f"{namespace}{name}") or "").strip() for name in _TEXTS}
        told["supplier"] = {"name": (one.findtext(f"{namespace}supplier/{namespace}name") or "").strip()}
        found.append(told)
    return found


def xml_of(document: Mapping[str, Any]) -> bytes:
    """A document of ours, as `writing` makes it, as XML of CycloneDX 1.6."""
    root = Element("bom", xmlns=_WRITTEN, version=str(document["version"]), serialNumber=document["serialNumber"])
    metadata, told = SubElement(root, "metadata"), document["metadata"]
    SubElement(metadata, "timestamp").text = told["timestamp"]
    tools = SubElement(SubElement(metadata, "tools"), "components")
    for tool in told["tools"]["components"]:
        _add_component(tools, tool)
    _add_component(metadata, told["component"])
    components = SubElement(root, "components")
    for one in document["components"]:
        _add_component(components, one)
    dependencies = SubElement(root, "dependencies")
    for one in document["dependencies"]:
        of = SubElement(dependencies, "dependency", ref=_clean(one["ref"]))
        for ref in one["dependsOn"]:
            SubElement(of, "dependency", ref=_clean(ref))
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _add_component(parent: Element, told: Mapping[str, Any]) -> None:
    refs = {"bom-ref": _clean(told["bom-ref"])} if "bom-ref" in told else {}
    component = SubElement(parent, "component", {"type": told["type"], **refs})
    for name in _TEXTS:
        if name in told:
            SubElement(component, name).text = _clean(told[name])


def _clean(text: str) -> str:
    """Text without signs that no XML can hold."""
    return _NO_XML.sub("\ufffd", text)
