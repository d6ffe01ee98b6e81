"""One target: what the sweep saw of it, then each method that reads devices, and the state that comes of it all."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from discovery_agent.scan import outcomes
from discovery_agent.scan.guard import Guard
from discovery_agent.scan.job import AddressOutcome, Attempt, Credential, Job, Method, State, attempt_of
from discovery_agent.scan.method import MethodResult, ScanMethod, Target, load_method
from discovery_agent.scan.own_machine import own_addresses, read_own
from discovery_agent.scan.read_devices import ReadDevices
from graph_schema.report import Report

READING: tuple[Method, ...] = ("snmp", "ssh")
_GRACE = 1.5  # a method ends by itself; this much longer than a device may take, it is cut off
_NOT_FAILED = frozenset((outcomes.REFUSED.name, outcomes.ANSWERED.name))
_log = logging.getLogger(__name__)


class Methods(NamedTuple):
    """The methods that can be used, and why others cannot; `state` is where they keep what they must remember.

    `own` are the addresses of this machine, `devices` those that the run has read.
    """

    known: Mapping[Method, ScanMethod]
    missing: Mapping[Method, str]
    guard: Guard
    own: frozenset[str] = frozenset()
    state: Path | None = None
    devices: ReadDevices | None = None


class TargetResult(NamedTuple):
    """The reports about a target, and its outcome."""

    reports: tuple[Report, ...]
    outcome: AddressOutcome


def load_methods(job: Job, state: Path | None = None, devices: ReadDevices | None = None) -> Methods:
    """The methods that a job wants; `devices` are those that other jobs of its run have read."""
    known: dict[Method, ScanMethod] = {}
    missing: dict[Method, str] = {}
    for name in READING:
        if name not in job.methods:
            continue
        try:
            known[name] = load_method(name)
        except ImportError as error:  # a library is missing, or of a version that has other parts
            missing[name] = f"{error.msg}: pip install 'plumbline[scanner]'"
    return Methods(known, missing, Guard(job.credentials), own_addresses(), state, devices or ReadDevices())


async def scan_target(address: str, seen: tuple[Attempt, ...], job: Job, methods: Methods) -> TargetResult:
    """Read a target by every method. `seen` are the attempts of the sweep."""
    with methods.devices.in_hand(address) if methods.devices is not None else nullcontext():
        return await _scan_target(address, seen, job, methods)


async def _scan_target(address: str, seen: tuple[Attempt, ...], job: Job, methods: Methods) -> TargetResult:
    attempts = list(seen)
    reports: list[Report] = []
    elsewhere: list[str] = []
    for name in READING:
        if name not in job.methods:
            continue
        result = await _read(name, address, job, methods)
        attempts += result.attempts
        reports += result.reports
        elsewhere += result.sources
    sources = tuple(dict.fromkeys((*(report.source for report in reports), *elsewhere)))
    return TargetResult(tuple(reports), AddressOutcome(address, state_of(attempts, sources), tuple(attempts), sources))


def state_of(attempts: list[Attempt], sources: tuple[str, ...]) -> State:
    """Where an address ends: failed is who answered a method that reads devices and was not read."""
    if sources:
        return "inventoried"
    told = [(attempt.method, outcomes.OUTCOMES[attempt.outcome]) for attempt in attempts]
    for name, outcome in told:
        is_failure = outcome.is_answer and outcome.name not in _NOT_FAILED
        if name in READING and (is_failure or outcome is outcomes.ERROR):
            return "failed"
    return "reachable" if any(outcome.is_answer for _, outcome in told) else "silent"


async def _read(name: Method, address: str, job: Job, methods: Methods) -> MethodResult:
    """What a method came to. Whatever it does, the other methods and targets go on."""
    if name == "ssh" and address in methods.own and not job.is_test:
        return await read_own(Target(address, job.ssh_port, job.network_scope, facts=job.wanted))
    method, credentials = methods.known.get(name), job.credentials_for(address, name)
    if method is None:
        return _alone(name, outcomes.NOT_POSSIBLE.name, methods.missing.get(name, ""))
    if not credentials:
        return _alone(name, outcomes.NO_CREDENTIAL.name, "")
    admitted = await methods.guard.admit(credentials)
    result = MethodResult()
    try:
        if admitted.allowed:
            result = await _asked(method, address, job, (admitted.allowed, methods))
    finally:
        await methods.guard.settle(admitted, result.attempts)
    locked = (attempt_of(name, identifier, outcomes.LOCKED.name, "", 0) for identifier in admitted.locked)
    return result._replace(attempts=(*locked, *result.attempts))


async def _asked(
    method: ScanMethod, address: str, job: Job, given: tuple[tuple[Credential, ...], Methods]
) -> MethodResult:
    """What a method came to at an address, whatever it did; then it is known which addresses the device has."""
    credentials, methods = given
    target = Target(
        *(address, method.port_of(job), job.network_scope, methods.state, job.wanted),
        accepted_key=job.host_keys.get(address),
        devices=methods.devices,
    )
    result = MethodResult()
    try:
        result = await _within_time(method, target, credentials, job)
    finally:
        if methods.devices is not None:
            methods.devices.end(method.name, address, result.reports)
    return result


async def _within_time(method: ScanMethod, target: Target, credentials: Sequence[Credential], job: Job) -> MethodResult:
    allowed = job.limits.device_seconds * _GRACE
    started_at = time.monotonic()
    try:
        async with asyncio.timeout(allowed):
            return await method.scan(target, credentials, job.limits)
    except TimeoutError:
        cut = _alone(method.name, outcomes.TIME_LIMIT.name, f"cut off after {allowed:g} s", started_at)
        return MethodResult((), (*target.attempts, *cut.attempts))
    except Exception as error:  # noqa: BLE001 - whatever one target does, the others go on
        _log.exception("target_failed", extra={"address": target.address, "method": method.name})
        broken = _alone(method.name, outcomes.ERROR.name, type(error).__name__, started_at)
        return MethodResult((), (*target.attempts, *broken.attempts))


def _alone(name: Method, outcome: str, detail: str, started_at: float | None = None) -> MethodResult:
    took = 0.0 if started_at is None else (time.monotonic() - started_at) * 1000
    return MethodResult((), (attempt_of(name, None, outcome, detail, took),))
