"""What the API answers about scans."""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from cmdb_server.api.routes import Body
from cmdb_server.api.times import time_or_none
from cmdb_server.credential_vault.kind import kind_of
from cmdb_server.network_scans import preview, runs
from cmdb_server.network_scans.definitions import Definition
from cmdb_server.network_scans.schedule import DAYS, next_fires
from cmdb_server.timestamps import rfc3339
from discovery_agent.scan.job import Attempt
from discovery_agent.scan.outcomes import OUTCOMES
from discovery_agent.scan.shown_key import ShownKey


class Blackout(Body):
    """A window in which nothing is scanned; past midnight where it ends earlier than it begins."""

    days: list[str] = Field(default=list(DAYS), max_length=7)
    begins: str = Field(default="00:00", max_length=8)
    ends: str = Field(default="00:00", max_length=8)


class HostKey(BaseModel):
    """A host key as a device shows it: the port, the type, and the fingerprint that `ssh-keygen -l` prints too."""

    port: int
    kind: str
    fingerprint: str


class ScanDefinition(BaseModel):
    """A scan definition; `next_run_at` null where it does not run by itself."""

    uid: str
    name: str
    network_scope: str
    ranges: list[str]
    exclusions: list[str]
    collector: str
    methods: list[str]
    tcp_ports: list[int]
    snmp_port: int
    ssh_port: int
    tags: list[str]
    at_once: int
    packets_per_second: int
    timeout_seconds: float
    tries: int
    device_seconds: float
    time_zone: str
    blackouts: list[Blackout]
    cron: str
    jitter_minutes: int
    is_enabled: bool
    fact_intervals: dict[str, int]
    reads_configuration: bool
    next_run_at: str | None
    updated_at: str
    updated_by: str


class ScanDefinitions(BaseModel):
    """The scan definitions."""

    items: list[ScanDefinition]


class PreviewCredential(BaseModel):
    """A credential that would be tried."""

    uid: str
    name: str
    kind_label: str
    method: str


class PreviewCollector(BaseModel):
    """A collector that would scan."""

    collector_id: str
    name: str
    is_present: bool


class ScanPreview(BaseModel):
    """What a scan would touch, with what and when; `warnings` say what keeps it from finding all."""

    addresses: int
    ranges: list[str]
    jobs: int
    credentials: list[PreviewCredential]
    collectors: list[PreviewCollector]
    next_runs: list[str]
    warnings: list[str]


class ScanRun(BaseModel):
    """A run: `kind` is scheduled, now, test or trap; `counts` are its addresses by state, of `total`.

    `facts` are the kinds of facts that it reads beside what a device is.
    """

    uid: str
    name: str
    kind: str
    definition_uid: str
    network_scope: str
    ranges: list[str]
    facts: list[str]
    state: str
    total: int
    done: int
    counts: dict[str, int]
    started_at: str
    ended_at: str | None
    requested_by: str


class ScanJobState(BaseModel):
    """A job of a run; `state` is waiting, running or done; `collector` has it or had it last."""

    job_id: str
    block: str
    total: int
    done: int
    state: str
    collector: str


class ScanRunDetail(ScanRun):
    """A run with its jobs."""

    jobs: list[ScanJobState]


class ScanRuns(BaseModel):
    """The runs, a page of them."""

    items: list[ScanRun]
    total: int


class AttemptTold(BaseModel):
    """One try at an address: what happened, why, and what to do."""

    at: str
    method: str
    credential: str | None
    outcome: str
    is_success: bool
    happened: str
    cause: str
    next_step: str
    detail: str
    milliseconds: int


class ScanTarget(BaseModel):
    """What came of an address."""

    address: str
    state: str
    at: str
    attempts: list[AttemptTold]
    sources: list[str]


class ScanTargets(BaseModel):
    """What came of addresses, a page of them."""

    items: list[ScanTarget]
    total: int


def definition_answer(entry: Definition, now: int) -> ScanDefinition:
    """A definition as the API tells of it."""
    plan, spec = entry.plan, entry.plan.spec
    fires = next_fires(plan.timing, plan.name, entry.fired_at, 1)
    windows = [Blackout(days=list(window.days), begins=window.begins, ends=window.ends) for window in spec.blackouts]
    lists = {name: list(getattr(spec, name)) for name in ("ranges", "exclusions", "methods", "tcp_ports", "tags")}
    names = ("network_scope", "collector", "snmp_port", "ssh_port", "time_zone", *spec.limits._fields)
    return ScanDefinition(
        uid=entry.uid,
        name=plan.name,
        **lists,
        **{name: getattr(spec, name) for name in names},
        blackouts=windows,
        cron=plan.cron,
        jitter_minutes=plan.jitter_minutes,
        is_enabled=plan.is_enabled,
        fact_intervals=dict(plan.fact_intervals),
        reads_configuration=spec.reads_configuration,
        next_run_at=rfc3339(max(fires[0], now)) if fires else None,
        updated_at=rfc3339(entry.updated_at),
        updated_by=entry.updated_by,
    )


def preview_answer(found: preview.Preview) -> ScanPreview:
    """A preview as the API tells of it."""
    return ScanPreview(
        addresses=found.addresses,
        ranges=[str(entry) for entry in found.ranges],
        jobs=found.jobs,
        credentials=[
            PreviewCredential(
                uid=entry.uid,
                name=entry.wanted.name,
                kind_label=kind_of(entry.kind).label,
                method=kind_of(entry.kind).method,
            )
            for entry in found.credentials
        ],
        collectors=[
            PreviewCollector(collector_id=entry.uid, name=entry.name, is_present=entry.is_present)
            for entry in found.collectors
        ],
        next_runs=[rfc3339(at) for at in found.next_runs],
        warnings=list(found.warnings),
    )


def run_answer(run: runs.Run) -> ScanRun:
    """A run as the API tells of it."""
    return ScanRun(
        uid=run.uid,
        name=run.order.name,
        kind=run.order.kind,
        definition_uid=run.order.definition_uid,
        network_scope=run.order.spec.network_scope,
        ranges=list(run.order.spec.ranges),
        facts=list(run.order.spec.facts),
        state=run.state,
        total=run.total,
        done=run.done,
        counts=dict(run.counts),
        started_at=rfc3339(run.started_at),
        ended_at=time_or_none(run.ended_at),
        requested_by=run.requested_by,
    )


def job_answer(job: runs.JobState, collectors: Mapping[str, str], now: int) -> ScanJobState:
    """A job as the API tells of it."""
    held = "running" if job.leased_until > now else "waiting"
    return ScanJobState(
        job_id=job.uid,
        block=job.block,
        total=job.total,
        done=sum(job.counts.values()),
        state=held if job.is_open else "done",
        collector=collectors.get(job.leased_by, job.leased_by),
    )


def target_answer(entry: runs.TargetOutcome, credentials: Mapping[str, str]) -> ScanTarget:
    """What came of an address as the API tells of it; credentials by their names."""
    return ScanTarget(
        address=entry.outcome.address,
        state=entry.outcome.state,
        at=rfc3339(entry.at),
        attempts=[attempt_answer(one, credentials) for one in entry.outcome.attempts],
        sources=list(entry.outcome.sources),
    )


def attempt_answer(one: Attempt, credentials: Mapping[str, str]) -> AttemptTold:
    """An attempt with the words of the table of outcomes."""
    said = OUTCOMES[one.outcome]
    return AttemptTold(
        at=one.at,
        method=one.method,
        credential=credentials.get(one.credential_id, one.credential_id) if one.credential_id else None,
        outcome=one.outcome,
        is_success=said.is_success,
        happened=said.happened,
        cause=said.cause,
        next_step=said.next_step,
        detail=one.detail,
        milliseconds=one.milliseconds,
    )


def host_key_answer(key: ShownKey) -> HostKey:
    """A key in an answer."""
    return HostKey(**key._asdict())
