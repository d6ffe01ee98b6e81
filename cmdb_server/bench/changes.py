"""`cmdb bench changes`: what it costs to look at a change, and at all of them, among so many that are planned.

The demonstration estate in an engine of its own, with changes of its machines spread over two weeks, kept as the desk
keeps them. The same questions are asked of an assessor that keeps what follows of plans, and of one that does not.
CPU of this process; the agenda and the queue show votes as they are kept and compute nothing.
"""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from cmdb_server.cpu_time import cpu_ms
from cmdb_server.demo.estate import generate
from cmdb_server.demo.loading import load
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.graph_store.throwaway import throwaway_store
from cmdb_server.ingest.pipeline import now_in_microseconds
from cmdb_server.itsm import keeping
from cmdb_server.itsm.changes.assessing import Assessor
from cmdb_server.itsm.changes.kept import KeptPlans
from cmdb_server.itsm.changes.plan import plan_of
from cmdb_server.itsm.record import Record, new_entry
from cmdb_server.itsm.rows import text_of
from cmdb_server.settings import Settings
from cmdb_server.timestamps import rfc3339
from cmdb_server.wiring import wire
from graph_schema import load_registry

CHANGES = 1_000
_SECOND = 1_000_000
_HOUR, _DAYS = 3_600 * _SECOND, 14
_ACTIONS = ("", "restart", "upgrade")
_MACHINES = ("server", "virtual_machine")


def bench_changes(
    size: int, seed: int, engine: tuple[str, Path | None], asked: int = 5, show: Callable[[str], None] = print
) -> None:
    """Measure and show each question with what is kept, without it, and how much more that takes."""
    with throwaway_store(GraphStore, *engine) as (store, folder):
        _Board(store, folder, random.Random(seed), show).run(size, asked)  # noqa: S311 - changes, no secret


class _Board:
    """The estate with its changes, and who asks about them."""

    def __init__(self, store: GraphStore, folder: Path, chance: random.Random, show: Callable[[str], None]) -> None:
        self._store, self._chance, self._show = store, chance, show
        self._services = wire(Settings(data_dir=folder), load_registry(), store)
        services = self._services
        load(list(generate(datetime.now(UTC))), services.ingest, services.registry, lambda _done, _all: None)

    def run(self, size: int, asked: int) -> None:
        """Plan the changes and ask about them."""
        began = time.perf_counter()
        records = [self._kept(record) for record in self._planned(size)]
        cis = len(self._services.impact.snapshot().cis.uid)
        self._show(f"{size} open changes in {_DAYS} days on {cis} CIs, planned in {time.perf_counter() - began:.1f} s")
        self._show(f"  {'question':<44}{'kept':>10}{'anew':>10}{'ratio':>8}   (mean CPU ms, {asked} times)")
        clock, rules = self._services.clock, self._services.change_rules
        kept = Assessor(self._store, rules, clock)
        anew = Assessor(self._store, rules, clock, KeptPlans(most=0))
        for name, ask in self._questions(records):
            took, whole = (cpu_ms(lambda one=one, ask=ask: ask(one), asked) for one in (kept, anew))
            mean, more = sum(took) / asked, sum(whole) / asked
            self._show(f"  {name:<44}{mean:>10.1f}{more:>10.1f}{more / max(mean, 1e-3):>8.1f}")
        self._check(records, (kept, anew))

    def _questions(self, records: list[Record]) -> Iterator[tuple[str, Callable[[Assessor], object]]]:
        impact, middle = self._services.impact, plan_of(records[len(records) // 2])
        week = [plan_of(record) for record in records[: len(records) // 2]]
        yield "a change page, with free times", lambda one: one.assess(middle, impact)
        yield "the facts behind votes on one", lambda one: one.assess(middle, impact, has_slots=False)
        some = [plan_of(record) for record in self._chance.sample(records, 10)]
        yield "the facts behind votes on ten", lambda one: [one.assess(plan, impact, has_slots=False) for plan in some]
        yield f"a week of the calendar, {len(week)} changes", lambda one: one.hits(week, impact)

    def _check(self, records: list[Record], assessors: tuple[Assessor, Assessor]) -> None:
        """What is kept must say the same."""
        seen = self._services.impact
        plans = [plan_of(record) for record in self._chance.sample(records, 20)]
        said = [[replace(one.assess(plan, seen), snapshot_at="") for plan in plans] for one in assessors]
        self._show(f"  20 assessments are {'equal' if said[0] == said[1] else 'NOT EQUAL'}, kept and anew")

    def _planned(self, size: int) -> Iterator[Record]:
        cis, now = self._services.impact.snapshot().cis, now_in_microseconds()
        machines = [uid for uid, kind in zip(cis.uid, cis.ci_class, strict=True) if kind in _MACHINES]
        for turn in range(size):
            start = now + _HOUR + turn * (_DAYS * 24 - 2) * _HOUR // size
            uid, action = self._chance.choice(machines), self._chance.choice(_ACTIONS)
            values = {
                "title": f"change {turn}",
                "change_type": "normal",
                "planned_start": rfc3339(start // _SECOND * _SECOND),
                "planned_end": rfc3339((start + 2 * _HOUR) // _SECOND * _SECOND),
                "rollback": "start the old one",
            }
            if action:
                values["actions"] = text_of([{"ci": uid, "action": action}])
            yield Record(f"rec_bench{turn:06}", "", "change", "assessment", values, (uid,), "bench", now, now)

    def _kept(self, record: Record) -> Record:
        kind = self._services.desk.types["change"]
        return keeping.create(self._store, kind, record, new_entry(record.opened_at, "bench", "opened", "", ()))
