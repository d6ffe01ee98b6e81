"""The demonstration estate holds together and clashes with nothing real."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

import pytest

from cmdb_server.demo.estate import generate
from cmdb_server.demo.traffic import OUTSIDE
from cmdb_server.ingest.claim_check import ClaimCheck
from cmdb_server.ingest.keys import keys_of
from cmdb_server.ingest.section_check import SectionCheck
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, ReportedCI, ReportedRelationship, Target, encode

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
UNROUTED = ip_network("198.18.0.0/15")
SHARED = {"ip_address", "subnet", "software_release", "certificate", "dns_name"}


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """The whole estate."""
    return list(generate(NOON))


def cis_of(reports: list[Report]) -> Iterator[tuple[Report, ReportedCI]]:
    """Every reported CI with the report it is in."""
    for report in reports:
        for section in report.sections:
            for ci in section.cis.values():
                yield report, ci


def relationships_of(reports: list[Report]) -> Iterator[tuple[Report, ReportedRelationship]]:
    """Every reported relationship with the report it is in."""
    for report in reports:
        for section in report.sections:
            for relationship in section.relationships:
                yield report, relationship


def test_every_item_is_accepted_as_it_is(registry: Registry, reports: list[Report]) -> None:
    refused: list[str] = []
    dropped = 0

    for report in reports:
        incoming = decode(encode(report), registry, NOON)
        check = SectionCheck(registry, ClaimCheck(registry), incoming.root_ref, incoming.root_identifiers)
        for section in check.check_all(incoming.sections):
            refused += [f"{entry.item}: {entry.field} {entry.message}" for entry in section.refused]
            dropped += section.dropped_attributes

    assert refused == []
    assert dropped == 0


def test_the_same_seed_gives_the_same_reports() -> None:
    first = [encode(report) for report in generate(NOON, seed=7)]
    second = [encode(report) for report in generate(NOON, seed=7)]
    other = [encode(report) for report in generate(NOON, seed=8)]

    assert first == second
    assert first != other


def test_another_day_changes_no_fact() -> None:
    first = [report.sections for report in generate(NOON)]
    second = [report.sections for report in generate(LATER)]

    assert first == second


def test_each_root_has_a_source_of_its_own_and_is_in_the_first_section(reports: list[Report]) -> None:
    sources = Counter(report.source for report in reports)

    assert max(sources.values()) == 1
    assert all(report.root.ref in report.sections[0].cis for report in reports)


def test_the_estate_is_as_large_as_it_says(reports: list[Report]) -> None:
    kinds = Counter(
        ci_class for ci_class, _ in {(ci.ci_class, identity_of(report, ci)) for report, ci in cis_of(reports)}
    )

    assert 1_800 <= kinds.total() <= 2_500
    assert kinds["site"] == 3
    assert kinds["business_service"] == 12
    assert kinds["virtual_machine"] > 80


def test_serial_numbers_and_hardware_addresses_are_unique(reports: list[Report]) -> None:
    for attribute in ("serial_number", "mac_address", "system_uuid", "asset_tag", "fqdn"):
        own = [ci for _, ci in cis_of(reports) if ci.ci_class not in SHARED and attribute in ci.attributes]
        values = Counter(ci.attributes[attribute] for ci in own)

        assert [value for value, count in values.items() if count > 1] == [], attribute


def test_addresses_are_never_routed_and_have_one_holder(reports: list[Report]) -> None:
    holders: dict[str, set[str]] = {}
    for report, relationship in relationships_of(reports):
        if relationship.type == "ASSIGNED_TO" and str(relationship.target).startswith("network_interface:"):
            holders.setdefault(relationship.source, set()).add(f"{report.source}{relationship.target}")

    addresses = {str(ci.attributes["address"]) for _, ci in cis_of(reports) if ci.ci_class == "ip_address"}

    assert all(ip_address(address) in UNROUTED for address in addresses)
    assert {ref: found for ref, found in holders.items() if len(found) != 1} == {}


def test_some_certificates_end_soon_and_none_has_ended(reports: list[Report]) -> None:
    ends = {
        str(ci.attributes["name"]): datetime.fromisoformat(str(ci.attributes["not_after"]))
        for _, ci in cis_of(reports)
        if ci.ci_class == "certificate"
    }

    assert len(ends) > 8
    assert min(ends.values()) > NOON
    assert 1 <= sum((end - NOON).days < 30 for end in ends.values()) < len(ends)


def test_every_relationship_leads_between_classes_it_may_join(registry: Registry, reports: list[Report]) -> None:
    wrong: list[str] = []

    for report, relationship in relationships_of(reports):
        classes = {ref: ci.ci_class for section in report.sections for ref, ci in section.cis.items()}
        target = relationship.target
        end = target.ci_class if isinstance(target, Target) else classes[target]
        if not registry.is_allowed(registry.relationship_type(relationship.type), classes[relationship.source], end):
            wrong.append(f"{relationship.source} {relationship.type} {end}")

    assert wrong == []


def test_every_target_is_somewhere_in_the_estate(registry: Registry, reports: list[Report]) -> None:
    known = {key for report, ci in cis_of(reports) for key in keys_of_reported(registry, report, ci)}
    listening = {
        (str(address), ci.attributes["port"], ci.attributes["protocol"])
        for report, ci in cis_of(reports)
        if ci.ci_class == "endpoint"
        for address in (*addresses_of(report), ci.attributes["address"])
    }
    listening |= {(peer.address, peer.port, peer.protocol) for peers in OUTSIDE.values() for peer in peers}
    missing: list[str] = []

    for _, relationship in relationships_of(reports):
        target = relationship.target
        if not isinstance(target, Target):
            continue
        if relationship.type == "CONNECTS_TO":
            peer = target.attributes
            if (peer["address"], peer["port"], peer["protocol"]) not in listening:
                missing.append(f"{relationship.source} > {dict(peer)}")
        elif not keys_of_target(registry, target) & known:
            missing.append(f"{relationship.source} {relationship.type} {target}")

    assert missing == []


def identity_of(report: Report, ci: ReportedCI) -> str:
    """A CI's ref, within its report unless all reports share it."""
    return ci.ref if ci.ci_class in SHARED else f"{report.source}/{ci.ref}"


def addresses_of(report: Report) -> list[str]:
    """The addresses that a report assigns to interfaces of its root."""
    return [
        str(ci.attributes["address"])
        for section in report.sections
        for ci in section.cis.values()
        if ci.ci_class == "ip_address"
    ]


def keys_of_reported(registry: Registry, report: Report, ci: ReportedCI) -> set[str]:
    """The identifiers of a reported CI, within the identifiers of its owner."""
    spec = registry.ci_class(ci.ci_class)
    own = {key.text for key in keys_of(registry.ci_class(ci.ci_class), ci.attributes, report.network_scope)}
    if not spec.owner_types:
        return own
    cis = {ref: other for section in report.sections for ref, other in section.cis.items()}
    owners = [
        cis[relationship.target]
        for section in report.sections
        for relationship in section.relationships
        if relationship.source == ci.ref
        and relationship.type in spec.owner_types
        and not isinstance(relationship.target, Target)
    ]
    return {f"{outer}>{key}" for owner in owners for outer in keys_of_reported(registry, report, owner) for key in own}


def keys_of_target(registry: Registry, target: Target) -> set[str]:
    """The identifiers of a target, within the identifiers of the owner it names."""
    own = {key.text for key in keys_of(registry.ci_class(target.ci_class), target.attributes, "default")}
    if target.within is None:
        return own
    return {f"{outer}>{key}" for outer in keys_of_target(registry, target.within) for key in own}
