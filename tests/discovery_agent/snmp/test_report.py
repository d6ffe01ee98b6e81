"""Reports are what the server accepts: every item of them passes its checks."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cmdb_server.ingest.claim_check import ClaimCheck
from cmdb_server.ingest.items import Refused
from cmdb_server.ingest.section_check import SectionCheck
from cmdb_server.ingest.validation import decode
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.replay import report_line
from discovery_agent.snmp.report import Origin, report_of
from discovery_agent.snmp.reported_software import Installed, installed_of, publisher_of
from discovery_agent.snmp.snmprec import device_files
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.discovery_agent.snmp.readings import ENTITY, INTERFACES, device, facts_of, port

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
REGISTRY = load_registry()
ORIGIN = Origin("snmp:test", "default", datetime(2026, 1, 31, 12, tzinfo=UTC))
LLDP = "1.0.8802.1.1.2.1.4.1.1"


def reported(facts: Facts) -> Report:
    return report_of(facts, ORIGIN)


def refused_of(body: bytes) -> list[Refused]:
    report = decode(body, REGISTRY)
    check = SectionCheck(REGISTRY, ClaimCheck(REGISTRY), report.root_ref, report.root_identifiers)
    return [entry for section in check.check_all(report.sections) for entry in section.refused]


def test_a_switch_is_reported_with_its_ports_parts_vlans_and_links() -> None:
    facts = facts_of(
        {
            **device("Acme Switch", "1.3.6.1.4.1.5651.1"), **port(1, "ge1"), **port(2, "ge1"),
            f"{INTERFACES}.3.1": 6, f"{INTERFACES}.6.1": b"\x00\x1a\x2b\x0c\x4d\x5e",
            f"{ENTITY}.5.1": 3, f"{ENTITY}.11.1": "CHASSIS-1", f"{ENTITY}.13.1": "X-1",
            f"{ENTITY}.5.2": 6, f"{ENTITY}.11.2": "PSU-1", f"{ENTITY}.7.2": "PSU", f"{ENTITY}.4.2": 1,
            "1.3.6.1.2.1.17.7.1.4.3.1.1.20": "voice", "1.3.6.1.2.1.17.7.1.4.3.1.2.20": b"\x80",
            f"{LLDP}.4.0.1.1": 4, f"{LLDP}.5.0.1.1": b"\x00\x1a\x2b\x0c\x4d\x5f", f"{LLDP}.6.0.1.1": 5,
            f"{LLDP}.7.0.1.1": "Gi1", f"{LLDP}.9.0.1.1": "core",
        }
    )  # fmt: skip

    report = reported(facts)

    cis = {ci.ref: ci for section in report.sections for ci in section.cis.values()}
    links = {(claim.type, claim.source) for section in report.sections for claim in section.relationships}
    assert cis[report.root.ref].ci_class == "switch"
    assert cis[report.root.ref].attributes["serial_number"] == "CHASSIS-1"
    assert {str(ci.attributes.get("name")) for ci in cis.values()} >= {"ge1", "ge1 #2", "PSU", "voice"}
    assert ("IN_VLAN", "network_interface:1") in links
    assert [section.evidence["neighbours"][0]["name"] for section in report.sections if section.evidence] == ["core"]
    assert refused_of(encode(report)) == []


def test_what_a_device_does_not_answer_is_never_an_empty_list() -> None:
    report = reported(facts_of(device("nothing else")))

    assert [(section.name, section.outcome) for section in report.sections] == [
        ("device", "complete"),
        ("network_interfaces", "not_available"),
    ]


def test_what_a_reading_lacks_that_was_broken_off_is_not_gone() -> None:
    facts = facts_of({**device("Acme Switch"), **port(1, "ge1"), "1.3.6.1.2.1.17.7.1.4.3.1.1.20": "voice"})
    facts.problems.append(f"{INTERFACES}.3: 10.0.0.1 port 161 does not answer; what comes after it is missing")

    sections = reported(facts).sections

    assert [section.name for section in sections] == ["device", "network_interfaces", "vlans", "links"]
    assert {(section.outcome, section.reason) for section in sections} == {("partial", facts.problems[0])}


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("openssl-1.0.1e-16.el6", Installed("openssl", "1.0.1e", "rpm", "1.0.1e-16.el6")),
        ("bash_4.3-11+deb8u1_amd64", Installed("bash", "4.3", "deb", "4.3-11+deb8u1", "amd64")),
        ("redis_5:7.0.15-1_amd64", Installed("redis", "7.0.15", "deb", "5:7.0.15-1", "amd64")),
        ("Mozilla Firefox 12.0", Installed("Mozilla Firefox", "12.0")),
        ("JUNOS Base OS", Installed("JUNOS Base OS")),
    ],
)
def test_product_and_version_are_told_apart_as_the_agent_does(package: str, expected: Installed) -> None:
    assert installed_of(package) == expected


def test_a_distribution_is_known_by_the_package_that_only_it_has() -> None:
    assert (
        publisher_of([installed_of("bash_5.2-1_amd64"), installed_of("debian-archive-keyring_2023.3_all")]) == "Debian"
    )
    assert publisher_of([installed_of("bash_5.2-1_amd64")]) == ""


@pytest.mark.skipif(not DATA, reason="PLUMBLINE_TEST_DATA is not set: no recordings of other projects")
def test_nothing_that_real_devices_say_is_refused() -> None:
    files = device_files([Path(DATA) / "corpora" / "snmp"])

    refused = {
        (path.stem, entry.field, entry.message) for path in files for entry in refused_of(report_line(path).encode())
    }

    assert refused == set()
