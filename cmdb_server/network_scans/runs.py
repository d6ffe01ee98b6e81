"""Runs of scans: started, followed, cancelled."""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any, NamedTuple

import msgspec

from cmdb_server.address_ranges import count
from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.cutting import cut
from cmdb_server.network_scans.definitions import LOCK, Definition, read_definitions
from cmdb_server.network_scans.schedule import due, due_facts
from cmdb_server.network_scans.spec import Spec, check, scanned
from discovery_agent.scan.job import AddressOutcome, outcome_of

PREFIX = "sr_"
RUNNING, DONE, CANCELLED = "running", "done", "cancelled"
SCHEDULED, NOW, TEST, TRAP = "scheduled", "now", "test", "trap"
SCHEDULER = Actor("schedule")
DAYS_KEPT = 30
_DAY = 24 * 60 * 60 * 1_000_000
_FORGOTTEN_AT_ONCE = 5
_SKEW_MICROSECONDS = 5 * 60 * 1_000_000
_SPEC = msgspec.json.Decoder(Spec)
_COUNTS = msgspec.json.Decoder(dict[str, int])


class Order(NamedTuple):
    """A scan that shall run: `kind` is scheduled, now, test or trap."""

    name: str
    spec: Spec
    kind: str = NOW
    definition_uid: str = ""


@dataclass(frozen=True)
class Run:
    """A scan that runs or ran; times in microseconds, `ended_at` 0 while it runs; `counts` addresses by state."""

    uid: str
    order: Order
    state: str
    total: int
    counts: Mapping[str, int]
    started_at: int
    ended_at: int
    requested_by: str

    @property
    def done(self) -> int:
        """How many addresses have an outcome."""
        return sum(self.counts.values())


class RunPage(NamedTuple):
    """Some runs, and how many there are."""

    runs: list[Run]
    total: int


class JobState(NamedTuple):
    """How far a job is: its block of addresses, who has it and until when (0: waits for a collector)."""

    uid: str
    number: int
    block: str
    total: int
    counts: Mapping[str, int]
    is_open: bool
    leased_by: str
    leased_until: int


class TargetOutcome(NamedTuple):
    """What came of an address, and when the server heard of it."""

    outcome: AddressOutcome
    at: int


class Runs:
    """Starts and cancels runs, and tells how far they are."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def start(self, order: Order, actor: Actor) -> Run:
        """Let collectors scan from now on. Raises ScanError, BadRangeError."""
        check(order.spec)
        return self._store.write(lambda tx: self.started(tx, order, actor))

    def started(self, tx: Transaction, order: Order, actor: Actor) -> Run:
        """A run that begins when the transaction commits; its spec has been checked."""
        uid, now, ranges = PREFIX + secrets.token_hex(8), self._clock(), scanned(order.spec)
        pieces = list(cut(ranges))
        run = Run(uid, order, RUNNING, count(ranges), {}, now, 0, actor.name)
        tx.run(queries.SAVE_RUN, uid=uid, properties=_stored(run))
        tx.run(
            queries.CREATE_JOBS,
            uid=[f"{uid}-{number}" for number in range(len(pieces))],
            block=[piece.block for piece in pieces],
            addresses=[" ".join(piece.addresses) for piece in pieces],
            total=[len(piece.addresses) for piece in pieces],
            run_uid=uid,
            network_scope=order.spec.network_scope,
            collector=order.spec.collector,
            created_at=now,
        )
        said = {"name": order.name, "kind": order.kind, "ranges": order.spec.ranges, "addresses": run.total}
        self._audit.note(tx, actor, "scan_run.started", uid, **said)
        return run

    def start_due(self) -> int:
        """Start every scan whose time has come and that does not run yet; how many."""
        known = self._store.read(read_definitions)
        waiting = [entry.uid for entry in known if self._is_due(entry) or self._is_ahead(entry)]
        return sum(self._start_due(uid) for uid in waiting)

    def cancel(self, uid: str, actor: Actor) -> bool:
        """Let collectors stop; what came of addresses so far stays. False where no such run is running."""

        def cancel(tx: Transaction) -> bool:
            run = read_run(tx, uid)
            if run is None or run.state != RUNNING:
                return False
            tx.run(queries.SAVE_RUN, uid=uid, properties={"state": CANCELLED, "ended_at": self._clock()})
            tx.run(queries.CLOSE_JOBS_OF, run_uid=uid)
            self._audit.note(tx, actor, "scan_run.cancelled", uid, name=run.order.name)
            return True

        return self._store.transact((run_lock(uid),), cancel)

    def one(self, uid: str) -> Run | None:
        """A run, None where there is none."""
        return self._store.read(lambda tx: read_run(tx, uid))

    def page(self, offset: int, limit: int) -> RunPage:
        """Some of the runs of the last days, the newest first."""
        since = self._clock() - DAYS_KEPT * _DAY

        def read(tx: Transaction) -> RunPage:
            times = tx.run(queries.RUN_TIMES, since=since)[0]
            known = sorted(zip(times["started_at"], times["uid"], strict=True), key=lambda run: (-run[0], run[1]))
            uids = [uid for _, uid in known[offset : offset + limit]]
            stored: list[Mapping[str, Any]] = tx.run(queries.RUNS, uids=uids)[0]["properties"] if uids else []
            runs = sorted(map(run_of, stored), key=lambda run: (-run.started_at, run.uid))
            return RunPage(runs, len(known))

        return self._store.read(read)

    def jobs(self, uid: str) -> list[JobState]:
        """How far each job of a run is, in the order of their addresses."""
        return self._store.read(lambda tx: read_jobs(tx, uid))

    def outcomes(self, uid: str) -> list[TargetOutcome]:
        """What came of each address of a run, in order; of the silent ones as long as no later scan touched them."""

        def read(tx: Transaction) -> list[TargetOutcome]:
            told = tx.run(queries.OUTCOMES_OF, run_uid=uid)[0]
            quiet = tx.run(queries.SILENT_OF, run_uid=uid)[0]
            bodies, times = [*told["body"], *quiet["body"]], [*told["at"], *quiet["at"]]
            found = [TargetOutcome(decoded(body), at) for body, at in zip(bodies, times, strict=True)]
            return sorted(found, key=_place)

        return self._store.read(read)

    def forget_old(self) -> int:
        """Forget the runs that ended long ago, with their jobs and outcomes, some in each transaction; how many.

        Traps may start some every minute, so theirs stay a day.
        """
        forgotten = 0
        while some := self._forget_some():
            forgotten += some
        return forgotten

    def _forget_some(self) -> int:
        now = self._clock()
        asked: dict[str, Any] = {"before": now - DAYS_KEPT * _DAY, "limit": _FORGOTTEN_AT_ONCE}
        asked |= {"frequent": TRAP, "frequent_before": now - _DAY}
        uids = self._store.read(lambda tx: tx.run(queries.OLD_RUNS, **asked))[0]["uids"]
        for query in (queries.FORGET_OUTCOMES, queries.FORGET_JOBS, queries.FORGET_RUNS):
            if uids:
                self._store.write(lambda tx, query=query: tx.run(query, uids=uids))
        return len(uids)

    def _is_due(self, entry: Definition) -> bool:
        return due(entry.plan.timing, entry.plan.name, entry.fired_at, self._clock())

    def _is_ahead(self, entry: Definition) -> bool:
        """Whether the clock has gone back since a scan ran last, by more than servers differ."""
        return entry.fired_at > self._clock() + _SKEW_MICROSECONDS

    def _start_due(self, uid: str) -> bool:
        def start(tx: Transaction) -> bool:
            found = next((entry for entry in read_definitions(tx) if entry.uid == uid), None)
            if found is not None and self._is_ahead(found):
                tx.run(queries.SAVE_DEFINITION, uid=uid, properties={"fired_at": self._clock()})
                return False
            if found is None or not self._is_due(found):
                return False
            now = self._clock()
            tx.run(queries.SAVE_DEFINITION, uid=uid, properties={"fired_at": now})
            if any(run.order.definition_uid == uid for run in open_runs(tx)):
                return False
            facts = due_facts(found.plan.timing, found.plan.fact_intervals, found.facts_read_at, now)
            read_at = msgspec.json.encode({**found.facts_read_at, **dict.fromkeys(facts, now)}).decode()
            tx.run(queries.SAVE_DEFINITION, uid=uid, properties={"facts_read_at": read_at})
            self.started(tx, Order(found.plan.name, replace(found.plan.spec, facts=facts), SCHEDULED, uid), SCHEDULER)
            return True

        return self._store.transact((LOCK,), start)


def _place(entry: TargetOutcome) -> tuple[int, int]:
    address = ip_address(entry.outcome.address)
    return address.version, int(address)


def run_lock(uid: str) -> str:
    """What changes of a run take turns by."""
    return f"scan-run:{uid}"


def read_run(tx: Transaction, uid: str) -> Run | None:
    """A run, None where there is none."""
    rows = tx.run(queries.RUN, uid=uid)
    return run_of(rows[0]["properties"]) if rows else None


def open_runs(tx: Transaction) -> list[Run]:
    """The runs that are not over."""
    return [run_of(stored) for stored in tx.run(queries.OPEN_RUNS)[0]["properties"]]


def read_jobs(tx: Transaction, run_uid: str) -> list[JobState]:
    """The jobs of a run in their order."""
    found = tx.run(queries.JOBS_OF, run_uid=run_uid)[0]
    columns = ("uid", "number", "block", "total", "counts", "open_scope", "leased_by", "leased_until")
    values = zip(*(found[name] for name in columns), strict=True)
    rows: list[dict[str, Any]] = [dict(zip(columns, row, strict=True)) for row in values]
    return sorted(map(_job_state, rows), key=lambda job: job.number)


def _job_state(row: Mapping[str, Any]) -> JobState:
    names = ("uid", "number", "block", "total", "leased_by", "leased_until")
    kept = {name: row[name] for name in names}
    return JobState(**kept, counts=_COUNTS.decode(row["counts"]), is_open=bool(row["open_scope"]))


def added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Counts with others on top."""
    return dict(Counter(counts) + Counter(more))


def run_of(stored: Mapping[str, Any]) -> Run:
    """A run as it is stored."""
    order = Order(stored["name"], _SPEC.decode(stored["spec"]), stored["kind"], stored["definition_uid"])
    names = ("uid", "state", "total", "started_at", "ended_at", "requested_by")
    return Run(**{name: stored[name] for name in names}, order=order, counts=_COUNTS.decode(stored["counts"]))


def decoded(body: str) -> AddressOutcome:
    """An outcome as it is stored."""
    return outcome_of(msgspec.json.decode(body))


def _stored(run: Run) -> dict[str, Any]:
    names = ("state", "total", "started_at", "ended_at", "requested_by")
    return {
        **{name: getattr(run, name) for name in names},
        "name": run.order.name,
        "kind": run.order.kind,
        "definition_uid": run.order.definition_uid,
        "spec": msgspec.json.encode(run.order.spec).decode(),
        "counts": "{}",
    }
