"""Scan definitions and their runs: what is scanned when, what it would touch, how far it is."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.scan_words import (
    Blackout,
    ScanDefinition,
    ScanDefinitions,
    ScanPreview,
    ScanRun,
    ScanRunDetail,
    ScanRuns,
    ScanTargets,
    definition_answer,
    job_answer,
    preview_answer,
    run_answer,
    target_answer,
)
from cmdb_server.auth.identity import CREDENTIALS, READ, SCAN
from cmdb_server.network_scans import schedule
from cmdb_server.network_scans.definitions import MOST_JITTER_MINUTES, Definition, Plan
from cmdb_server.network_scans.runs import Order
from cmdb_server.network_scans.spec import ScanError, Spec
from cmdb_server.services import Services
from discovery_agent.scan.fact_kinds import FACT_KINDS
from discovery_agent.scan.job import METHODS, SNMP_PORT, SSH_PORT, TCP_PORTS, Limits

router = resource("scans")
Text = Annotated[str, Field(max_length=200)]
Ranges = Annotated[list[Text], Field(max_length=1_000)]
State = Literal["", "inventoried", "reachable", "silent", "failed"]
_USUAL = Limits()


class ScanPlanIn(Body):
    """A scan as somebody wants it. `cron` has the five fields of crontab; empty: on demand only.

    `fact_intervals` are the hours after which a kind of facts (software, activity, forwarding) is read again by a run
    that starts by itself; a kind without one is read each time, and so is everything by a scan now.
    Without `reads_configuration` no scan reads the configuration of applications at these addresses.
    `packets_per_second` hold for each subnet: no two jobs of a block of 1,024 addresses are out at once.
    """

    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    network_scope: str = Field(default="default", min_length=1, max_length=100)
    ranges: Ranges = Field(min_length=1)
    exclusions: Ranges = Field(default=[])
    collector: str = Field(default="", max_length=100)
    methods: list[Text] = Field(default=list(METHODS), max_length=10)
    tcp_ports: list[int] = Field(default=list(TCP_PORTS), max_length=100)
    snmp_port: int = Field(default=SNMP_PORT, ge=1, le=65_535)
    ssh_port: int = Field(default=SSH_PORT, ge=1, le=65_535)
    tags: list[Text] = Field(default=[], max_length=50)
    at_once: int = Field(default=_USUAL.at_once, ge=1, le=1_000)
    packets_per_second: int = Field(default=_USUAL.packets_per_second, ge=1, le=100_000)
    timeout_seconds: float = Field(default=_USUAL.timeout_seconds, gt=0, le=60)
    tries: int = Field(default=_USUAL.tries, ge=1, le=10)
    device_seconds: float = Field(default=_USUAL.device_seconds, ge=1, le=3_600)
    time_zone: str = Field(default="UTC", max_length=100)
    blackouts: list[Blackout] = Field(default=[], max_length=20)
    cron: str = Field(default="", max_length=100)
    jitter_minutes: int = Field(default=0, ge=0, le=MOST_JITTER_MINUTES)
    is_enabled: bool = True
    fact_intervals: dict[str, int] = Field(default={}, max_length=len(FACT_KINDS))
    reads_configuration: bool = True


class ScanNowIn(Body):
    """What to scan now: the addresses of a CI, some ranges, or a definition (of `ranges` only where both are given)."""

    definition_uid: str = Field(default="", max_length=100)
    ci_uid: str = Field(default="", max_length=100)
    ranges: Ranges = Field(default=[])
    network_scope: str = Field(default="", max_length=100)


class CredentialTestIn(Body):
    """A credential to try at an address, by a collector of a network scope."""

    credential_id: str = Field(min_length=1, max_length=100)
    address: str = Field(min_length=1, max_length=50)
    network_scope: str = Field(default="default", min_length=1, max_length=100)
    collector: str = Field(default="", max_length=100)


@router.get("/scan-definitions", name="list_scan_definitions", dependencies=[requires(READ, is_for_all=True)])
def list_scan_definitions(services: ServicesDep) -> ScanDefinitions:
    """The scan definitions by name."""
    now = services.clock()
    return ScanDefinitions(items=[definition_answer(entry, now) for entry in services.scans.definitions.all()])


@router.post("/scan-definitions", name="create_scan_definition", status_code=201, dependencies=[requires(SCAN)])
def create_scan_definition(wanted: ScanPlanIn, services: ServicesDep, actor: ActorDep) -> ScanDefinition:
    """Keep a scan definition."""
    return _definition(services, services.scans.definitions.save(_plan(wanted), actor), "")


@router.put("/scan-definitions/{uid}", name="change_scan_definition", dependencies=[requires(SCAN)])
def change_scan_definition(uid: str, wanted: ScanPlanIn, services: ServicesDep, actor: ActorDep) -> ScanDefinition:
    """Change a scan definition; runs that began stay as they are."""
    return _definition(services, services.scans.definitions.save(_plan(wanted), actor, uid), uid)


@router.delete("/scan-definitions/{uid}", name="delete_scan_definition", status_code=204, dependencies=[requires(SCAN)])
def delete_scan_definition(uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Forget a scan definition; its runs stay."""
    if not services.scans.definitions.remove(uid, actor):
        raise NotFoundError("scan definition", uid)


@router.post("/scan-preview", name="preview_scan", dependencies=[requires(SCAN, is_for_all=True)])
def preview_scan(wanted: ScanPlanIn, services: ServicesDep) -> ScanPreview:
    """What a scan would touch, with which credentials and collectors, and when; nothing is sent."""
    return preview_answer(services.scans.previews.of(_plan(wanted)))


@router.get("/scan-runs", name="list_scan_runs", dependencies=[requires(READ, is_for_all=True)])
def list_scan_runs(
    services: ServicesDep,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ScanRuns:
    """The runs of the last thirty days, the newest first."""
    found = services.scans.runs.page(offset, limit)
    return ScanRuns(items=[run_answer(run) for run in found.runs], total=found.total)


@router.post("/scan-runs", name="scan_now", status_code=201, dependencies=[requires(SCAN, is_for_all=True)])
def scan_now(wanted: ScanNowIn, services: ServicesDep, actor: ActorDep) -> ScanRun:
    """Scan now; collectors begin within a second."""
    return run_answer(services.scans.runs.start(_order(services, wanted), actor))


@router.post(
    "/credential-tests",
    name="test_credential",
    status_code=201,
    dependencies=[requires(CREDENTIALS, is_for_all=True)],
)
def test_credential(wanted: CredentialTestIn, services: ServicesDep, actor: ActorDep) -> ScanRun:
    """Try a credential at an address; the run's target holds the exact answer."""
    where = (wanted.address, wanted.network_scope, wanted.collector)
    order = services.scans.orders.of_test(wanted.credential_id, *where)
    if order is None:
        raise NotFoundError("credential", wanted.credential_id)
    return run_answer(services.scans.runs.start(order, actor))


@router.get("/scan-runs/{uid}", name="get_scan_run", dependencies=[requires(READ, is_for_all=True)])
def get_scan_run(uid: str, services: ServicesDep) -> ScanRunDetail:
    """How far a run is, and each of its jobs."""
    run = services.scans.runs.one(uid)
    if run is None:
        raise NotFoundError("scan run", uid)
    names = {entry.uid: entry.name for entry in services.scans.collectors.all()}
    jobs = [job_answer(job, names, services.clock()) for job in services.scans.runs.jobs(uid)]
    return ScanRunDetail(**run_answer(run).model_dump(), jobs=jobs)


@router.post("/scan-runs/{uid}/cancel", name="cancel_scan_run", status_code=204, dependencies=[requires(SCAN)])
def cancel_scan_run(uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Let collectors stop; what came of addresses so far stays."""
    if not services.scans.runs.cancel(uid, actor):
        raise NotFoundError("scan run that is running", uid)


@router.get("/scan-runs/{uid}/targets", name="list_scan_targets", dependencies=[requires(READ, is_for_all=True)])
def list_scan_targets(
    uid: str,
    services: ServicesDep,
    state: State = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ScanTargets:
    """What came of each address of a run, with every attempt."""
    if services.scans.runs.one(uid) is None:
        raise NotFoundError("scan run", uid)
    found = [entry for entry in services.scans.runs.outcomes(uid) if state in ("", entry.outcome.state)]
    shown = found[offset : offset + limit]
    names = {entry.uid: entry.wanted.name for entry in services.credentials.all()}
    return ScanTargets(items=[target_answer(entry, names) for entry in shown], total=len(found))


def _definition(services: Services, saved: Definition | None, uid: str) -> ScanDefinition:
    if saved is None:
        raise NotFoundError("scan definition", uid)
    return definition_answer(saved, services.clock())


def _order(services: Services, wanted: ScanNowIn) -> Order:
    orders = services.scans.orders
    if wanted.definition_uid:
        order = orders.of_definition(wanted.definition_uid, wanted.ranges)
        if order is None:
            raise NotFoundError("scan definition", wanted.definition_uid)
        return order
    if wanted.ci_uid:
        found = services.cis.ci(wanted.ci_uid)
        if found is None:
            raise NotFoundError("CI", wanted.ci_uid)
        return orders.of_ci(wanted.ci_uid, found.name, wanted.network_scope)
    if not wanted.ranges:
        raise ScanError("ranges", "", "are missing", "give definition_uid, ci_uid or ranges")
    return orders.of_ranges(wanted.ranges, wanted.network_scope or "default")


def _plan(wanted: ScanPlanIn) -> Plan:
    windows = tuple(schedule.Blackout(tuple(entry.days), entry.begins, entry.ends) for entry in wanted.blackouts)
    spec = Spec(
        network_scope=wanted.network_scope,
        ranges=tuple(wanted.ranges),
        exclusions=tuple(wanted.exclusions),
        collector=wanted.collector,
        methods=tuple(wanted.methods),
        tcp_ports=tuple(wanted.tcp_ports),
        snmp_port=wanted.snmp_port,
        ssh_port=wanted.ssh_port,
        tags=tuple(wanted.tags),
        at_once=wanted.at_once,
        packets_per_second=wanted.packets_per_second,
        timeout_seconds=wanted.timeout_seconds,
        tries=wanted.tries,
        device_seconds=wanted.device_seconds,
        time_zone=wanted.time_zone,
        blackouts=windows,
        reads_configuration=wanted.reads_configuration,
    )
    when = (wanted.cron.strip(), wanted.jitter_minutes, wanted.is_enabled)
    return Plan(wanted.name.strip(), spec, *when, wanted.fact_intervals)
