"""`cmdb bench history`: whether "now" costs the same however much history there is, and a diff what has changed.

One estate in an engine of its own; its machines change again and again, so that the history grows and the estate does
not. After each round the same questions are asked in this process.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.comparison.comparing import Comparisons, Page
from cmdb_server.comparison.scopes import Between
from cmdb_server.demo.plain_machine import hashes, machine_report
from cmdb_server.graph_store.counting import CountingStore
from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.throwaway import throwaway_store
from cmdb_server.history import instants
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.search_index.answers import Filters
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.timestamps import OPEN
from graph_schema import load_registry
from graph_schema.report import Report, encode

ROUNDS = (0, 10, 100)
MACHINES = 20
_PACKAGES = 30
_REPEATS = 15
_ENROLLED = "bench"


def bench_history(
    rounds: Sequence[int], engine: str, neo4j_home: Path | None, show: Callable[[str], None] = print
) -> None:
    """Measure and show what questions about now, and a diff of one change, cost after each number of changes."""
    with throwaway_store(CountingStore, engine, neo4j_home) as (store, _):
        # A change a minute, the last of them now: what lies in the future is refused.
        estate = _Changing(store, datetime.now(UTC) - timedelta(minutes=max(rounds) + len(rounds)))
        show(f"{MACHINES} machines; {'events':>26}{'statements':>12}{'CPU':>10}{'wall':>10}   (ms, median)")
        for count in sorted(rounds):
            estate.change_until(count)
            for line in estate.lines():
                show(line)


class _Changing:
    """Machines that change again and again, and the questions that are asked about them."""

    def __init__(self, store: CountingStore, start: datetime) -> None:
        self._store = store
        self._registry = load_registry()
        self._ingest = Ingest(store, self._registry)
        self._start = start
        self._round = 0
        self._last = [self._report(number) for number in range(MACHINES)]
        self._uid, *_ = [self._accept(encode(report)) for report in self._last]
        self._index = SearchIndex(store, self._registry, lambda: 0)
        self._index.build()
        self._impact = ImpactAnalysis(store, self._registry)
        self._first: dict[str, float] = {}

    def change_until(self, count: int) -> None:
        """Let every machine change until it has changed that often."""
        while self._round < count:
            self._round += 1
            for number, before in enumerate(self._last):
                self._change(number, before)

    def lines(self) -> Iterator[str]:
        """What each question costs now."""
        comparisons = Comparisons(self._store, self._registry, self._impact)
        since = instants.latest(self._store)
        self._round += 1
        self._change(0, self._last[0])
        details = CIDetails(self._store, self._registry)
        yield self._line("a CI now", lambda: details.ci(self._uid))
        yield self._line("its newest events", lambda: details.history(self._uid, "", 30))
        yield self._line("a list now", lambda: self._index.list_cis(Filters(ci_class=("server",)), "name", 0, 100))
        yield self._line("what a CI needs now", lambda: self._impact.needs(self._uid))
        yield self._line("a report without change", lambda: self._accept(self._unchanged()))
        yield self._line("diff of one change", lambda: comparisons.cis(None, Between(since, None), Page(0, 100)))

    def _line(self, name: str, ask: Callable[[], object]) -> str:
        ask()
        cpu, wall = list[float](), list[float]()
        before = self._store.statements
        for _ in range(_REPEATS):
            cpu_before, wall_before = time.process_time(), time.perf_counter()
            ask()
            cpu.append(1000 * (time.process_time() - cpu_before))
            wall.append(1000 * (time.perf_counter() - wall_before))
        statements = (self._store.statements - before) / _REPEATS
        ratio = median(cpu) / self._first.setdefault(name, median(cpu))
        events = len(self._store.read(lambda tx: tx.run(queries.MOMENTS, since=-1, until=OPEN))[0]["ci_uid"])
        figures = f"{events:>14}{statements:>12.1f}{median(cpu):>10.2f}{median(wall):>10.2f}"
        return f"  {name:<26}{figures}   CPU {ratio:.2f} times that of the first"

    def _report(self, number: int) -> Report:
        at = (self._start + timedelta(minutes=self._round)).isoformat(timespec="seconds")
        return machine_report(number, f"{_ENROLLED}{number}", _PACKAGES, at, upgraded=self._round % 2)

    def _change(self, number: int, before: Report) -> None:
        after = self._report(number)
        self._accept(encode(after, hashes(before)))
        self._last[number] = after

    def _unchanged(self) -> bytes:
        return encode(self._last[0], hashes(self._last[0]))

    def _accept(self, body: bytes) -> str:
        return getattr(self._ingest.accept(decode(body, self._registry), _ENROLLED), "root_uid", "")
