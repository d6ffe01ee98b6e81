"""Lists of components on a real server: attached they are software, written they are what is there."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cmdb_server.sboms.reading import read_sbom
from tests.api.estate import Estate, uid_of
from tests.api.packaged import Deb, packaged
from tests.api.serving import Serving
from tests.api.test_vulnerabilities import taken
from tests.vulnerabilities.tables import dump, osv, until

LIBRARIES = ("pkg:pypi/django@4.2.1", "pkg:deb/debian/libssl3@3.0.14-1?upstream=openssl&distro=debian-12")


@pytest.fixture
def admin(shared_server: Serving, estate: Estate) -> Iterator[httpx.Client]:
    """A client with every permission."""
    assert estate
    with shared_server.client() as client:
        yield client


def sbom(*purls: str) -> bytes:
    """A list of components."""
    components = [{"type": "library", "name": "x", "purl": purl} for purl in purls]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}).encode()


def names(client: httpx.Client, uid: str) -> set[str]:
    """The software of a CI."""
    return {item["product"] for item in client.get(f"/cis/{uid}/software").json()["items"]}


def vulnerable(client: httpx.Client, uid: str) -> dict[str, Any]:
    """What a CI is affected by."""
    return client.get(f"/cis/{uid}/vulnerabilities").json()


def test_components_are_software_of_an_application_and_looked_up(admin: httpx.Client) -> None:
    app = uid_of(admin, "software_instance", "app")
    django = osv("PYSEC-2026-1", "PyPI", "Django", *until("4.2.5"), aliases=["CVE-2026-7001"])
    other = osv("PYSEC-2026-2", "PyPI", "flask", *until("1.0"))
    openssl = [osv(f"DEBIAN-CVE-2026-700{n}", "Debian:12", "openssl", *until("3.0.15-1")) for n in (2, 3)]
    taken(admin, "all.zip", dump(django, other, *openssl))

    attached = admin.put(f"/cis/{app}/sbom", params={"name": "app.json"}, content=sbom(*LIBRARIES))

    assert attached.json() == {"format": "CycloneDX", "components": 2, "left_out": 0}
    assert names(admin, app) == {"django", "libssl3"}
    assert {one["cve"] for one in vulnerable(admin, app)["items"]} == {
        "CVE-2026-7001", "CVE-2026-7002", "CVE-2026-7003",
    }  # fmt: skip
    found = admin.get("/vulnerabilities/CVE-2026-7001").json()
    assert [one["name"] for one in found["machines"]] == ["app"]
    assert [one["name"] for one in found["services"]] == ["shop"]


def test_what_is_attached_anew_replaces_what_was_there_and_can_be_taken_away(admin: httpx.Client) -> None:
    app = uid_of(admin, "software_instance", "app")
    for purls in (LIBRARIES, ("pkg:pypi/flask@2.0",)):
        assert admin.put(f"/cis/{app}/sbom", content=sbom(*purls)).status_code == 200
    assert names(admin, app) == {"flask"}

    assert admin.delete(f"/cis/{app}/sbom").status_code == 204

    assert names(admin, app) == set()
    assert vulnerable(admin, app)["total"] == 0


def test_a_list_for_what_has_no_components_is_refused(admin: httpx.Client) -> None:
    shop = uid_of(admin, "business_service", "shop")

    refused = admin.put(f"/cis/{shop}/sbom", content=sbom(*LIBRARIES))

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "uid")
    assert admin.put("/cis/ci_nothing/sbom", content=sbom(*LIBRARIES)).status_code == 404
    assert admin.put(f"/cis/{shop}/sbom", content=b"<bom/>").status_code == 422


def test_documents_of_a_machine_of_a_service_and_of_a_question_list_what_is_installed(
    admin: httpx.Client, estate: Estate
) -> None:
    uid = packaged(admin, "web9", [Deb("libssl3", "3.0.14-1~deb12u2", "openssl")])
    of_machine = admin.get(f"/cis/{uid}/sbom").json()
    of_service = admin.get("/sbom", params={"service": "shop", "format": "spdx"}).json()
    of_query = admin.get("/sbom", params={"query": "name = web9"}).json()
    as_xml = admin.get(f"/cis/{uid}/sbom", params={"format": "cyclonedx-xml"})

    (only,) = of_machine["components"]
    assert (only["name"], only["version"]) == ("libssl3", "3.0.14-1~deb12u2")
    assert only["purl"] == "pkg:deb/debian/libssl3@3.0.14-1~deb12u2?distro=debian-12"
    assert of_query["components"] == of_machine["components"]
    assert {"nginx", "openssl", "zlib"} <= {one["name"] for one in of_service["packages"]}
    assert estate.app1
    assert as_xml.headers["Content-Type"] == "application/vnd.cyclonedx+xml"
    assert {one.name for one in read_sbom(as_xml.content).components} == {
        one["name"] for one in of_machine["components"]
    }
    assert admin.get("/sbom").status_code == 422
    assert admin.get("/cis/ci_nothing/sbom").status_code == 404


def test_versions_beside_each_other_are_components_of_their_own_attached_or_reported(admin: httpx.Client) -> None:
    kernels = ("6.1.1-1", "6.1.1-2")
    reported = packaged(admin, "web8", [Deb("linux-image", ", ".join(kernels))])
    app = uid_of(admin, "software_instance", "app")
    admin.put(f"/cis/{app}/sbom", content=sbom(*(f"pkg:deb/debian/linux@{one}" for one in kernels))).raise_for_status()

    for uid in (reported, app):
        components = admin.get(f"/cis/{uid}/sbom").json()["components"]
        assert [one["version"] for one in components] == list(kernels)
        assert all("%2C" not in one["purl"] for one in components)
