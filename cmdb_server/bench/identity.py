"""`cmdb bench identity`: how well machines are told apart that do all they can to be mistaken.

The estate of `identity_trial` reports into an engine of its own; then each record's CI is compared with the truth.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cmdb_server.duplicates.deciding import Duplicates
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.graph_store.throwaway import throwaway_store
from cmdb_server.identity_trial.judging import Record, Verdict, judge
from cmdb_server.identity_trial.world import DAYS, World
from cmdb_server.ingest import stored
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Ref, Report, encode

SIZE = 200
_CHECKS = 6
_MOST_CASES = 100_000


def bench_identity(
    size: int, seed: int, engine: str, neo4j_home: Path | None, show: Callable[[str], None] = print
) -> Verdict:
    """Let an estate report for sixty days and show precision and recall on the way and at the end."""
    with throwaway_store(GraphStore, engine, neo4j_home) as (store, _):
        return _Trial(store, load_registry()).run(World(seed, size), show)


class _Trial:
    """Reports go in, with the truth kept beside."""

    def __init__(self, store: GraphStore, registry: Registry) -> None:
        self._store = store
        self._registry = registry
        self._ingest = Ingest(store, registry)
        self._duplicates = Duplicates(store, registry, now_in_microseconds)
        self._truth: dict[Record, tuple[str, int]] = {}

    def run(self, world: World, show: Callable[[str], None]) -> Verdict:
        """Judge several times while the reports arrive."""
        story = world.story(datetime.now(UTC) - timedelta(days=DAYS + 1))
        machines = len(world.machines) + len(world.hosts)
        show(f"{machines} machines, {DAYS} days, {len(story)} reports, seed {world.seed}")
        happened = ", ".join(f"{count} {name}" for name, count in sorted(world.happened.items()))
        show(f"what happened: {happened}")
        head = ("reports", "records", "pairs", "precision", "recall", "missed", "asked", "open")
        show("  " + "".join(f"{name:>11}" for name in head))
        verdict, began = Verdict(0, 0, 0, 0), time.process_time()
        for check in range(_CHECKS):
            first, last = (len(story) * edge // _CHECKS for edge in (check, check + 1))
            for sent in story[first:last]:
                self._take(sent.report, sent.truth)
            verdict = self._judged(last, show)
        cost = 1000 * (time.process_time() - began) / len(story)
        values = self._duplicates.quarantine().items
        live = sum(value.state == "quarantined" for value in values)
        show(f"  {live} values quarantined, {len(values) - live} contested; {cost:.1f} ms CPU of this process a report")
        return verdict

    def _take(self, report: Report, truth: Mapping[Ref, int]) -> None:
        self._ingest.accept(decode(encode(report), self._registry), "bench")
        for ref, machine in truth.items():
            known = self._truth.get((report.source, ref), ("", 0))
            self._truth[report.source, ref] = max(known, (report.observed_at, machine))

    def _judged(self, reports: int, show: Callable[[str], None]) -> Verdict:
        truth = {record: machine for record, (_, machine) in self._truth.items()}
        found = self._cis()
        cases = self._duplicates.inbox(0, _MOST_CASES)
        asked = {frozenset((case.left.uid, case.right.uid)) for case in cases.items}
        verdict = judge(truth, found, asked)
        shares = f"{verdict.precision:>11.4f}{verdict.recall:>11.4f}"
        counts = f"{verdict.missed:>11}{verdict.asked:>11}{cases.total:>11}"
        show(f"  {reports:>11}{len(truth):>11}{verdict.belonging:>11}{shares}{counts}")
        return verdict

    def _cis(self) -> dict[Record, str]:
        refs: dict[str, set[str]] = {}
        for source, ref in self._truth:
            refs.setdefault(source, set()).add(ref)
        read = self._store.read(
            lambda tx: {source: stored.read_refs(tx, source, names) for source, names in sorted(refs.items())}
        )
        return {(source, ref): uid for source, found in read.items() for ref, uid in found.items()}
