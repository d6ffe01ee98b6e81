"""`cmdb bench storm`: thousands of signals from a few causes become one incident for each cause.

The demonstration estate in an engine of its own. A few machines whose failures hit different services go down; all
that they hit tells of it in many signals, in no order. The incidents are followed beside, as the server's job does.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cmdb_server.demo.estate import generate
from cmdb_server.demo.loading import load
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.graph_store.throwaway import throwaway_store
from cmdb_server.ingest.pipeline import now_in_microseconds
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.settings import Settings
from cmdb_server.signal_incidents.following import suspect_of
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL, WARNING
from cmdb_server.signals.subjects import Subject
from cmdb_server.wiring import wire
from graph_schema import load_registry

SIGNALS, CAUSES, CIS = 10_000, 3, 500
_SENDER = Sender("signals:bench", "default")
_PARTS = 10
_SECOND = 1_000_000
_NAMES = ("HighErrorRate", "SlowAnswers", "ProbeFailed", "QueueGrows", "NoConnection")
_SHARED = 0.3  # of what a failure hits
_MACHINES = ("server", "virtual_machine")


@dataclass(frozen=True)
class Outage:
    """A CI that fails, and all that its failure takes down or degrades, itself first."""

    cause: str
    hit: Sequence[str]


def bench_storm(
    signals: int, causes: int, seed: int, engine: tuple[str, Path | None], show: Callable[[str], None] = print
) -> None:
    """Send the storm in ten parts and follow it after each; then say how many incidents there are, and of what."""
    with throwaway_store(GraphStore, *engine) as (store, folder):
        _Storm(store, folder, random.Random(seed), show).run(signals, causes)  # noqa: S311 - a storm, no secret


class _Storm:
    """The estate, what fails in it, and what follows."""

    def __init__(self, store: GraphStore, folder: Path, chance: random.Random, show: Callable[[str], None]) -> None:
        self._chance, self._show = chance, show
        services = wire(Settings(data_dir=folder), load_registry(), store)
        load(list(generate(datetime.now(UTC))), services.ingest, services.registry, lambda _done, _all: None)
        self._impact, self._signals = services.impact, services.signals
        self._queue, self._following = services.records, services.signal_incidents

    def run(self, signals: int, causes: int) -> None:
        """Let it storm."""
        outages = self._outages(causes)
        cis = len({uid for outage in outages for uid in outage.hit})
        names = ", ".join(f"{self._name(outage.cause)} ({len(outage.hit)} CIs)" for outage in outages)
        self._show(f"{signals} signals over {cis} CIs; down: {names}")
        offers = list(self._offers(outages, signals))
        self._show(f"  {'signals':>8}{'taken in':>10}{'followed':>10}{'CPU':>8}{'incidents':>11}   (wall s, s of CPU)")
        for part in range(_PARTS):
            some = offers[part * signals // _PARTS : (part + 1) * signals // _PARTS]
            began = time.perf_counter()
            self._signals.take(_SENDER, some)
            taken, cpu = time.perf_counter(), time.process_time()
            self._following.follow()
            followed = time.perf_counter() - taken
            figures = f"{taken - began:>10.2f}{followed:>10.2f}{time.process_time() - cpu:>8.2f}{len(self._open()):>11}"
            self._show(f"  {(part + 1) * signals // _PARTS:>8}{figures}")
        self._tell(outages)

    def _tell(self, outages: Sequence[Outage]) -> None:
        open_ones, causes = self._open(), {outage.cause for outage in outages}
        right = sum(bool(causes.intersection(record.affects)) for record in open_ones)
        loose = sum(not signal.incident for signal in self._signals.open_at(now_in_microseconds()))
        self._show(f"  {len(open_ones)} incidents, {right} of {len(causes)} causes named, {loose} signals in none")
        for record in open_ones:
            self._show(f"    {record.number} {record.value('title')}. {record.value('description')}")

    def _open(self) -> list[Record]:
        return self._queue.find(Wanted(type="incident", is_open=True), 0, 500)[1]

    def _outages(self, causes: int) -> list[Outage]:
        """Machines whose failures hit little in common, and each as many as can be, up to its share."""
        cis = self._impact.snapshot().cis
        machines = [uid for uid, kind in zip(cis.uid, cis.ci_class, strict=True) if kind in _MACHINES]
        reaches = {uid: suspect_of(self._impact, uid).hit for uid in machines}
        order = sorted((uid for uid in machines if len(reaches[uid]) <= CIS // causes),
                       key=lambda uid: (-len(reaches[uid]), self._name(uid)))  # fmt: skip
        attempts = (_apart(order[skipped:], reaches, causes) for skipped in range(len(order)))
        chosen = next((found for found in attempts if len(found) == causes), order[:1])
        return [Outage(uid, [uid, *sorted(reaches[uid] - {uid})]) for uid in chosen]

    def _offers(self, outages: Sequence[Outage], count: int) -> Iterator[Offer]:
        began = now_in_microseconds() - 600 * _SECOND
        places = [(outage, turn) for outage in outages for turn in range(len(outage.hit))]
        told: list[tuple[int, Offer]] = []
        for number in range(count):
            outage, turn = places[number % len(places)]
            at = began + outages.index(outage) * 2 * _SECOND + (turn > 0) * self._chance.randrange(1, 60) * _SECOND
            name = _NAMES[number // len(places) % len(_NAMES)]
            severity = CRITICAL if number // len(places) == 0 else self._chance.choice((CRITICAL, WARNING))
            told.append((at, Offer(
                fingerprint=f"{name} {number}", name=name, is_firing=True, severity=severity,
                summary=f"{name} by probe {number // len(places)}", started_at=at, expires_at=0,
                labels={}, subject=Subject(uid=outage.hit[turn]),
            )))  # fmt: skip
        yield from (
            offer for _, offer in sorted(told, key=lambda entry: entry[0] + self._chance.randrange(30) * _SECOND)
        )

    def _name(self, uid: str) -> str:
        snapshot = self._impact.snapshot()
        return snapshot.cis.name[snapshot.numbers[uid]]


def _apart(order: Sequence[str], reaches: Mapping[str, frozenset[str]], count: int) -> list[str]:
    """The first of an order, and those after it that hit little in common with the ones before."""
    found: list[str] = []
    taken: set[str] = set()
    for uid in order:
        if len(found) < count and len(taken & reaches[uid]) <= _SHARED * len(reaches[uid]):
            taken |= reaches[uid]
            found.append(uid)
    return found
