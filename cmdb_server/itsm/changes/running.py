"""What is kept of a change while it is carried out: what it was expected to take down, since when, until when.

It is a node of its own, since it may name many CIs, and is written in the transaction of the transition.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import change_runs as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.changes.assessing import Assessor
from cmdb_server.itsm.changes.plan import Plan, plan_of
from cmdb_server.itsm.declare import Transition
from cmdb_server.itsm.record import Record

SETTLING = 10 * 60 * 1_000_000
_LISTS = ("affects", "down", "degraded")
_JSON = ("services", "asked", "found")
_DECODER = msgspec.json.Decoder(dict[str, Any])


@dataclass(frozen=True)
class Run:
    """A change as it is, or was, carried out; times in microseconds (`ended_at` 0: it still is).

    `promised_until` is when everything was to work again. `down` and `degraded` are the CIs (uids) that its assessment
    foretold when it began, `services` the states of services, those at risk too. `asked` says what was read again
    afterwards, `found` what it came to beside the plan; both are empty until then.
    """

    number: str
    affects: tuple[str, ...]
    began_at: int
    promised_until: int
    down: tuple[str, ...]
    degraded: tuple[str, ...]
    services: Mapping[str, str]
    ended_at: int = 0
    asked: Mapping[str, Any] = field(default_factory=dict[str, Any])
    found: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def quiet_until(self) -> int:
        """Until when what it takes down is expected: as long as was promised, and no longer than it is carried out."""
        return min(self.promised_until, self.ended_at or self.promised_until) + SETTLING

    @property
    def settled_at(self) -> int:
        """From when on it can be told what it came to, 0 while it is carried out."""
        return self.ended_at + SETTLING if self.ended_at else 0

    @property
    def foretold(self) -> dict[str, str]:
        """The states that were foretold, by CI."""
        return {**dict.fromkeys(self.degraded, "degraded"), **dict.fromkeys(self.down, "down")}


class Runs:
    """Keeps what is carried out; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, assessor: Assessor, impact: ImpactAnalysis, clock: Callable[[], int]) -> None:
        """`impact` sees everything, whoever asks; `clock` in microseconds."""
        self._store, self._assessor, self._impact, self._clock = store, assessor, impact, clock

    def follow(self, tx: Transaction, way: Transition | None, record: Record) -> None:
        """Keep what a transition begins or ends, in its transaction."""
        if way is not None and way.running == "begins":
            self._save(tx, self._begun(record))
        if way is not None and way.running == "ends" and (run := _locked(tx, record.number)):
            self._save(tx, replace(run, ended_at=self._clock()))

    def one(self, number: str) -> Run | None:
        """A change as it is or was carried out, None for one that was not yet."""
        rows = self._store.read(lambda tx: tx.run(queries.RUN, number=number))
        return _run(rows[0]["properties"]) if rows else None

    def open(self) -> list[Run]:
        """Those that are carried out, or are over and not yet compared with their plan, the first to begin first."""
        found = self._store.read(lambda tx: tx.run(queries.OPEN))[0]["properties"]
        return self.told(found)

    def told(self, stored: Iterable[Mapping[str, Any]]) -> list[Run]:
        """Runs out of the properties of their nodes, the first to begin first."""
        return sorted(map(_run, stored), key=lambda run: (run.began_at, run.number))

    def note(self, tx: Transaction, number: str, told: Callable[[Run], Run]) -> Run | None:
        """Keep what is told of a run under its lock; None where there is none."""
        run = _locked(tx, number)
        if run is not None and (after := told(run)) != run:
            self._save(tx, after)
            return after
        return run

    def _begun(self, record: Record) -> Run:
        plan, now = plan_of(record), self._clock()
        found = self._assessor.predicted(plan, self._impact)
        return Run(record.number, tuple(record.affects), now, _promised(plan, now), *found)

    def _save(self, tx: Transaction, run: Run) -> None:
        told = {name: value for name, value in asdict(run).items() if name != "number"}
        kept = {name: msgspec.json.encode(told[name]).decode() for name in _JSON}
        lists = {name: list(told[name]) for name in _LISTS}
        is_open = "" if run.found else "yes"
        tx.run(queries.SAVE, number=run.number, properties={**told, **kept, **lists, "is_open": is_open})


def _promised(plan: Plan, began: int) -> int:
    """When everything is to work again: as planned, or after as long where it begins at another time than planned."""
    if plan.span is None or plan.span.start <= began < plan.span.end:
        return plan.span.end if plan.span else began
    return began + plan.span.end - plan.span.start


def _locked(tx: Transaction, number: str) -> Run | None:
    rows = tx.run(queries.LOCK, number=number, token=secrets.token_hex(4))
    return _run(rows[0]["properties"]) if rows else None


def _run(stored: Mapping[str, Any]) -> Run:
    told: dict[str, Any] = {name: stored[name] for name in ("number", "began_at", "promised_until", "ended_at")}
    told |= {name: tuple(stored[name] or ()) for name in _LISTS}
    told |= {name: _DECODER.decode(stored[name]) for name in _JSON}
    return Run(**told)
