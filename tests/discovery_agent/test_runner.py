"""Collectors are alone and time-boxed; a failure is an outcome with its reason, never an empty section."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.collector import PARTS, ROOT, Answer, Collector, NotAvailable, Reading
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.runner import Limits, Sender, host_collectors, take_inventory
from graph_schema.ci_classes.filesystem import Filesystem
from graph_schema.ci_classes.server import Server
from graph_schema.report import Ref, Section

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Something that does not happen during a test; whoever waits for it is let go afterwards."""
    event = threading.Event()
    yield event
    event.set()


def found(facts: list[str], section: Section, _root: Ref) -> None:
    for place in facts:
        section.add(Filesystem(name=place, mount_point=place))


def working(name: str = "working", stage: int = PARTS) -> Collector[list[str]]:
    def read(_machine: Machine) -> Answer[list[str]]:
        return Reading(["/srv"])

    return Collector(name=name, enumerates=(Filesystem,), read=read, interpret=found, stage=stage)


def failing(error: Exception) -> Collector[list[str]]:
    def read(_machine: Machine) -> Answer[list[str]]:
        raise error

    return Collector(name="failing", enumerates=(Filesystem,), read=read, interpret=found)


def sections_of(*collectors: Collector[list[str]], seconds: float = 30.0, remark: str | None = None) -> list[Section]:
    sender = Sender("agent-1", "lab", remark)
    return list(take_inventory(Machine(now=NOW), sender, collectors, Limits(seconds)).sections)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DiscoveryError("the database is locked; stop rpm"), "the database is locked; stop rpm"),
        (PermissionError(13, "Permission denied", "/sys/x"), f"permission denied: /sys/x; {LocalSystem().remedy}"),
        (ValueError("odd"), "ValueError: odd"),
        (RecursionError("deep"), "RecursionError: deep"),
    ],
)
def test_a_collector_that_fails_is_an_outcome_and_the_others_go_on(error: Exception, reason: str) -> None:
    broken, fine = sections_of(failing(error), working())

    assert (broken.outcome, broken.reason, broken.enumerates) == ("failed", reason, ())
    assert (fine.outcome, list(fine.cis)) == ("complete", ["filesystem:/srv"])


def test_a_collector_that_hangs_is_left_behind(never: threading.Event) -> None:
    def read(_machine: Machine) -> Answer[list[str]]:
        never.wait()
        return Reading([])

    hanging = Collector(name="hanging", enumerates=(Filesystem,), read=read, interpret=found)

    hung, fine = sections_of(hanging, working(), seconds=0.05)

    assert (hung.outcome, hung.reason, hung.enumerates) == ("failed", "timed out after 0.05 s", ())
    assert fine.outcome == "complete"


def test_a_failed_interpretation_leaves_no_half_section() -> None:
    def interpret(facts: list[str], section: Section, root: Ref) -> None:
        found(facts, section, root)
        raise KeyError("name")

    def read(_machine: Machine) -> Answer[list[str]]:
        return Reading(["/srv"])

    (section,) = sections_of(Collector(name="half", enumerates=(Filesystem,), read=read, interpret=interpret))

    assert (section.outcome, section.cis, section.enumerates) == ("failed", {}, ())


def test_what_is_not_there_is_not_available_and_enumerates_nothing() -> None:
    def read(_machine: Machine) -> Answer[list[str]]:
        return NotAvailable("no such hardware")

    (section,) = sections_of(Collector(name="absent", enumerates=(Filesystem,), read=read, interpret=found))

    assert (section.outcome, section.reason, section.enumerates) == ("not_available", "no such hardware", ())


def test_a_reading_with_gaps_is_partial_and_remarks_are_only_said() -> None:
    def read(_machine: Machine) -> Answer[list[str]]:
        return Reading(["/srv"], ("the size of /x is unknown",), ("by the way",))

    (section,) = sections_of(Collector(name="gaps", enumerates=(Filesystem,), read=read, interpret=found))

    assert (section.outcome, section.reason) == ("partial", "the size of /x is unknown; by the way")


def test_the_senders_remark_stands_on_the_roots_section_only() -> None:
    first, second = sections_of(working("root", stage=ROOT), working(), remark="the clock is off")

    assert (first.reason, second.reason) == ("the clock is off", None)


def test_a_report_says_who_when_and_about_what() -> None:
    report = take_inventory(Machine(now=NOW), Sender("agent-1", "lab"), [working()])

    assert (report.source, report.network_scope, report.observed_at) == ("agent:agent-1", "lab", "2026-01-01T12:00:00Z")
    assert report.root.identifiers == ("agent_key:agent-1",)
    assert report.root.ref == f"{report.root.ci_class}:self"


def test_no_two_reports_have_the_same_id() -> None:
    ids = {take_inventory(Machine(), Sender("agent-1"), []).report_id for _ in range(20)}

    assert len(ids) == 20


def test_the_roots_collector_comes_first_and_names_are_unique() -> None:
    collectors = host_collectors()

    assert collectors[0].enumerates[0] is Server
    assert len({collector.name for collector in collectors}) == len(collectors)
    assert [collector.stage for collector in collectors] == sorted(collector.stage for collector in collectors)
