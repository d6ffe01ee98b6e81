"""`cmdb bench ingest`: what a report costs: CPU of the server process and of the engine, and wall time.

A server of its own is started on an empty data directory; machines enrol and report over HTTP as agents do.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import zstandard

from cmdb_server.demo.plain_machine import PROGRAMS, hashes, machine_report
from cmdb_server.server_files import ServerFiles
from cmdb_server.settings import child_environment
from graph_schema.report import encode

_START_SECONDS = 120
_WARM_UP = 5
_UNCHANGED_EACH = 100
_WINDOW_SECONDS = 1.0
_QUIET_SHARE = 0.02
_MOST_WINDOWS = 60
_IDLE_SECONDS = 5.0


@dataclass(frozen=True)
class Cost:
    """Milliseconds per report: CPU of the server process and of the engine, wall median and 95th percentile.

    The CPU is without what both use while nobody reports.
    """

    name: str
    server: float
    engine: float
    median: float
    p95: float
    sent_bytes: int

    def line(self) -> str:
        """As a line of the table."""
        figures = f"{self.server:>10.2f}{self.engine:>10.2f}{self.median:>10.2f}{self.p95:>10.2f}"
        return f"  {self.name:<34}{figures}{self.sent_bytes:>12}"


class _Spent(NamedTuple):
    """CPU seconds of server and engine, and when or in how many seconds."""

    server: float
    engine: float
    seconds: float


class _Peer:
    """The server under test and its engine, and the connection of one agent to it."""

    def __init__(self, url: str, token: str, server: psutil.Process) -> None:
        self._connection = HTTPConnection(url.removeprefix("http://"))
        self._token = token
        self.server = server
        self.engine = next(child for child in server.children() if "java" in child.name())
        self._idle = _Spent(0.0, 0.0, 0.0)

    def rest(self) -> None:
        """Find out what both use while nobody reports."""
        _settle(self)
        before = self.spent()
        time.sleep(_IDLE_SECONDS)
        self._idle = self.since(before)

    def spent(self) -> "_Spent":
        """What both have used until now."""
        self._connection.close()  # the server ends it while nobody speaks; the next request opens another
        return _Spent(_cpu(self.server), _cpu(self.engine), time.monotonic())

    def since(self, before: "_Spent") -> "_Spent":
        """What both have used since then, without what they use while nobody reports."""
        now = _Spent(_cpu(self.server), _cpu(self.engine), time.monotonic())
        seconds = now.seconds - before.seconds
        share = seconds / self._idle.seconds if self._idle.seconds else 0.0
        server, engine = (
            after - then - share * idle for after, then, idle in zip(now[:2], before[:2], self._idle[:2], strict=True)
        )
        return _Spent(server, engine, seconds)

    def enrol(self, name: str) -> tuple[str, str]:
        """Agent id and the value of its Authorization header."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        token = self._call("/enrolment-tokens", json.dumps({"name": name}).encode(), headers)["value"]
        made = self._call("/agents", json.dumps({"enrolment_token": token, "name": name}).encode(), headers)
        return made["agent_id"], f"Agent {made['agent_id']}:{made['secret']}"

    def report(self, body: bytes, authorization: str) -> None:
        """Deliver a report; it must be acknowledged."""
        headers = {
            "Authorization": authorization,
            "Content-Type": "application/json",
            "Content-Encoding": "zstd",
        }
        self._call("/reports", body, headers)

    def _call(self, path: str, body: bytes, headers: dict[str, str]) -> Any:  # noqa: ANN401 - JSON
        self._connection.request("POST", f"/api/v1{path}", body, headers)
        response = self._connection.getresponse()
        text = response.read()
        if response.status >= 300:  # noqa: PLR2004 - the first status that is no success
            raise RuntimeError(f"{path} answered {response.status}: {text[:300].decode(errors='replace')}")
        return json.loads(text)


def bench_ingest(
    packages: int, machines: int, engine: str, neo4j_home: Path | None, show: Callable[[str], None] = print
) -> None:
    """Measure and show: full, changed and unchanged reports."""
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        process = _start(Path(folder), engine, neo4j_home)
        try:
            _measure_all(_peer(Path(folder), process), packages, machines, show)
        finally:
            process.terminate()
            process.wait(60)


def _start(folder: Path, engine: str, neo4j_home: Path | None) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "cmdb_server.cli", "up", "--data", str(folder), "--port", "0", "--no-inventory"]
    added = {"PLUMBLINE_NEO4J_HOME": str(neo4j_home)} if neo4j_home else {}
    return subprocess.Popen(  # noqa: S603 - our own server
        [*command, "--engine", engine], env=child_environment(**added), stdout=subprocess.DEVNULL
    )


def _peer(folder: Path, process: "subprocess.Popen[bytes]") -> _Peer:
    files, deadline = ServerFiles(folder), time.monotonic() + _START_SECONDS
    while (running := files.running_at()) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start (exit code {process.poll()})")
        time.sleep(0.1)
    return _Peer(running.url, files.operator_token(), psutil.Process(process.pid))


def _measure_all(peer: _Peer, packages: int, machines: int, show: Callable[[str], None]) -> None:
    known = [peer.enrol(f"bench{number}") for number in range(machines + _WARM_UP)]
    first = [machine_report(number, agent, packages, _at(0)) for number, (agent, _) in enumerate(known)]
    for report, (_, authorization) in zip(first[:_WARM_UP], known, strict=False):
        peer.report(_packed(encode(report)), authorization)
    peer.rest()
    measured, senders = first[_WARM_UP:], known[_WARM_UP:]
    upgraded, more = (
        [
            machine_report(number + _WARM_UP, agent, packages, _at(turn), upgraded=5 * turn)
            for number, (agent, _) in enumerate(senders)
        ]
        for turn in (1, 2)
    )
    size = f"{packages} packages, {PROGRAMS} programs"
    show(f"{machines} machines of {size}; {peer.engine.name()} {peer.engine.memory_info().rss >> 20} MiB resident")
    show(f"  {'report':<34}{'server':>10}{'engine':>10}{'wall':>10}{'p95':>10}{'bytes':>12}   (ms of CPU, ms)")
    show(_cost("first report of a machine", peer, [encode(report) for report in measured], senders).line())
    again = [encode(replace(report, report_id=f"{report.report_id}-again")) for report in measured]
    show(_cost("whole, nothing changed", peer, again, senders).line())
    show(_cost("whole, 5 packages upgraded", peer, [encode(report) for report in upgraded], senders).line())
    manifests = [encode(report, hashes(report)) for report in upgraded]
    show(_cost("unchanged", peer, manifests * _UNCHANGED_EACH, senders * _UNCHANGED_EACH).line())
    deltas = [encode(new, hashes(old)) for new, old in zip(more, upgraded, strict=True)]
    show(_cost("5 packages upgraded, other hashes", peer, deltas, senders).line())
    rss = peer.server.memory_info().rss >> 20
    show(f"  server {rss} MiB resident, engine {peer.engine.memory_info().rss >> 20} MiB")


def _at(turn: int) -> str:
    """When the reports of a turn were made: each turn after the one before it."""
    return (datetime.now(UTC) + timedelta(minutes=turn)).isoformat(timespec="seconds")


def _cost(name: str, peer: _Peer, bodies: Sequence[bytes], senders: Sequence[tuple[str, str]]) -> Cost:
    packed = [_packed(body) for body in bodies]
    _settle(peer)
    before, walls = peer.spent(), list[float]()
    for body, (_, authorization) in zip(packed, senders, strict=True):
        began = time.perf_counter()
        peer.report(body, authorization)
        walls.append((time.perf_counter() - began) * 1000)
    number = len(packed)
    _settle(peer)
    server, engine, _ = peer.since(before)
    walls.sort()
    return Cost(
        name,
        server * 1000 / number,
        engine * 1000 / number,
        walls[number // 2],
        walls[number * 95 // 100],
        sum(map(len, packed)) // number,
    )


def _settle(peer: _Peer) -> None:
    """Wait until the server has done what follows from reports: that is part of what they cost, and of no others."""
    for _ in range(_MOST_WINDOWS):
        before = _cpu(peer.server)
        time.sleep(_WINDOW_SECONDS)
        if _cpu(peer.server) - before <= _QUIET_SHARE * _WINDOW_SECONDS:
            return


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _packed(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(body)
