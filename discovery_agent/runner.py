"""Collectors become a report: each one alone and time-boxed, a failure an outcome with its reason."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from discovery_agent.errors import DiscoveryError
from discovery_agent.host import collectors
from discovery_agent.host.collector import ROOT, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.system import System
from discovery_agent.private_files import StateFolderError
from discovery_agent.section_limits import within_limits
from graph_schema.declare import spec_of
from graph_schema.loading import load_all
from graph_schema.report import Ref, Report, Root, Section, ref_of

ROOT_NAME = "self"
T = TypeVar("T")


class Sender(NamedTuple):
    """As whom a report is sent. `remark` is what the root's section says beside its facts (a clock that is off)."""

    agent_id: str
    network_scope: str = "default"
    remark: str | None = None

    @property
    def source(self) -> str:
        """The key of the data source."""
        return f"agent:{self.agent_id}"


class Limits(NamedTuple):
    """`seconds` is what one collector may take."""

    seconds: float = 30.0


class _TimedOutError(DiscoveryError):
    """A collector did not come back."""


@cache
def host_collectors() -> tuple[Collector[Any], ...]:
    """All host collectors, the root's first."""
    found: list[Collector[Any]] = load_all(collectors, Collector)
    return tuple(sorted(found, key=lambda collector: (collector.stage, collector.name)))


def root_ref(machine: Machine) -> Ref:
    """The ref of the machine itself. It names the class, and nothing that a rename would change."""
    return ref_of(machine.ci_class, ROOT_NAME)


def take_inventory(
    machine: Machine,
    sender: Sender,
    chosen: Sequence[Collector[Any]],
    limits: Limits | None = None,
    *,
    remember: bool = True,
) -> Report:
    """One report of a machine. With `remember` the collectors keep in its state folder what the next one needs."""
    root = root_ref(machine)
    allowed = limits or Limits()
    sections = [_section(collector, machine, root, allowed, remember=remember) for collector in chosen]
    for collector, section in zip(chosen, sections, strict=True):
        if collector.stage == ROOT and section.reason is None:
            section.reason = sender.remark
    return Report(
        report_id=os.urandom(16).hex(),
        source=sender.source,
        observed_at=(machine.now or datetime.now(UTC)).isoformat(timespec="seconds").replace("+00:00", "Z"),
        root=Root(root, root.partition(":")[0], (f"agent_key:{sender.agent_id}",)),
        sections=tuple(sections),
        network_scope=sender.network_scope,
    )


def interpreted(collector: Collector[Any], reading: Reading[Any], root: Ref) -> Section:
    """The section that a reading makes."""
    section = Section(collector.name, enumerates=tuple(spec_of(kind).name for kind in collector.enumerates))
    collector.interpret(reading.facts, section, root)
    if reading.gaps:
        section.outcome = "partial"
    section.reason = "; ".join((*reading.gaps, *reading.remarks)) or None
    return within_limits(section)


def section_of(collector: Collector[Any], machine: Machine, root: Ref) -> Section:
    """The section of a collector that finds its readings at hand: it cannot hang, so it needs no time limit."""
    try:
        return _collected(collector, machine, root)
    except Exception as error:  # noqa: BLE001 - whatever one collector does, the others go on
        return _failed(collector, machine, error)


def _section(collector: Collector[Any], machine: Machine, root: Ref, limits: Limits, *, remember: bool) -> Section:
    try:
        return _boxed(lambda: _collected(collector, machine, root, remember=remember), limits.seconds)
    except Exception as error:  # noqa: BLE001 - whatever one collector does, the others go on
        return _failed(collector, machine, error)


def _collected(collector: Collector[Any], machine: Machine, root: Ref, *, remember: bool = False) -> Section:
    answer = collector.read(machine)
    if isinstance(answer, NotAvailable):
        return Section(collector.name, outcome="not_available", reason=answer.reason)
    section = interpreted(collector, answer, root)
    if remember:
        _remember(collector, machine, answer.facts, section)
    return section


def _failed(collector: Collector[Any], machine: Machine, error: Exception) -> Section:
    reason = _reason(error, machine.system)
    _log_failure(collector.name, reason, error)
    return Section(collector.name, outcome="failed", reason=reason)


def _log_failure(name: str, reason: str, error: Exception) -> None:
    import logging  # noqa: PLC0415 - an inventory in which nothing fails need not pay for it

    logging.getLogger(__name__).warning("collector_failed", extra={"collector": name, "reason": reason}, exc_info=error)


def _remember(collector: Collector[Any], machine: Machine, facts: Any, section: Section) -> None:  # noqa: ANN401 - each collector has facts of its own
    """Keep what the next inventory needs; where that is not possible the section says so and holds its facts anyway."""
    if collector.remember is None:
        return
    try:
        collector.remember(machine, facts)
    except StateFolderError as error:
        section.reason = "; ".join(filter(None, (section.reason, str(error))))


def _boxed(work: Callable[[], T], seconds: float) -> T:
    """The result of work in a thread of its own, which is left behind when it does not end.

    Raises what the work raises, or _TimedOutError.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that waits
            errors.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise _TimedOutError(f"timed out after {seconds:g} s")
    return results[0]


def _reason(error: BaseException, system: System) -> str:
    if isinstance(error, DiscoveryError):
        return str(error)
    if isinstance(error, PermissionError):
        return f"permission denied: {error.filename or 'not permitted'}; {system.remedy}"
    return f"{type(error).__name__}: {error}"
