"""Scans over SSH of this machine under many addresses: what each costs here, and what it costs the target."""

import getpass
import os
import resource
import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

from discovery_agent.bench.costs import BenchError, cost_of, measuring_environment
from discovery_agent.scan.job import Credential, Limits
from discovery_agent.scan.method import MethodResult, Target
from discovery_agent.secret import Secret
from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.method import record_target, scan_target
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.session import Seconds
from graph_schema.report import encode

GOAL_MILLISECONDS, GOAL_TARGET_MILLISECONDS = 8.0, 80.0
_SSHD = "/usr/sbin/sshd"
_PEER, _PEER_HOSTS = "ansible -m setup", 5
# The hosts are all this machine: more at a time measure how their commands push each other out of its caches.
_AT_ONCE = 2 * (os.cpu_count() or 1)
_INTERPRETED = 20
_MOST_HOSTS = 250
_SECONDS_TO_START = 10.0


@dataclass(frozen=True)
class SshFigures:
    """CPU milliseconds a host: of the scan, of its report made ready to send beside that, and of the target.

    Of those of the scan, those of the key exchange with the login and those of the interpretation; the rest moved
    the output. And of `ansible -m setup`, where that is installed. `found` is how much of everything a host has: the
    hosts are this machine, and more of it costs more.
    """

    hosts: int
    scan_milliseconds: float
    exchange_milliseconds: float
    interpret_milliseconds: float
    encode_milliseconds: float
    target_milliseconds: float
    login_milliseconds: float
    wall_seconds: float
    outcomes: dict[str, int]
    report_bytes: int
    found: dict[str, int]
    ansible_milliseconds: float | None

    def as_json(self) -> dict[str, Any]:
        """All figures, ours by those of the peer, and the goals."""
        goals = {"scan_milliseconds": GOAL_MILLISECONDS, "target_milliseconds": GOAL_TARGET_MILLISECONDS}
        return {**asdict(self), "ratios": self.ratios(), "goals": goals}

    def ratios(self) -> dict[str, float]:
        """CPU here by that of the peer."""
        peer = self.ansible_milliseconds
        return {_PEER: self.scan_milliseconds / peer} if peer else {}


def measure_ssh(hosts: int) -> SshFigures:
    """Scan so many addresses of the loopback network. Raises BenchError."""
    if not Path(_SSHD).exists() or not shutil.which("ssh-keygen"):
        raise BenchError(f"there is no {_SSHD} or no ssh-keygen; install the OpenSSH server")
    wanted = [f"127.0.0.{number}" for number in range(1, min(max(1, hosts), _MOST_HOSTS) + 1)]
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as name:
        folder = Path(name)
        credential = _prepare(folder)
        interpreting, held = _interpreting(folder, credential)  # what is loaded once is no cost of a host
        login = _scanned(folder, credential, wanted, "ForceCommand exit 0")
        found = _scanned(folder, credential, wanted)
        ansible = _ansible_milliseconds(folder, wanted[:_PEER_HOSTS])
    begun = time.process_time()
    bodies = [encode(report) for result in found.results for report in result.reports]
    encoding = time.process_time() - begun
    each = 1000 / len(wanted)
    return SshFigures(
        hosts=len(wanted),
        scan_milliseconds=found.own_seconds * each,
        exchange_milliseconds=login.own_seconds * each,
        interpret_milliseconds=interpreting * 1000,
        encode_milliseconds=encoding * each,
        target_milliseconds=found.target_seconds * each,
        login_milliseconds=login.target_seconds * each,
        wall_seconds=found.wall_seconds,
        outcomes=dict(Counter(attempt.outcome for result in found.results for attempt in result.attempts)),
        report_bytes=max(map(len, bodies), default=0),
        found=held,
        ansible_milliseconds=ansible,
    )


def lines_of(found: SshFigures) -> Iterator[str]:
    """The figures, and what they are beside the goals."""
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.outcomes.items()))
    yield f"{found.hosts} hosts in {found.wall_seconds:.1f} s: {told}; largest report {found.report_bytes:,} bytes"
    yield f"each has {', '.join(f'{count:,} {name}' for name, count in found.found.items())}"
    yield _verdict("CPU ms a host here", found.scan_milliseconds, GOAL_MILLISECONDS)
    exchange, interpret = found.exchange_milliseconds, found.interpret_milliseconds
    yield f"{exchange:.1f} CPU ms of them for key exchange and login, {interpret:.1f} for the interpretation"
    yield f"{found.encode_milliseconds:.1f} CPU ms a host here for the report's JSON"
    yield _verdict("CPU ms a host at the target", found.target_milliseconds, GOAL_TARGET_MILLISECONDS)
    login, script = found.login_milliseconds, found.target_milliseconds - found.login_milliseconds
    yield f"{login:.1f} CPU ms of them for the login alone (sshd), {script:.1f} for the script and sending its output"
    yield "the target's are those of sshd, of its sessions and of every process that they start, as wait4(2) tells them"
    for name, ratio in found.ratios().items():
        yield f"{ratio:.3f} of the CPU of {name} ({found.ansible_milliseconds:.0f} ms a host)"


class _Scanned(NamedTuple):
    """What the scans came to, and CPU seconds of this process and of the SSH server with all that it started."""

    results: list[MethodResult]
    own_seconds: float
    target_seconds: float
    wall_seconds: float


def _scanned(folder: Path, credential: Credential, wanted: Sequence[str], *lines: str) -> _Scanned:
    before = _children_seconds()
    with _running_sshd(folder, lines) as port, ThreadPoolExecutor(_AT_ONCE) as pool:
        targets = [Target(address, port) for address in wanted]
        begun, own = time.monotonic(), time.process_time()
        results = list(pool.map(scan_target, targets, repeat([credential]), repeat(Limits())))
        wall, own = time.monotonic() - begun, time.process_time() - own
    return _Scanned(results, own, _children_seconds() - before, wall)


def _interpreting(folder: Path, credential: Credential) -> tuple[float, dict[str, int]]:
    """What making one report of an output costs here, in seconds; and how much of everything is in it."""
    with _running_sshd(folder, ()) as port:
        recording, _ = record_target(Target("127.0.0.1", port), credential, Seconds())
    sections = {part.name: part for part in report_of(recording, "bench", "default").report.sections}
    begun = time.process_time()
    for _ in range(_INTERPRETED):
        report_of(recording, "bench", "default")
    seconds = (time.process_time() - begun) / _INTERPRETED
    return seconds, {
        "packages": len(sections["packages"].relationships),
        "processes": len(readings_of(recording).processes),
        "programs": len(sections["programs"].cis),
        "bytes of output": len(recording.output),
    }


def _ansible_milliseconds(folder: Path, wanted: Sequence[str]) -> float | None:
    """What the peer costs here; None where it is not installed."""
    program = shutil.which("ansible")
    if program is None:
        return None
    with _running_sshd(folder, ()) as port:
        trust = "--ssh-common-args=-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
        reached = ["-i", ",".join([*wanted, ""]), "-u", getpass.getuser(), "-e", f"ansible_port={port}", trust]
        command = [program, "all", "-m", "setup", "--private-key", str(folder / "user_key"), *reached]
        cost = cost_of(command, 1, measuring_environment(HOME=str(folder)))
    return 1000 * cost.seconds / len(wanted)


def _prepare(folder: Path) -> Credential:
    for name in ("host_key", "user_key"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(made, check=True)  # noqa: S603 - a fixed command of OpenSSH
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd of root insists on it
    key = (folder / "user_key").read_text(encoding="ascii")
    return Credential("bench", "ssh_key", getpass.getuser(), {"private_key": Secret(key)})


@contextmanager
def _running_sshd(folder: Path, lines: Sequence[str]) -> Generator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
    settings = [
        *lines,
        f"Port {port}",
        "ListenAddress 0.0.0.0",
        f"HostKey {folder / 'host_key'}",
        f"AuthorizedKeysFile {folder / 'user_key.pub'}",
        f"MaxStartups {2 * _MOST_HOSTS}",
        "PidFile none",
        "StrictModes no",
        "UsePAM no",
        "PasswordAuthentication no",
        "PermitRootLogin yes",
        f"SetEnv HOME={folder}",  # what the account's shell starts is none of the scan's costs
    ]
    (folder / "config").write_text("\n".join(settings) + "\n", encoding="utf-8")
    with subprocess.Popen([_SSHD, "-D", "-q", "-f", str(folder / "config")]) as daemon:  # noqa: S603 - the same
        try:
            _wait_for(port, daemon)
            yield port
        finally:
            daemon.terminate()


def _wait_for(port: int, daemon: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and daemon.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise BenchError(f"{_SSHD} did not start; run it by hand with -d -f to see why")


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _verdict(name: str, figure: float, goal: float) -> str:
    return f"{figure:.1f} {name}, goal {goal:g}: {'reached' if figure <= goal else 'missed'}"
