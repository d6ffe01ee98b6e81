"""A recording becomes the report that the agent would send of the same machine, as far as both can see."""

import os
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from discovery_agent.host.collector import Collector
from discovery_agent.host.machine import Machine
from discovery_agent.runner import host_collectors, root_ref, section_of
from discovery_agent.scan.fact_kinds import ALL, CONFIGURATION, is_told
from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.bsd import BSD, UNREAD
from discovery_agent.ssh.links import LINKS, links_of
from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.recorded_system import RecordedSystem
from discovery_agent.ssh.recording import Recording
from graph_schema.report import Ref, Report, Root, Section

_MAX_REASON = 1024
_PORTS = "network_interfaces"


class Scanned(NamedTuple):
    """The report of a recording, what is missing in it, and what sudo said where it refused.

    `used_sudo`: sudo let an account run what only root may.
    """

    report: Report
    gaps: tuple[str, ...]
    privilege_refused: str | None
    used_sudo: bool = False


def report_of(recording: Recording, source: str, network_scope: str, facts: Collection[str] = ALL) -> Scanned:
    """One report with the agent's sections. Where the script did not come to its end, none of them is complete.

    `facts` are the kinds of facts that were asked for.
    """
    readings = readings_of(recording)
    machine = Machine(RecordedSystem(readings), reads_configuration=CONFIGURATION in facts)
    root = root_ref(machine)
    lost = _lost(readings)
    unread = UNREAD if readings.system in BSD else ()
    wanted = [collector for collector in host_collectors() if is_told(collector.name, facts)]
    sections = [_section(collector, machine, root, unread) for collector in wanted]
    if is_told(LINKS, facts):
        ports = {ref: ci for section in sections for ref, ci in section.cis.items() if section.name == _PORTS}
        sections.append(links_of(readings, ports, _kept_by_programs(machine) if CONFIGURATION in facts else ()))
    for section in sections:
        _refuse_completeness(section, lost)
    report = Report(
        report_id=os.urandom(16).hex(),
        source=source,
        observed_at=recording.observed_at,
        root=Root(root, root.partition(":")[0]),
        sections=tuple(sections),
        network_scope=network_scope,
    )
    told = (*lost, *(f"{section.name}: {section.reason}" for section in sections if section.outcome in _WITH_GAPS))
    return Scanned(report, told, readings.privilege_refused, readings.is_privileged and readings.user_number > 0)


def _kept_by_programs(machine: Machine) -> list[str]:
    """The addresses that known applications keep with those of other machines (VRRP)."""
    found = (machine.activity.get("applications") or {"found": []})["found"]
    return [address for entry in found for _, address in entry.get("addresses", ())]


def _section(collector: Collector[Any], machine: Machine, root: Ref, unread: Sequence[str]) -> Section:
    if collector.name in unread:
        return Section(collector.name, outcome="not_available", reason="this is not read of BSD over SSH")
    return section_of(collector, machine, root)


_WITH_GAPS = ("partial", "failed")


def _lost(readings: Readings) -> list[str]:
    """What did not come to its end, as texts."""
    lost = list(readings.lost)
    if not readings.is_complete:
        lost.append("the script did not come to its end")
    return lost


def _refuse_completeness(section: Section, lost: list[str]) -> None:
    if lost and section.outcome in ("complete", "partial", "not_available"):
        section.outcome = "partial"
        section.reason = "; ".join(filter(None, (section.reason, *lost)))[:_MAX_REASON]
