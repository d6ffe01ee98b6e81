"""`cmdb bench growth`: whether a report costs the same however large the estate has become.

The estate grows in an engine of its own; at each size the same kinds of reports are stored in this process.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from cmdb_server.demo.plain_machine import hashes, machine_report
from cmdb_server.graph_store.counting import CountingStore
from cmdb_server.graph_store.queries import search as queries
from cmdb_server.graph_store.throwaway import throwaway_store
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import Report, encode

SIZES = (10, 1_000, 50_000)
_REPEATS = 5
_FILLING_PACKAGES = 20
_ENROLLED = "bench"


def bench_growth(
    sizes: Sequence[int], packages: int, engine: str, neo4j_home: Path | None, show: Callable[[str], None] = print
) -> None:
    """Measure and show statements, CPU and wall time of reports at each number of CIs, and the ratio to the first."""
    with throwaway_store(CountingStore, engine, neo4j_home) as (store, _):
        estate = _Estate(store, packages)
        show(f"reports of {packages} packages; {'CIs':>14}{'statements':>12}{'CPU':>10}{'wall':>10}   (ms)")
        for size in sorted(sizes):
            estate.grow_to(size)
            for line in estate.lines():
                show(line)


class _Estate:
    """Machines that report into a graph."""

    def __init__(self, store: CountingStore, packages: int) -> None:
        self._store = store
        self._registry = load_registry()
        self._ingest = Ingest(store, self._registry)
        self._packages = packages
        self._numbers = count()
        self._at = datetime.now(UTC).isoformat(timespec="seconds")
        self._first: dict[str, float] = {}

    def grow_to(self, size: int) -> None:
        """Let machines report until there are that many CIs."""
        while self._size() < size:
            for _ in range(max(1, min(20, (size - self._size()) // 100))):
                self._accept(encode(self._report(_FILLING_PACKAGES)))

    def lines(self) -> Iterator[str]:
        """The costs of the reports of machines that are new, unchanged and changed."""
        new = [self._report(self._packages) for _ in range(_REPEATS + 1)]
        self._accept(encode(new.pop()))
        yield self._line("full", [encode(report) for report in new])
        yield self._line("unchanged", [encode(report, hashes(report)) for report in new])
        changed = [self._upgraded(report) for report in new]
        deltas = [encode(report, hashes(old)) for report, old in zip(changed, new, strict=True)]
        yield self._line("5 packages upgraded", deltas)

    def _line(self, name: str, bodies: Sequence[bytes]) -> str:
        before, cpu, wall = self._store.statements, time.process_time(), time.perf_counter()
        for body in bodies:
            self._accept(body)
        took = 1000 * (time.perf_counter() - wall) / len(bodies)
        spent = 1000 * (time.process_time() - cpu) / len(bodies)
        statements = (self._store.statements - before) / len(bodies)
        ratio = spent / self._first.setdefault(name, spent)
        figures = f"{self._size():>14}{statements:>12.1f}{spent:>10.1f}{took:>10.1f}"
        return f"  {name:<24}{figures}   CPU {ratio:.2f} times that of the first"

    def _report(self, packages: int) -> Report:
        number = next(self._numbers)
        return machine_report(number, f"{_ENROLLED}{number}", packages, self._at)

    def _upgraded(self, report: Report) -> Report:
        number = int(report.source.removeprefix(f"agent:{_ENROLLED}"))
        return machine_report(number, f"{_ENROLLED}{number}", self._packages, self._at, upgraded=5)

    def _accept(self, body: bytes) -> None:
        self._ingest.accept(decode(body, self._registry), _ENROLLED)

    def _size(self) -> int:
        return int(self._store.read(lambda tx: tx.run(queries.COUNT)[0]["cis"]))
