"""Jobs for collectors: given out once, again when nothing is heard of them, and what came of their addresses."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from cmdb_server.address_ranges import ranges_of
from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.credential_vault.guard import Try
from cmdb_server.credential_vault.scope import Target
from cmdb_server.credential_vault.vault import LOCK as CREDENTIALS_LOCK
from cmdb_server.credential_vault.vault import CredentialVault
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import scans as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.network_scans.definitions import may_read_configuration
from cmdb_server.network_scans.host_keys import accepted_keys
from cmdb_server.network_scans.judging import (
    SAYS_NOTHING,
    credential_tries,
    credentials_that_worked,
    hardware_address,
    problems,
    with_untried,
)
from cmdb_server.network_scans.missed import missed, note_missed, supersede, superseded
from cmdb_server.network_scans.network_scopes import site_of
from cmdb_server.network_scans.runs import (
    CANCELLED,
    DONE,
    RUNNING,
    TEST,
    Run,
    added,
    decoded,
    open_runs,
    read_jobs,
    read_run,
    run_lock,
)
from cmdb_server.network_scans.schedule import in_blackout
from cmdb_server.network_scans.wire_credentials import wire_credentials
from cmdb_server.timestamps import rfc3339
from discovery_agent.scan.job import METHODS, AddressOutcome, Job, message_of_job, message_of_outcome

LEASE_MICROSECONDS = 5 * 60 * 1_000_000
_COUNTS = msgspec.json.Decoder(dict[str, int])
_NOT_REPORTED = "not_reported"


class Collecting(NamedTuple):
    """The collector that asks: its id, and the network scope that it scans."""

    collector_id: str
    network_scope: str


class OpenJob(NamedTuple):
    """A job that is not over."""

    uid: str
    run_uid: str
    collector: str
    number: int
    created_at: int
    block: str
    leased_by: str
    leased_until: int


class _Taken(NamedTuple):
    """Whether the collector is to stop, the sources that missed their devices, and those whose devices others see."""

    stops: bool
    missed: tuple[str, ...] = ()
    superseded: Mapping[str, str] = {}


class NoJobError(CmdbError):
    """A job that there is not, or not for this collector."""

    def __init__(self, job_id: str) -> None:
        """404."""
        message = f"there is no job {job_id[:100]!r} in the network scope of this collector; ask for the next one"
        super().__init__(message, 404, "no_job")


def choose(jobs: Iterable[OpenJob], runs: dict[str, Run], who: str, now: int) -> OpenJob | None:
    """The job that a collector gets: the oldest that waits, of no block that somebody is scanning now.

    Who asks has no job: one that is still given out to it was lost when it was killed, and is its again at once.
    """
    known = [job._replace(leased_until=0) if job.leased_by == who or _is_ahead(job, now) else job for job in jobs]
    busy = {job.block for job in known if job.leased_until > now}
    waiting = [
        job
        for job in known
        if job.leased_until <= now and job.block not in busy and job.collector in ("", who) and _may_run(runs, job, now)
    ]
    return min(waiting, key=lambda job: (job.created_at, job.run_uid, job.number), default=None)


class Dispatch:
    """Gives jobs to collectors and takes what they found."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], vault: CredentialVault, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._vault, self._audit = store, clock, vault, audit

    def next_job(self, who: Collecting) -> dict[str, Any] | None:
        """The next job as it goes over the wire, secrets among it; None where nothing is to be done."""
        if self._store.read(lambda tx: self._chosen(tx, who)) is None:
            return None
        return self._store.transact((f"scan-scope:{who.network_scope}",), lambda tx: self._given(tx, who))

    def take(self, who: Collecting, job_id: str, outcomes: Sequence[AddressOutcome], *, is_done: bool) -> bool:
        """Keep what came of addresses, each once; whether the collector is to stop. Raises NoJobError."""
        keys = (f"scan-job:{job_id}", run_lock(job_id.rpartition("-")[0]), CREDENTIALS_LOCK)
        taken = self._store.transact(keys, lambda tx: self._taken(tx, who, job_id, outcomes, is_done=is_done))
        note_missed(self._store, taken.missed, self._clock())
        supersede(self._store, taken.superseded, f"collector:{who.collector_id}")
        return taken.stops

    def _chosen(self, tx: Transaction, who: Collecting) -> OpenJob | None:
        found = tx.run(queries.OPEN_JOBS, network_scope=who.network_scope)[0]
        rows = zip(*(found[name] for name in OpenJob._fields), strict=True)
        jobs = [OpenJob(*row) for row in rows]
        runs = {run.uid: run for run in open_runs(tx)} if jobs else {}
        return choose(jobs, runs, who.collector_id, self._clock())

    def _given(self, tx: Transaction, who: Collecting) -> dict[str, Any] | None:
        chosen = self._chosen(tx, who)
        run = read_run(tx, chosen.run_uid) if chosen else None
        if chosen is None or run is None:
            return None
        left = tx.run(queries.JOB, uid=chosen.uid)[0]["properties"]["left"].split()
        if not left:
            return None
        until = self._clock() + LEASE_MICROSECONDS
        lease = {"leased_by": who.collector_id, "leased_until": until}
        tx.run(queries.CHANGE_JOB, uid=chosen.uid, properties=lease)
        return self._message(tx, who, run, chosen.uid, left)

    def _message(self, tx: Transaction, who: Collecting, run: Run, job_id: str, left: Sequence[str]) -> dict[str, Any]:
        spec = run.order.spec
        ranges = ranges_of(left)
        may_read = spec.reads_configuration and may_read_configuration(tx, spec.network_scope, ranges)
        target = Target(ranges, site_of(tx, spec.network_scope), frozenset(spec.tags))
        opened = self._vault.for_job(tx, target, spec.credentials, spec.methods)
        names = [entry.credential.uid for entry in opened]
        if names:
            self._audit.note(tx, Actor(f"collector:{who.collector_id}"), "credentials.handed_out", job_id, uids=names)
        job = Job(
            job_id=job_id,
            run_id=run.uid,
            network_scope=spec.network_scope,
            addresses=tuple(left),
            methods=tuple(method for method in METHODS if method in spec.methods),
            tcp_ports=spec.tcp_ports,
            snmp_port=spec.snmp_port,
            ssh_port=spec.ssh_port,
            credentials=tuple(wire_credentials(opened)),
            affinity=_affinity(tx, spec.network_scope, left, frozenset(names)),
            host_keys=accepted_keys(tx, spec.network_scope, left),
            limits=spec.limits,
            facts=spec.facts,
            reads_configuration=may_read,
            expires_at=rfc3339(self._clock() + LEASE_MICROSECONDS),
            is_test=run.order.kind == TEST,
        )
        return message_of_job(job)

    def _taken(
        self, tx: Transaction, who: Collecting, job_id: str, outcomes: Sequence[AddressOutcome], *, is_done: bool
    ) -> _Taken:
        rows = tx.run(queries.JOB, uid=job_id)
        if not rows or rows[0]["properties"]["network_scope"] != who.network_scope:
            raise NoJobError(job_id)
        job, now = rows[0]["properties"], self._clock()
        run = read_run(tx, job["run_uid"])
        if run is None:
            raise NoJobError(job_id)
        left = dict.fromkeys(job["left"].split())
        fresh = list({entry.address: entry for entry in outcomes if entry.address in left}.values())
        if fresh:
            _save(tx, run, job_id, fresh, now)
            self._vault.learn(tx, _tries(fresh, now))
        for entry in fresh:
            left.pop(entry.address)
        counts = Counter(entry.state for entry in fresh)
        if is_done and left:
            counts[_NOT_REPORTED] += len(left)
            left = {}
        stops = run.state == CANCELLED or in_blackout(run.order.spec.blackouts, run.order.spec.time_zone, now)
        self._save_job(tx, job, left, counts, leased_until=now if stops else now + LEASE_MICROSECONDS)
        _save_run(tx, run, counts, now, is_over=not left and not _has_open_jobs(tx, run.uid))
        spec = run.order.spec
        if run.order.kind == TEST:
            return _Taken(stops)
        elsewhere = superseded(spec.network_scope, fresh)
        lost = (key for key in missed(spec.network_scope, spec.methods, fresh) if key not in elsewhere)
        return _Taken(stops, tuple(lost), elsewhere)

    def _save_job(
        self, tx: Transaction, job: dict[str, Any], left: Iterable[str], counts: Counter[str], *, leased_until: int
    ) -> None:
        waiting = " ".join(left)
        kept = {
            "left": waiting,
            "counts": msgspec.json.encode(added(_COUNTS.decode(job["counts"]), counts)).decode(),
            "leased_until": leased_until if waiting else 0,
            "open_scope": job["open_scope"] if waiting else "",
        }
        tx.run(queries.CHANGE_JOB, uid=job["uid"], properties=kept)


def _is_ahead(job: OpenJob, now: int) -> bool:
    """Whether a job is given out for longer than any is: the clock has gone back since."""
    return job.leased_until > now + 2 * LEASE_MICROSECONDS


def _may_run(runs: dict[str, Run], job: OpenJob, now: int) -> bool:
    run = runs.get(job.run_uid)
    return run is not None and not in_blackout(run.order.spec.blackouts, run.order.spec.time_zone, now)


def _affinity(tx: Transaction, scope: str, addresses: Sequence[str], known: frozenset[str]) -> dict[str, str]:
    found = tx.run(queries.AFFINITY, uids=[f"{scope}/{address}" for address in addresses])[0]
    pairs = zip(found["address"], found["credentials"], strict=True)
    fitting = {address: " ".join(uid for uid in uids.split() if uid in known) for address, uids in pairs}
    return {address: uids for address, uids in fitting.items() if uids}


def _tries(outcomes: Iterable[AddressOutcome], now: int) -> list[Try]:
    attempts = [(entry.address, attempt) for entry in outcomes for attempt in credential_tries(entry.attempts)]
    return [
        Try(attempt.credential_id or "", address, now + turn, is_refused, attempt.detail)
        for turn, (address, (attempt, is_refused)) in enumerate(attempts)
    ]


def _save(tx: Transaction, run: Run, job_id: str, outcomes: Sequence[AddressOutcome], now: int) -> None:
    is_test = run.order.kind == TEST
    told = [entry for entry in outcomes if is_test or entry.state not in SAYS_NOTHING]
    spec = run.order.spec
    known = {"run_uid": run.uid, "network_scope": spec.network_scope, "at": now}
    if told:
        tx.run(queries.SAVE_OUTCOMES, **known, job_uid=job_id, **_columns(told))
    if is_test:
        return  # one credential at one address says nothing of what is wrong there
    before = _before(tx, spec.network_scope, outcomes)
    merged = [with_untried(entry, before.get(entry.address), spec.methods) for entry in outcomes]
    columns = _columns(merged)
    columns["failing"] = ["yes" if entry else "" for entry in columns["problems"]]
    columns["worked"] = [" ".join(credentials_that_worked(entry)) for entry in merged]
    columns["mac"] = [hardware_address(entry) for entry in merged]
    columns["answered"] = [entry.state not in SAYS_NOTHING for entry in merged]
    columns["opened"] = [bool(credentials_that_worked(entry)) for entry in outcomes]
    columns["was_read"] = [entry.state == "inventoried" for entry in outcomes]
    tx.run(queries.SAVE_TARGETS, **known, **columns)


def _before(tx: Transaction, scope: str, outcomes: Sequence[AddressOutcome]) -> dict[str, AddressOutcome]:
    """What earlier scans found at addresses."""
    stored = tx.run(queries.TARGETS, uids=[f"{scope}/{entry.address}" for entry in outcomes])[0]["properties"]
    return {entry["address"]: decoded(entry["body"]) for entry in stored}


def _columns(outcomes: Sequence[AddressOutcome]) -> dict[str, list[Any]]:
    return {
        "address": [entry.address for entry in outcomes],
        "state": [entry.state for entry in outcomes],
        "problems": [" ".join(map(str, problems(entry))) for entry in outcomes],
        "body": [msgspec.json.encode(message_of_outcome(entry)).decode() for entry in outcomes],
    }


def _has_open_jobs(tx: Transaction, run_uid: str) -> bool:
    return any(job.is_open for job in read_jobs(tx, run_uid))


def _save_run(tx: Transaction, run: Run, counts: Counter[str], now: int, *, is_over: bool) -> None:
    kept: dict[str, Any] = {"counts": msgspec.json.encode(added(run.counts, counts)).decode()}
    if is_over and run.state == RUNNING:
        kept |= {"state": DONE, "ended_at": now}
    tx.run(queries.SAVE_RUN, uid=run.uid, properties=kept)
