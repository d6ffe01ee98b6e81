"""Facts become the report that the server ingests: one section for each kind of thing, the device itself first."""

import os
from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from discovery_agent.scan.fact_kinds import ALL, is_told
from discovery_agent.section_limits import within_limits
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.reported_device import add_device
from discovery_agent.snmp.reported_links import add_links
from discovery_agent.snmp.reported_network import add_interfaces, add_vlans
from discovery_agent.snmp.reported_parts import add_parts, add_storage
from discovery_agent.snmp.reported_software import add_software
from graph_schema.report import Ref, Report, Root, Section, ref_of

ROOT_NAME = "self"
_TEXT = 1024


class Origin(NamedTuple):
    """Who reports: the key of the data source, one a device, its network scope, and when the device was asked."""

    source: str
    network_scope: str
    observed_at: datetime


def report_of(facts: Facts, origin: Origin, kinds: Collection[str] = ALL) -> Report:
    """The report of one device. What it does not answer is a section that is not available, never an empty one.

    Where anything went wrong while it was read, no section is complete: what is missing then is not gone. `kinds` are
    the kinds of facts that were asked for.
    """
    root = ref_of(facts.ci_class or "unclassified_device", ROOT_NAME)
    return Report(
        report_id=os.urandom(16).hex(),
        source=origin.source,
        observed_at=origin.observed_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        root=Root(root, root.partition(":")[0]),
        sections=tuple(section for section in _sections(facts, root) if is_told(section.name, kinds)),
        network_scope=origin.network_scope,
    )


def _sections(facts: Facts, root: Ref) -> list[Section]:
    device = add_device(Section("device"), facts, root)
    interfaces = within_limits(_interfaces(facts, root))
    others = (
        add_parts(Section("parts"), facts, root),
        add_vlans(Section("vlans"), facts, interfaces.cis),
        add_storage(Section("filesystems"), facts, root),
        add_software(Section("packages"), facts, root),
    )
    told = [within_limits(section) for section in others if section.cis or section.relationships]
    sections = [device, interfaces, *told]
    if interfaces.cis:
        sections.append(add_links(Section("links"), facts, interfaces.cis))
    for section in sections:
        if facts.problems and section.outcome == "complete":
            section.outcome, section.reason = "partial", "; ".join(facts.problems)[:_TEXT]
    return sections


def _interfaces(facts: Facts, root: Ref) -> Section:
    if not facts.interfaces:
        return Section("network_interfaces", outcome="not_available", reason="the device answers no IF-MIB")
    return add_interfaces(Section("network_interfaces", enumerates=("network_interface", "ip_address")), facts, root)
