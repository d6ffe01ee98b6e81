"""A device that lists without end is told as far as a server takes it, and the gap with it."""

from datetime import UTC, datetime

from discovery_agent.section_limits import within_limits
from discovery_agent.snmp.facts import Facts, Interface, Vlan
from discovery_agent.snmp.report import Origin, report_of
from graph_schema.report import MAX_CIS, MAX_RELATIONSHIPS, Section

ORIGIN = Origin("snmp:default/10.0.0.9", "default", datetime(2026, 1, 1, tzinfo=UTC))


def sections(facts: Facts) -> dict[str, Section]:
    return {section.name: section for section in report_of(facts, ORIGIN).sections}


def test_interfaces_without_end_are_told_in_part_and_the_gap_with_them() -> None:
    facts = Facts(interfaces={at: Interface(at, f"port {at}", type=6) for at in range(1, MAX_CIS + 4)})
    facts.interfaces[MAX_CIS + 3].untagged_vlan = 7
    facts.vlans = {7: Vlan(7)}

    told = sections(facts)

    ports = told["network_interfaces"]
    assert (len(ports.cis), len(ports.relationships)) == (MAX_CIS, MAX_CIS)
    assert (ports.outcome, ports.reason) == ("partial", "3 of 20,003 CIs and 3 relationships are left out")
    assert told["vlans"].relationships == []


def test_of_trunks_that_carry_every_vlan_the_untagged_ones_are_told_first() -> None:
    facts = Facts(interfaces={at: Interface(at, f"port {at}", type=6, untagged_vlan=1) for at in range(1, 31)})
    facts.vlans = {number: Vlan(number) for number in range(1, 4001)}
    for interface in facts.interfaces.values():
        interface.tagged_vlans = set(range(2, 4001))

    vlans = sections(facts)["vlans"]

    assert len(vlans.relationships) == MAX_RELATIONSHIPS
    assert sum(not entry.attributes["is_tagged"] for entry in vlans.relationships) == 30
    assert (vlans.outcome, vlans.reason) == ("partial", "70,000 relationships are left out")


def test_what_a_server_takes_is_left_as_it_is() -> None:
    section = Section("packages", outcome="failed", reason="why")

    assert within_limits(section) is section
    assert (section.outcome, section.reason) == ("failed", "why")
