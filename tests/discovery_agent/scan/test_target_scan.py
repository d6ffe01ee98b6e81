"""One target: its methods never hold up or break each other, and its state says how it ended."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

import pytest

from discovery_agent.scan.guard import Guard
from discovery_agent.scan.job import Credential, Job, Limits, Method, attempt_of, job_of, message_of_job
from discovery_agent.scan.method import MethodResult, ScanMethod, Target
from discovery_agent.scan.target_scan import Methods, load_methods, scan_target, state_of
from discovery_agent.secret import Secret

KNOWN = (
    Credential("c", "snmp_v2c", "", {"community": Secret("x")}),
    Credential("p", "ssh_password", "scan", {"password": Secret("y")}),
)
Scan = Callable[[Target, Sequence[Credential], Limits], Awaitable[MethodResult]]


def port_of(_job: Job) -> int:
    return 9


def attempts_of(snmp: Scan, ssh: Scan, *credentials: Credential) -> list[tuple[str, str]]:
    known: dict[Method, ScanMethod] = {
        "snmp": ScanMethod("snmp", port_of, snmp),
        "ssh": ScanMethod("ssh", port_of, ssh),
    }
    job = Job("j", "r", "default", ("10.0.0.1",), credentials=credentials, limits=Limits(device_seconds=0.02))
    result = asyncio.run(scan_target("10.0.0.1", (), job, Methods(known, {}, Guard(credentials))))
    return [(attempt.method, attempt.outcome) for attempt in result.outcome.attempts]


async def stalls(_target: Target, _credentials: Sequence[Credential], _limits: Limits) -> MethodResult:
    await asyncio.Event().wait()
    return MethodResult()


async def breaks(_target: Target, _credentials: Sequence[Credential], _limits: Limits) -> MethodResult:
    raise LookupError


async def refuses(target: Target, credentials: Sequence[Credential], _limits: Limits) -> MethodResult:
    return MethodResult(
        (), (attempt_of("ssh", credentials[0].credential_id, "wrong_credential", f"port {target.port}", 1),)
    )


async def refuses_and_stalls(target: Target, credentials: Sequence[Credential], limits: Limits) -> MethodResult:
    target.attempts.append(attempt_of("ssh", credentials[0].credential_id, "wrong_credential", "", 1))
    return await stalls(target, credentials, limits)


def test_what_was_tried_before_a_method_was_cut_off_is_told() -> None:
    assert attempts_of(breaks, refuses_and_stalls, *KNOWN) == [
        ("snmp", "error"),
        ("ssh", "wrong_credential"),
        ("ssh", "time_limit"),
    ]


def test_a_method_whose_library_has_other_parts_is_not_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("gufo.snmp.aio.client.GetIter")
    for name in ("method", "fast_session"):
        monkeypatch.delitem(sys.modules, f"discovery_agent.snmp.{name}", raising=False)

    methods = load_methods(Job("j", "r", "default", ("10.0.0.1",), ("snmp", "ssh")))

    assert list(methods.known) == ["ssh"]
    assert "GetIter" in methods.missing["snmp"]
    assert "pip install 'plumbline[scanner]'" in methods.missing["snmp"]


def test_a_method_that_stalls_or_breaks_leaves_the_other_alone() -> None:
    assert attempts_of(stalls, refuses, *KNOWN) == [("snmp", "time_limit"), ("ssh", "wrong_credential")]
    assert attempts_of(breaks, stalls, *KNOWN) == [("snmp", "error"), ("ssh", "time_limit")]


def test_without_a_credential_a_method_is_not_tried() -> None:
    assert attempts_of(breaks, refuses, KNOWN[1]) == [("snmp", "no_credential"), ("ssh", "wrong_credential")]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([("icmp", "silent"), ("tcp", "silent")], "silent"),
        ([("icmp", "answered"), ("snmp", "snmp_silent")], "reachable"),
        ([("icmp", "silent"), ("tcp", "refused")], "reachable"),
        ([("icmp", "answered"), ("snmp", "refused"), ("ssh", "no_credential")], "reachable"),
        ([("icmp", "answered"), ("ssh", "wrong_credential")], "failed"),
        ([("icmp", "answered"), ("ssh", "error")], "failed"),
        ([], "silent"),
    ],
)
def test_the_state_follows_from_the_attempts(told: list[tuple[Method, str]], state: str) -> None:
    assert state_of([attempt_of(method, None, outcome, "", 0) for method, outcome in told], ()) == state


def test_whoever_was_reported_is_inventoried_whatever_else_failed() -> None:
    assert state_of([attempt_of("ssh", None, "error", "", 0)], ("snmp:a/10.0.0.1",)) == "inventoried"


def test_a_credential_is_tested_at_the_machine_that_scans_too_by_logging_in() -> None:
    job = Job("j", "r", "lab", ("127.0.0.1",), ("ssh",), credentials=KNOWN, is_test=True)
    known: dict[Method, ScanMethod] = {"ssh": ScanMethod("ssh", port_of, refuses)}
    methods = Methods(known, {}, Guard(KNOWN), frozenset(("127.0.0.1",)))

    result = asyncio.run(scan_target("127.0.0.1", (), job_of(message_of_job(job)), methods))

    assert [(attempt.credential_id, attempt.outcome) for attempt in result.outcome.attempts] == [
        ("p", "wrong_credential")
    ]


def test_the_machine_that_scans_is_read_as_its_agent_reads_it() -> None:
    job = Job("j", "r", "lab", ("127.0.0.1",), ("ssh",))
    methods = Methods({}, {}, Guard(()), frozenset(("127.0.0.1",)))

    [report], outcome = asyncio.run(scan_target("127.0.0.1", (), job, methods))

    assert (report.source, report.network_scope, report.root.identifiers) == ("ssh:lab/127.0.0.1", "lab", ())
    assert {"computer", "network_interfaces", "programs"} <= {section.name for section in report.sections}
    assert outcome.state == "inventoried"
    assert "this machine itself" in outcome.attempts[0].detail
