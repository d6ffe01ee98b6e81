"""What each format of tables tells, and entries that are none."""

import json
from typing import Any

import pytest

from cmdb_server.vulnerabilities.ecosystems import Coordinate, Package, coordinate, ecosystem_of
from cmdb_server.vulnerabilities.entry import EntryError, Range, Vulnerability
from cmdb_server.vulnerabilities.format import entries
from cmdb_server.vulnerabilities.lifecycle import Lifecycle
from cmdb_server.vulnerabilities.versions import hit
from tests.vulnerabilities.tables import CRITICAL, HIGH, cve, nvd, osv, until

MATCH = {"vulnerable": True, "criteria": "cpe:2.3:a:microsoft:sql_server:*:*:*:*:*:*:*:*"}


def told(document: object) -> Vulnerability:
    """The one entry of a document."""
    _, (found,) = entries(document, "x.json")
    assert isinstance(found, Vulnerability), found
    return found


def refused(document: object) -> str:
    """Why a document is no entry."""
    _, (found,) = entries(document, "x.json")
    assert isinstance(found, EntryError), found
    return str(found)


def test_an_entry_of_osv_tells_packages_of_a_release_with_their_ranges() -> None:
    severity = [{"type": "CVSS_V3", "score": CRITICAL}]
    found = told(osv("DEBIAN-CVE-2026-1234", "Debian:12", "openssl", *until("3.0.15-1"), severity=severity))

    assert (found.key, found.cve) == ("OSV:DEBIAN-CVE-2026-1234", "CVE-2026-1234")
    assert (found.severity, found.score) == ("critical", 9.8)
    (affected,) = found.affected
    assert (affected.package, affected.ranges) == ("Debian:12/openssl", (Range("0", "3.0.15-1"),))


def test_an_advisory_of_several_cves_stays_one_and_one_of_a_single_cve_is_that_cve() -> None:
    several = told(osv("DSA-1-1", "Debian:12", "x", aliases=["CVE-2026-1000", "CVE-2026-1001"]))
    single = told(osv("GHSA-aaaa-bbbb-cccc", "PyPI", "Flask_Login", aliases=["CVE-2026-1000"]))

    assert (several.cve, single.cve) == ("DSA-1-1", "CVE-2026-1000")
    assert single.affected[0].package == "PyPI/flask-login"


def test_several_ranges_one_after_another_and_commits_are_told_apart() -> None:
    events = ({"introduced": "1.0"}, {"fixed": "1.4"}, {"introduced": "2.0"}, {"last_affected": "2.3"})
    document = osv("X-1", "npm", "left-pad", *events)
    document["affected"][0]["ranges"].append({"type": "GIT", "events": [{"introduced": "0"}]})

    assert told(document).affected[0].ranges == (Range("1.0", "1.4"), Range("2.0", "", "2.3"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ""}, "id is missing"),
        ({"modified": 3}, "modified is no text"),
        ({"affected": {}}, "affected is no list"),
        ({"affected": [{"package": {"name": "x"}}]}, "ecosystem is missing"),
        ({"affected": [{"package": {"ecosystem": "npm", "name": "x\0"}}]}, "name holds a NUL character"),
        ({"summary": ["x"]}, "summary is no text"),
        ({"id": "x" * 300}, "id is too long"),
    ],
    ids=str,
)
def test_an_entry_that_is_none_says_which_field_is_wrong(change: dict[str, Any], message: str) -> None:
    assert message in refused({**osv("X-1", "npm", "x"), **change})


def test_references_that_a_browser_should_not_follow_are_left_out() -> None:
    references = [{"url": "javascript:alert(1)"}, {"url": "https://example.net/a"}, {"url": "ftp://example.net"}]

    assert told(osv("X-1", "npm", "x", references=references)).references == ("https://example.net/a",)


def test_a_record_of_the_cve_programme_tells_products_by_the_names_of_cpe() -> None:
    versions = [
        {"version": "15.0", "lessThan": "15.0.4410", "status": "affected", "versionType": "custom"},
        {"version": "16.0.1", "status": "affected"},
        {"version": "17.0", "status": "unaffected"},
        {"version": "0", "lessThan": "*", "status": "affected", "versionType": "git"},
    ]
    found = told(cve("CVE-2026-1000", "Microsoft", "SQL Server", versions))

    (affected,) = found.affected
    assert affected.package == "CPE/microsoft:sql_server"
    assert (affected.ranges, affected.versions) == ((Range("15.0", "15.0.4410"),), ("16.0.1",))
    assert (found.severity, found.title) == ("critical", "SQL Server lets anybody in.")


def test_a_rejected_record_is_withdrawn() -> None:
    document = cve("CVE-2026-1000", "a", "b", [])
    document["cveMetadata"]["state"] = "REJECTED"

    assert told(document).is_withdrawn


def test_nvd_tells_what_is_vulnerable_and_not_what_it_runs_on() -> None:
    range_ = {**MATCH, "versionStartIncluding": "15.0", "versionEndExcluding": "15.0.4410"}
    beside = {"vulnerable": False, "criteria": "cpe:2.3:o:microsoft:windows:*:*:*:*:*:*:*:*"}
    (document,) = nvd("CVE-2026-1000", range_, beside)["vulnerabilities"]
    found = told(document)

    assert [one.package for one in found.affected] == ["CPE/microsoft:sql_server"]
    assert found.affected[0].ranges == (Range("15.0", "15.0.4410"),)
    assert (found.severity, found.vector) == ("high", HIGH)


def test_nvd_tells_of_versions_newer_than_one() -> None:
    range_ = {**MATCH, "versionStartExcluding": "15.0", "versionEndExcluding": "15.0.4410"}
    (document,) = nvd("CVE-2026-1000", range_)["vulnerabilities"]
    (affected,) = told(document).affected

    assert affected.ranges == (Range("15.0", "15.0.4410", is_after=True),)
    assert [hit(version, affected, "any") is not None for version in ("15.0", "15.0.1", "15.0.4410")] == [
        False, True, False,
    ]  # fmt: skip


def test_a_document_of_no_format_says_which_are_read() -> None:
    assert "OSV" in refused({"hello": "world"})
    assert "OSV" in refused(3)


@pytest.mark.parametrize(
    ("told_as", "known_as"),
    [
        ("Debian:12", "Debian:12"),
        ("Ubuntu:22.04:LTS", "Ubuntu:22.04"),
        ("Ubuntu:Pro:16.04:LTS", "Ubuntu:Pro:16.04:LTS"),
        ("Alpine:v3.20", "Alpine:3.20"),
        ("Red Hat:enterprise_linux:9::baseos", "Red Hat:9"),
        ("Rocky Linux:9", "Rocky Linux:9"),
        ("SUSE:Linux Enterprise Module for Basesystem 15 SP6", "SUSE:15.6"),
        ("openSUSE:Leap 15.6", "openSUSE:15.6"),
        ("PyPI", "PyPI"),
    ],
)
def test_ecosystems_of_tables_are_those_of_installed_packages(told_as: str, known_as: str) -> None:
    assert ecosystem_of(told_as) == known_as


@pytest.mark.parametrize(
    ("package", "os_version", "found"),
    [
        (Package("Debian", "libssl3", "3.0.15-1", "deb", "openssl"), "12", ("Debian:12", "Debian:12/openssl", "deb")),
        (Package("Ubuntu", "curl", "7.81.0-1", "deb"), "22.04", ("Ubuntu:22.04", "Ubuntu:22.04/curl", "deb")),
        (Package("Alpine Linux", "musl", "1.2.5-r0", "apk"), "3.20.1", ("Alpine:3.20", "Alpine:3.20/musl", "apk")),
        (Package("", "Flask_Login", "0.6", "pypi"), "", ("PyPI", "PyPI/flask-login", "pypi")),
        (Package("Microsoft", "x", "15.0", cpe="microsoft:sql_server"), "", ("CPE", "CPE/microsoft:sql_server", "any")),
    ],
)
def test_where_a_package_is_looked_up(package: Package, os_version: str, found: tuple[str, str, str]) -> None:
    ecosystem, key, scheme = found

    assert coordinate(package, os_version) == Coordinate(ecosystem, (key,), package.version, scheme)


@pytest.mark.parametrize(
    ("package", "os_version"),
    [
        (Package("Debian", "curl", "7.88.1", "deb"), ""),
        (Package("Debian", "curl", "7.88.1", cpe="haxx:curl"), "12"),
        (Package("Acme", "Ledger", "3"), ""),
        (Package("Microsoft", "x", "", cpe="microsoft:sql_server"), ""),
    ],
    ids=str,
)
def test_what_no_table_can_tell_of_is_not_looked_up(package: Package, os_version: str) -> None:
    assert coordinate(package, os_version) is None


def lifecycles(document: object, file: str = "x.json") -> list[Lifecycle]:
    """The products of a table."""
    name, found = entries(document, file)
    assert name == "endoflife.date"
    assert all(isinstance(one, Lifecycle) for one in found), found
    return [one for one in found if isinstance(one, Lifecycle)]


NGINX = {
    "name": "nginx",
    "label": "nginx",
    "identifiers": [{"type": "cpe", "id": "cpe:2.3:a:f5:nginx"}, {"type": "purl", "id": "pkg:deb/debian/nginx"}],
    "releases": [
        {"name": "1.26", "isEol": True, "eolFrom": "2026-04-23", "latest": {"name": "1.26.3"}},
        {"name": "1.2", "isEol": True, "eolFrom": None, "latest": {"name": "1.2.9"}},
    ],
}


def test_a_table_of_endoflife_tells_cycles_and_the_names_of_a_product() -> None:
    (found,) = lifecycles(json.loads(json.dumps({"schema_version": "1.2.0", "result": NGINX})))

    assert (found.cpes, found.purls) == (("f5:nginx",), ("pkg:deb/debian/nginx",))
    assert found.cycle_of("1.26.1") == found.cycles[0]
    assert found.cycle_of("1.2.7") == found.cycles[1]
    assert found.cycle_of("1.25.1") is None


def test_the_older_list_of_cycles_is_of_the_product_that_its_file_names() -> None:
    (found,) = lifecycles(
        [{"cycle": "12", "eol": "2026-06-10", "latest": "12.9"}, {"cycle": "13", "eol": False}], "debian"
    )

    assert [(one.name, one.ends_on, one.has_ended) for one in found.cycles] == [
        ("12", "2026-06-10", False), ("13", "", False),
    ]  # fmt: skip
