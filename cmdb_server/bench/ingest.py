"""`cmdb bench ingest`: what a report costs: CPU of the server process and of the engine, and wall time.

A server of its own is started on an empty data directory; machines enrol and report over HTTP as agents do.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cmdb_server.demo.plain_machine import PROGRAMS, hashes, machine_report
from cmdb_server.server_under_test import ServerUnderTest, packed, started
from graph_schema.report import encode

_WARM_UP = 5
_UNCHANGED_EACH = 100


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


def bench_ingest(
    packages: int, machines: int, engine: str, neo4j_home: Path | None, show: Callable[[str], None] = print
) -> None:
    """Measure and show: full, changed and unchanged reports."""
    with started(engine, neo4j_home) as server:
        _measure_all(server, packages, machines, show)


def _measure_all(peer: ServerUnderTest, packages: int, machines: int, show: Callable[[str], None]) -> None:
    known = [peer.enrol(f"bench{number}") for number in range(machines + _WARM_UP)]
    first = [machine_report(number, agent, packages, _at(0)) for number, (agent, _) in enumerate(known)]
    for report, (_, authorization) in zip(first[:_WARM_UP], known, strict=False):
        peer.report(packed(encode(report)), authorization)
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


def _cost(name: str, peer: ServerUnderTest, bodies: Sequence[bytes], senders: Sequence[tuple[str, str]]) -> Cost:
    sent = [packed(body) for body in bodies]
    peer.settle()
    before, walls = peer.spent(), list[float]()
    for body, (_, authorization) in zip(sent, senders, strict=True):
        began = time.perf_counter()
        peer.report(body, authorization)
        walls.append((time.perf_counter() - began) * 1000)
    number = len(sent)
    peer.settle()
    server, engine, _ = peer.since(before)
    walls.sort()
    return Cost(
        name,
        server * 1000 / number,
        engine * 1000 / number,
        walls[number // 2],
        walls[number * 95 // 100],
        sum(map(len, sent)) // number,
    )
