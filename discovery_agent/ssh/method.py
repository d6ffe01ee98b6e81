"""SSH as a method of scans: the credentials in their order until one works, then one script and one report."""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from discovery_agent.errors import DiscoveryError
from discovery_agent.scan.job import Attempt, Credential, Job, Limits, attempt_of
from discovery_agent.scan.method import MethodResult, ScanMethod, Target
from discovery_agent.scan.outcomes import (
    ERROR,
    INVENTORIED,
    NO_CREDENTIAL,
    NO_SHELL,
    NOT_DONE,
    OUTPUT_LIMIT,
    PARTIAL,
    PRIVILEGED,
    SUDO_PASSWORD,
    SUDO_REFUSED,
    AttemptOutcome,
)
from discovery_agent.scan.read_devices import Find, SameDeviceError
from discovery_agent.secret import Secret
from discovery_agent.ssh.absorb import WRONG_PASSWORD
from discovery_agent.ssh.errors import HostKeyError, SshError
from discovery_agent.ssh.recording import Recording
from discovery_agent.ssh.report import Scanned, report_of
from discovery_agent.ssh.script import script_for
from discovery_agent.ssh.session import Printed, Seconds, run_script, session
from discovery_agent.ssh.unpacking import unpacked

MAX_OUTPUT_BYTES = 32 << 20
MAX_COMPLAINT_BYTES = 1 << 20
_NO_SECRET = Secret("")


def scan_target(
    target: Target, credentials: Sequence[Credential], limits: Limits, find: Find | None = None
) -> MethodResult:
    """Try the credentials in their order; what stands in the way of all of them ends it.

    `find` says where the device was read that shows a host key, which is looked at before anybody logs in.
    """
    attempts, until = target.attempts, time.monotonic() + limits.device_seconds
    for credential in credentials:
        begun = time.monotonic()
        try:
            recording, cut = record_target(target, credential, _seconds(limits, until - begun), find)
            scanned = report_of(recording, target.source("ssh"), target.network_scope, target.facts)
        except SameDeviceError as same:
            return target.read_elsewhere("ssh", same, (None, (time.monotonic() - begun) * 1000))
        except SshError as error:
            shown = error.shown if isinstance(error, HostKeyError) else None
            attempts.append(_attempt(credential, error.outcome, str(error), begun)._replace(host_key=shown))
            if not error.outcome.is_credential:
                break
        except DiscoveryError as error:
            attempts.append(_attempt(credential, ERROR, str(error), begun))
            break
        else:
            attempts += _of_sudo(credential, scanned, begun)
            gaps = "; ".join(scanned.gaps)
            attempts.append(_attempt(credential, cut or (PARTIAL if gaps else INVENTORIED), gaps, begun))
            return MethodResult((scanned.report,), tuple(attempts))
    if not credentials:
        attempts.append(attempt_of("ssh", None, NO_CREDENTIAL.name, "no credential for SSH covers it", 0))
    return MethodResult((), tuple(attempts))


def record_target(
    target: Target, credential: Credential, seconds: Seconds, find: Find | None = None
) -> tuple[Recording, AttemptOutcome | None]:
    """What a machine prints, and the outcome where that was cut off. Raises what `session` does and DiscoveryError."""
    mark = os.urandom(16).hex()
    script = script_for(mark, seconds.command, credential.secret.get("sudo_password", _NO_SECRET), target.facts)
    with session(target, credential, seconds, find) as transport:
        observed_at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        printed = run_script(transport, script, seconds, MAX_OUTPUT_BYTES)
    output, is_too_much = unpacked(printed.output, mark, MAX_OUTPUT_BYTES)
    complaints, _ = unpacked(printed.complaints, mark, MAX_COMPLAINT_BYTES)
    if f"{mark} + ".encode() not in output:
        raise SshError(printed.cut or NO_SHELL, f"{_instead(printed, mark)} instead of the script's output")
    recording = Recording(target.address, observed_at, mark, output, complaints)
    return recording, OUTPUT_LIMIT if is_too_much else printed.cut


async def scan(target: Target, credentials: Sequence[Credential], limits: Limits) -> MethodResult:
    """The result of a target, which is waited for in a thread."""
    find = target.devices.finder("ssh", target.address) if target.devices is not None else None
    return await asyncio.to_thread(scan_target, target, credentials, limits, find)


def _port_of(job: Job) -> int:
    return job.ssh_port


def _seconds(limits: Limits, left: float) -> Seconds:
    """The time of each phase. Raises SshError where none is left."""
    if left <= 0:
        raise SshError(NOT_DONE, f"the {limits.device_seconds:g} s of this device were over")
    usual = Seconds(connect=limits.timeout_seconds * limits.tries, script=limits.device_seconds)
    return Seconds(*(min(value, left) for value in usual[:-1]), command=usual.command)


def _of_sudo(credential: Credential, scanned: Scanned, begun: float) -> Iterator[Attempt]:
    """What came of the password for sudo, which is a credential of its own; without one, why sudo refused."""
    refusal = scanned.privilege_refused
    sudo = credential._replace(credential_id=credential.sudo_credential_id or credential.credential_id)
    has_password = "sudo_password" in credential.secret
    if has_password and refusal == WRONG_PASSWORD:
        yield _attempt(sudo, SUDO_PASSWORD, refusal, begun)
    elif refusal:
        yield _attempt(credential, SUDO_REFUSED, refusal, begun)
    elif has_password and scanned.used_sudo:
        yield _attempt(sudo, PRIVILEGED, "", begun)


def _attempt(credential: Credential, outcome: AttemptOutcome, detail: str, begun: float) -> Attempt:
    took = (time.monotonic() - begun) * 1000
    return attempt_of("ssh", credential.credential_id, outcome.name, detail, took)


def _instead(printed: Printed, mark: str) -> str:
    """The first line of what came. Nothing is quoted of who repeats what is sent: a password is among it."""
    if mark.encode() in printed.output + printed.complaints:
        return "the script itself"
    said = (printed.output or printed.complaints).strip()[:200].decode("utf-8", "replace")
    return repr(said.partition("\n")[0].strip())


method = ScanMethod("ssh", _port_of, scan)
