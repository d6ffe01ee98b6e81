"""Lists of components: what documents of others tell, and that ours are valid against the published schemas."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.validation.xml import XmlValidator
from hypothesis import given
from hypothesis import strategies as st
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

from cmdb_server.sboms.component import Component, component
from cmdb_server.sboms.reading import SbomError, read_sbom
from cmdb_server.sboms.writing import Installed, SbomFormat, Subject, written

SUBJECT = Subject("ci_1", "web1", "device", "2026-11-29T08:00:00Z")
CPE = "cpe:2.3:a:openssl:openssl:3.0.15:*:*:*:*:*:*:*"
PURL = "pkg:deb/debian/openssl@3.0.15-1~deb12u1?distro=debian-12"
OPENSSL = Installed(
    "Debian", "openssl", "3.0.15-1~deb12u1", "pkg:deb/debian/openssl@3.0.15-1~deb12u1?distro=debian-12", CPE
)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=20)
FOUND = st.lists(st.builds(Installed, publisher=TEXT | st.just(""), name=TEXT, version=TEXT | st.just("")), max_size=5)

# The schema of the XML also has a pattern for CPEs, which are ours.
PLAIN = FOUND.map(lambda found: [one._replace(purl="", cpe="") for one in found])


def made(kind: SbomFormat, *found: Installed) -> str:
    """A document as text."""
    return written(kind, SUBJECT, found).content.decode()


def problems_of_spdx(text: str) -> list[str]:
    """What the reference implementation has against a document of SPDX."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sbom.spdx.json"
        file.write_text(text, "utf-8")
        return [one.validation_message for one in validate_full_spdx_document(parse_file(str(file)))]


@given(FOUND)
def test_documents_of_cyclonedx_are_valid_whatever_is_installed(found: list[Installed]) -> None:
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(made("cyclonedx", OPENSSL, *found))

    assert problem is None


@given(PLAIN)
def test_documents_of_cyclonedx_as_xml_are_valid_and_say_the_same(found: list[Installed]) -> None:
    document = made("cyclonedx-xml", OPENSSL, Installed("<&>", "a\x07b\ufffe", "]]>"), *found)

    assert XmlValidator(SchemaVersion.V1_6).validate_str(document) is None
    assert set(read_sbom(made("cyclonedx-xml", OPENSSL, *found).encode()).components) == set(
        read_sbom(made("cyclonedx", OPENSSL, *found).encode()).components
    )


def test_documents_of_spdx_are_valid() -> None:
    assert problems_of_spdx(made("spdx", OPENSSL, Installed("", "ledger", ""), Installed("Ä & Söhne", "x", "1"))) == []


@pytest.mark.parametrize("kind", ["cyclonedx", "cyclonedx-xml", "spdx"])
def test_what_is_written_is_read_again(kind: SbomFormat) -> None:
    listed = read_sbom(made(kind, OPENSSL, Installed("Acme", "ledger", "3.1")).encode())

    assert set(listed.components) == {
        Component("Acme", "ledger", "3.1"),
        Component("Debian", "openssl", "3.0.15-1~deb12u1", "deb", "", "12"),
    }


@pytest.mark.parametrize(
    ("purl", "found"),
    [
        (
            "pkg:deb/debian/libssl3@3.0.14-1?upstream=openssl&distro=debian-12",
            ("Debian", "libssl3", "3.0.14-1", "deb", "openssl", "12"),
        ),
        (
            "pkg:rpm/redhat/bash@5.1.8-9.el9?epoch=1&distro=rhel-9.4",
            ("Red Hat", "bash", "1:5.1.8-9.el9", "rpm", "", "9.4"),
        ),
        (
            "pkg:apk/alpine/musl@1.2.5-r0?distro=alpine-3.20.1",
            ("Alpine Linux", "musl", "1.2.5-r0", "apk", "", "3.20.1"),
        ),
        (
            "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
            ("", "org.apache.logging.log4j:log4j-core", "2.14.1", "maven"),
        ),
        ("pkg:npm/%40angular/core@17.0.0", ("", "@angular/core", "17.0.0", "npm")),
        ("pkg:golang/github.com/gin-gonic/gin@v1.9.0", ("", "github.com/gin-gonic/gin", "v1.9.0", "golang")),
        ("pkg:pypi/django@4.2.1", ("", "django", "4.2.1", "pypi")),
        ("pkg:oci/app@sha256%3Aabc", ("", "app", "sha256:abc", "generic")),
        ("pkg:npm/a%00b@1%0A", ("", "a b", "1", "npm")),
        ("pkg:deb/debian/a@1?upstream=b%00&distro=debian-12%00", ("Debian", "a", "1", "deb", "b", "12")),
        ("nonsense", ("", "told", "1")),
        ("", ("", "told", "1")),
    ],
)
def test_a_component_is_what_its_package_url_says(purl: str, found: tuple[str, ...]) -> None:
    assert component("told", "1", "", purl) == Component(*found)


def test_components_within_components_count_and_files_do_not() -> None:
    inner: dict[str, Any] = {"type": "library", "name": "inner", "version": "2"}
    outer = {"type": "library", "group": "acme", "name": "outer", "version": "1", "components": [inner, inner]}
    told = {"bomFormat": "CycloneDX", "components": [outer, {"type": "file", "name": "a.txt"}, {"type": "library"}]}

    listed = read_sbom(json.dumps(told).encode())

    assert [one.name for one in listed.components] == ["acme/outer", "inner"]
    assert listed.left_out == 1


def test_a_file_may_have_a_path_of_any_length() -> None:
    file = {"type": "file", "name": "x" * 400, "components": [{"type": "library", "name": "inner"}]}

    listed = read_sbom(json.dumps({"bomFormat": "CycloneDX", "components": [file]}).encode())

    assert listed.components == (Component("", "inner", ""),)


def test_a_package_of_spdx_whose_number_is_no_text_is_a_component() -> None:
    package: dict[str, Any] = {"SPDXID": ["x"], "primaryPackagePurpose": {}, "name": "x", "versionInfo": "2"}
    told = {"spdxVersion": "SPDX-2.3", "documentDescribes": ["y"], "packages": [package]}

    assert read_sbom(json.dumps(told).encode()).components == (Component("", "x", "2"),)


def test_what_a_document_of_spdx_describes_is_no_component_of_it() -> None:
    described = {"SPDXID": "SPDXRef-app", "name": "app", "versionInfo": "1"}
    package = {"SPDXID": "SPDXRef-x", "name": "x", "versionInfo": "2", "supplier": "Organization: Acme"}
    told = {"spdxVersion": "SPDX-2.3", "documentDescribes": ["SPDXRef-app"], "packages": [described, package]}

    assert read_sbom(json.dumps(told).encode()).components == (Component("Acme", "x", "2"),)


def test_packages_of_spdx_3_are_components() -> None:
    package = {
        "type": "software_Package",
        "name": "x",
        "software_packageVersion": "1",
        "software_packageUrl": "pkg:pypi/x@1",
    }
    told = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [package, {"type": "Person"}]}

    assert read_sbom(json.dumps(told).encode()).components == (Component("", "x", "1", "pypi"),)


def test_what_a_document_of_spdx_3_is_of_is_no_component_of_it() -> None:
    app = {"type": "software_Package", "spdxId": "urn:app", "name": "app"}
    package = {"type": "software_Package", "spdxId": "urn:x", "name": "x"}
    told = {"@graph": [{"type": "software_Sbom", "rootElement": ["urn:app"]}, app, package]}

    assert read_sbom(json.dumps(told).encode()).components == (Component("", "x", ""),)


def test_a_document_that_is_of_packages_alone_lists_these() -> None:
    packages = [{"SPDXID": name, "name": name} for name in ("a", "b")]
    told = {"spdxVersion": "SPDX-2.3", "documentDescribes": ["a", "b"], "packages": packages}

    assert [one.name for one in read_sbom(json.dumps(told).encode()).components] == ["a", "b"]


def nested(depth: int) -> dict[str, Any]:
    """A component that is made of one that is made of one."""
    return {"type": "library", "name": "x", "components": [nested(depth - 1)] if depth else []}


def xml(components: str) -> bytes:
    """A document with components that are one within the other."""
    count = components.count("<component ")
    within = components + "</component></components>" * count
    return f'<bom xmlns="http://cyclonedx.org/schema/bom/1.4" version="1">{within}</bom>'.encode()


def test_components_of_xml_are_those_of_any_version_with_what_they_are_made_of() -> None:
    said = "<supplier><name>Acme</name></supplier><group>g</group><name>outer</name><version>1</version>"

    listed = read_sbom(xml(f"<components><component type='library'>{said}<components><component type='file'>"))

    assert listed.components == (Component("Acme", "g/outer", "1"),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<bom/>", "is no XML of CycloneDX"),
        (b"<bom", "is no XML of CycloneDX"),
        (
            b'<!DOCTYPE b [<!ENTITY e SYSTEM "file:///etc/passwd">]><b>&e;</b>',
            "XML of CycloneDX: it declares a document type",
        ),
        (b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>', "is empty"),
        (xml("<components><component type='library'><name>x</name>" * 150), "nested more than"),
        (xml("<components><component type='library'><name>x</name>" * 30), "nested more than"),
        (b"[" * 100_000, "is no JSON"),
        (b"{}", "neither CycloneDX nor SPDX"),
        (b"3", "neither CycloneDX nor SPDX"),
        (b'{"bomFormat": "CycloneDX"}', "is empty"),
        (json.dumps({"bomFormat": "CycloneDX", "components": [nested(30)]}).encode(), "nested more than"),
        (json.dumps({"bomFormat": "CycloneDX", "components": [{"name": "x" * 400}]}).encode(), "is longer than"),
        (
            json.dumps({"bomFormat": "CycloneDX", "components": [{"name": str(n)} for n in range(20_001)]}).encode(),
            "are too many",
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else value,
)
def test_a_document_that_is_none_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(SbomError, match=message):
        read_sbom(content)
