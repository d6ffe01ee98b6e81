"""The machine that scans, where it is among the targets: it is read as the agent reads it, without a log-in."""

import asyncio
import time
from dataclasses import replace

from discovery_agent.host.links import interface_addresses
from discovery_agent.host.machine import Machine
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.runner import Sender, host_collectors, take_inventory
from discovery_agent.scan import outcomes
from discovery_agent.scan.fact_kinds import CONFIGURATION, is_told
from discovery_agent.scan.job import attempt_of
from discovery_agent.scan.method import MethodResult, Target
from graph_schema.report import Report, Root

_NOBODY = "nobody"
_SHOWN = 3


def own_addresses() -> frozenset[str]:
    """The addresses of this machine; none where the kernel does not tell."""
    try:
        return frozenset(entry.address for entry in interface_addresses())
    except NetlinkError:
        return frozenset()


async def read_own(target: Target) -> MethodResult:
    """What this machine is, in the words of a scan that logged in."""
    started_at = time.monotonic()
    report = await asyncio.to_thread(_inventory, target)
    gaps = [
        f"{section.name}: {section.reason}" for section in report.sections if section.outcome in ("partial", "failed")
    ]
    outcome = outcomes.PARTIAL if gaps else outcomes.INVENTORIED
    detail = "; ".join(["this machine itself, read without a log-in", *gaps[:_SHOWN]])
    took = (time.monotonic() - started_at) * 1000
    return MethodResult((report,), (attempt_of("ssh", None, outcome.name, detail, took),))


def _inventory(target: Target) -> Report:
    """An inventory that remembers nothing and claims no agent."""
    wanted = [collector for collector in host_collectors() if is_told(collector.name, target.facts)]
    machine = Machine(reads_configuration=CONFIGURATION in target.facts)
    report = take_inventory(machine, Sender(_NOBODY, target.network_scope), wanted, remember=False)
    return replace(report, source=target.source("ssh"), root=Root(report.root.ref, report.root.ci_class))
