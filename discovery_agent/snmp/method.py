"""SNMP as a method of scans: credentials in their order until one is answered, and what each came to."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from discovery_agent.scan import outcomes
from discovery_agent.scan.job import Credential as GivenCredential
from discovery_agent.scan.job import Job, Limits, attempt_of
from discovery_agent.scan.method import MethodResult, ScanMethod
from discovery_agent.scan.method import Target as ScanTarget
from discovery_agent.scan.outcomes import AttemptOutcome
from discovery_agent.scan.read_devices import Mark, SameDeviceError
from discovery_agent.snmp.asking import Asking, Pace
from discovery_agent.snmp.fast_session import AUTHENTICATIONS, PRIVACIES
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.reading import SYSTEM, Reading
from discovery_agent.snmp.report import Origin, report_of
from discovery_agent.snmp.session import NO_SECRET, Credential, NoAnswerError, SnmpError, Target
from discovery_agent.snmp.strayed import strayed_from
from discovery_agent.snmp.values import Value
from discovery_agent.sweep.probe import knock
from graph_schema.report import Report

_VERSIONS = {"snmp_v1": "1", "snmp_v2c": "2c"}
_SHORTEST = 8
_REFUSALS = {
    "Unknown USM user": outcomes.WRONG_CREDENTIAL,
    "Wrong SNMP PDU digest": outcomes.WRONG_CREDENTIAL,
    "Unsupported SNMP security level": outcomes.WRONG_PRIVACY,
    "not in time window": outcomes.CLOCK,
    "error status 16": outcomes.NO_VIEW,  # authorizationError of RFC 3416
    "error status 6": outcomes.NO_VIEW,  # noAccess
}
_SHOWN_PROBLEMS = 3
_UPTIME, _TICKS = f"{SYSTEM}.3.0", 100
_SHOWN = tuple(f"{SYSTEM}.{at}.0" for at in (1, 2, 4, 5, 6))  # sysDescr, sysObjectID, sysContact, sysName, sysLocation


class _Result(NamedTuple):
    """What an attempt came to; a reading where there is one."""

    outcome: AttemptOutcome
    detail: str = ""
    reading: Reading | None = None


async def scan(target: ScanTarget, credentials: Sequence[GivenCredential], limits: Limits) -> MethodResult:
    """Ask a device with each credential until one is answered."""
    attempts = target.attempts
    place = Target(target.address, target.port)
    pace = Pace(limits.timeout_seconds, limits.tries, limits.device_seconds, facts=target.facts)
    port = _Port(place, limits.timeout_seconds)
    if limits.tries == 1:
        port.knock()  # nothing is asked again
    try:
        for given in credentials:
            started_at = time.monotonic()
            try:
                result = await _tried(place, given, pace, (port, target))
            except SameDeviceError as same:
                return target.read_elsewhere("snmp", same, (given.credential_id, _since(started_at)))
            port.forget()
            took = _since(started_at)
            attempts.append(attempt_of("snmp", given.credential_id, result.outcome.name, result.detail, took))
            if result.reading is not None:
                return MethodResult((_report(target, result.reading),), tuple(attempts))
            if result.outcome is outcomes.REFUSED:
                break
        return MethodResult((), tuple(attempts))
    finally:
        port.close()


class _Port:
    """What comes of knocking at a device's port. Nobody knocks where the first question is answered."""

    def __init__(self, place: Target, seconds: float) -> None:
        self._place = place
        self._seconds = seconds
        self._knocking: asyncio.Task[AttemptOutcome] | None = None
        self._straying: asyncio.Task[str] | None = None

    def look(self, given: GivenCredential) -> None:
        """Find out why a question was not answered, while the device is asked again."""
        self.knock()
        self.strayed(given)

    def strayed(self, given: GivenCredential) -> asyncio.Task[str]:
        """From where else the device answers this credential, "" for nowhere; looked at once for each."""
        if self._straying is None:
            self._straying = asyncio.create_task(strayed_from(self._place, given, self._seconds))
        return self._straying

    def knock(self) -> asyncio.Task[AttemptOutcome]:
        """Knock, once; while the device is asked again, so that nobody waits for it later."""
        if self._knocking is None:
            self._knocking = asyncio.create_task(knock(self._place.host, self._place.port, self._seconds))
        return self._knocking

    def forget(self) -> None:
        """The next credential may be answered from elsewhere, or not."""
        if self._straying is not None:
            self._straying.cancel()
            self._straying = None

    def close(self) -> None:
        """Wait for no answer any longer."""
        self.forget()
        if self._knocking is not None:
            self._knocking.cancel()


def _since(started_at: float) -> float:
    """Milliseconds."""
    return (time.monotonic() - started_at) * 1000


async def _find(target: ScanTarget, system: Mapping[str, Value]) -> None:
    """Look whether the device was read at another address. Raises SameDeviceError."""
    uptime = system.get(_UPTIME)
    if target.devices is None or not isinstance(uptime, int):
        return
    shown = tuple(str(system.get(name)) for name in _SHOWN)
    mark = Mark(shown, time.monotonic() - uptime / _TICKS)
    if found := await target.devices.find("snmp", target.address, mark):
        raise SameDeviceError(found)


async def _tried(place: Target, given: GivenCredential, pace: Pace, about: tuple[_Port, ScanTarget]) -> _Result:
    """What a credential came to. Raises SameDeviceError."""
    port, target = about
    credential = credential_of(given)
    fault = _fault(credential)
    if fault:
        return _Result(outcomes.WRONG_CREDENTIAL, fault)
    asking = Asking(place, credential, pace, partial(port.look, given))
    try:
        return _read(await asking.read(partial(_find, target)))
    except SnmpError as error:
        if await port.knock() is outcomes.REFUSED:
            return _Result(outcomes.REFUSED, f"UDP port {place.port} is closed")
        if credential.user and await port.knock() is outcomes.ANSWERED:
            return await _diagnosed(asking, error)
        if not isinstance(error, NoAnswerError):
            return _Result(outcomes.MALFORMED, str(error))
        if elsewhere := await port.strayed(given):
            return _Result(outcomes.ANSWERED_ELSEWHERE, f"the answer came from {elsewhere}")
        return _Result(outcomes.SNMP_SILENT, str(error))
    finally:
        asking.close()


def _fault(credential: Credential) -> str:
    """Why no device can accept a credential; empty where one can. It shows no part: a passphrase may be misplaced."""
    for name, protocol, known, secret in (
        ("authentication", credential.authentication, AUTHENTICATIONS, credential.authentication_secret),
        ("privacy", credential.privacy, PRIVACIES, credential.privacy_secret),
    ):
        if protocol and protocol not in known:
            return f"{name} names no protocol that is known; give one of {', '.join(known)}"
        if (protocol or secret) and len(secret.reveal()) < _SHORTEST:
            return f"a passphrase has at least {_SHORTEST} characters (RFC 3414, 11.2)"
    return ""


def _read(reading: Reading) -> _Result:
    if not reading.values:
        return _Result(outcomes.NO_VIEW, "; ".join(reading.problems[:_SHOWN_PROBLEMS]))
    if reading.problems:
        return _Result(outcomes.PARTIAL, "; ".join(reading.problems[:_SHOWN_PROBLEMS]), reading)
    return _Result(outcomes.INVENTORIED, f"{len(reading.values):,} objects", reading)


async def _diagnosed(asking: Asking, error: SnmpError) -> _Result:
    """Why a user of version 3 was not answered."""
    try:
        await asking.check()
    except NoAnswerError as silence:
        if not asking.is_encrypted:
            return _Result(outcomes.FELL_SILENT, str(silence))
        return _Result(outcomes.WRONG_PRIVACY, "the device answers who it is, but nothing that is encrypted")
    except SnmpError as refusal:
        fitting = (outcome for text, outcome in _REFUSALS.items() if text in str(refusal))
        return _Result(next(fitting, outcomes.MALFORMED), str(refusal))
    return _Result(outcomes.FELL_SILENT, str(error))


def credential_of(given: GivenCredential) -> Credential:
    """A credential of the wire as sessions take it."""
    return Credential(
        community=given.secret.get("community", NO_SECRET),
        user="" if given.kind in _VERSIONS else given.user,
        authentication=given.text("authentication"),
        authentication_secret=given.secret.get("authentication_passphrase", NO_SECRET),
        privacy=given.text("privacy"),
        privacy_secret=given.secret.get("privacy_passphrase", NO_SECRET),
        version=_VERSIONS.get(given.kind, "2c"),
    )


def _report(target: ScanTarget, reading: Reading) -> Report:
    facts = interpret(reading.walk())
    facts.problems.extend(reading.problems)
    origin = Origin(target.source("snmp"), target.network_scope, datetime.now(UTC))
    return report_of(facts, origin, target.facts)


def _port_of(job: Job) -> int:
    return job.snmp_port


method = ScanMethod("snmp", _port_of, scan)
