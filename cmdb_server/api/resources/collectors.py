"""Collectors: who scans which network, and the jobs that they fetch."""

import asyncio
import time
from typing import Annotated

from fastapi import Path, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.collecting import ScanCredential, collecting
from cmdb_server.api.dependencies import ActorDep, ServicesDep, identify, requires, services_of
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import COLLECT, READ, SCAN
from cmdb_server.errors import CmdbError
from cmdb_server.network_scans import network_scopes
from cmdb_server.timestamps import rfc3339
from discovery_agent.scan.job import MAX_ADDRESSES, outcome_of
from discovery_agent.scan.message_values import JobError

router = resource("collectors")
MAX_BODY_BYTES = {"/collectors/jobs/{job_id}/outcomes": 8 << 20}  # a hundred addresses with every attempt at each
_LOOK_SECONDS = 1.0
_Text = Annotated[str, Field(max_length=500)]
ScopeName = Annotated[str, Path(min_length=1, max_length=100)]


class Collector(BaseModel):
    """An enrolled collector. `is_present`: it has asked for work in the last two minutes."""

    collector_id: str
    name: str
    network_scope: str
    version: str | None
    enrolled_at: str
    last_contact_at: str | None
    is_present: bool


class NetworkScope(BaseModel):
    """Where addresses are unique; `site` is the one it is on, "" for none."""

    name: str
    site: str
    description: str


class Collectors(BaseModel):
    """The collectors, the network scopes, and the sites that a scope may be on."""

    items: list[Collector]
    network_scopes: list[NetworkScope]
    sites: list[str]


class NetworkScopeIn(Body):
    """Where a network scope is."""

    site: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=500)


class NextJobIn(BaseModel):
    """A collector that asks for work, and how long it waits for some."""

    wait_seconds: float = Field(default=20, ge=0, le=60)
    version: str = Field(default="", max_length=50)


class ScanLimits(BaseModel):
    """How hard the network is asked."""

    at_once: int
    packets_per_second: int
    timeout_seconds: float
    tries: int
    device_seconds: float


class ScanJob(BaseModel):
    """What a collector is to do until `expires_at`; each answer of outcomes gives five minutes more.

    `affinity`: by address the credentials that worked last, with spaces between; `host_keys`: by address the key that
    a person accepted.
    """

    job_id: str
    run_id: str
    network_scope: str
    addresses: list[str]
    methods: list[str]
    tcp_ports: list[int]
    snmp_port: int
    ssh_port: int
    credentials: list[ScanCredential]
    affinity: dict[str, str]
    host_keys: dict[str, str]
    limits: ScanLimits
    expires_at: str


class ScanAttempt(BaseModel):
    """One try of a method at an address; `outcome` is a name of the table of outcomes.

    `host_key` is port, type and fingerprint of the key that the device shows instead of the pinned one.
    """

    at: str = Field(max_length=50)
    method: str = Field(max_length=20)
    credential_id: str | None = Field(default=None, max_length=100)
    outcome: str = Field(max_length=50)
    detail: _Text = ""
    milliseconds: int = Field(default=0, ge=0, le=10**9)
    host_key: str = Field(default="", max_length=200)


class ScanOutcome(BaseModel):
    """What came of an address."""

    address: str = Field(max_length=50)
    state: str = Field(max_length=20)
    attempts: list[ScanAttempt] = Field(default=[], max_length=200)
    sources: list[_Text] = Field(default=[], max_length=20)


class OutcomesIn(BaseModel):
    """What came of addresses of a job, and whether the job is done."""

    outcomes: list[ScanOutcome] = Field(max_length=MAX_ADDRESSES)
    is_done: bool = False


class OutcomesTaken(BaseModel):
    """Whether the collector is to stop: the run was cancelled, or a blackout window began."""

    is_cancelled: bool


class BadOutcomeError(CmdbError):
    """An outcome is not as the wire has it."""

    def __init__(self, reason: str) -> None:
        """422 with what is wrong."""
        super().__init__(f"outcomes: {reason}", 422, "bad_outcome")


@router.get("/collectors", name="list_collectors", dependencies=[requires(READ)])
def list_collectors(services: ServicesDep) -> Collectors:
    """The collectors and network scopes; a collector is removed as an agent is."""
    return Collectors(
        items=[
            Collector(
                collector_id=entry.uid,
                name=entry.name,
                network_scope=entry.network_scope,
                version=entry.version or None,
                enrolled_at=rfc3339(entry.enrolled_at),
                last_contact_at=time_or_none(entry.last_contact_at),
                is_present=entry.is_present,
            )
            for entry in services.scans.collectors.all()
        ],
        network_scopes=[NetworkScope(**entry._asdict()) for entry in services.scans.scopes.all()],
        sites=services.index.sites(),
    )


@router.put("/network-scopes/{name}", name="save_network_scope", status_code=204, dependencies=[requires(SCAN)])
def save_network_scope(name: ScopeName, wanted: NetworkScopeIn, services: ServicesDep, actor: ActorDep) -> None:
    """Say on which site a network scope is; credentials of that site fit there."""
    services.scans.scopes.save(network_scopes.NetworkScope(name, wanted.site, wanted.description), actor)


@router.post(
    "/collectors/jobs/next",
    name="next_scan_job",
    responses={200: {"model": ScanJob}, 204: {"description": "Nothing is to be done; ask again."}},
    dependencies=[requires(COLLECT)],
)
async def next_scan_job(wanted: NextJobIn, request: Request) -> Response:
    """Give a collector its next job, with the secrets that it needs; wait for one if there is none."""
    services, who = services_of(request), collecting(identify(request))
    until = time.monotonic() + wanted.wait_seconds
    await run_in_threadpool(services.scans.collectors.note, who.collector_id, wanted.version)
    while True:
        job = await run_in_threadpool(services.scans.dispatch.next_job, who)
        if job is not None:
            return answer(job)
        if time.monotonic() + _LOOK_SECONDS > until or await request.is_disconnected():
            return Response(status_code=204)
        await asyncio.sleep(_LOOK_SECONDS)


@router.post("/collectors/jobs/{job_id}/outcomes", name="take_scan_outcomes", dependencies=[requires(COLLECT)])
def take_scan_outcomes(job_id: str, given: OutcomesIn, request: Request, services: ServicesDep) -> OutcomesTaken:
    """Keep what came of addresses; the same address of a job counts once, however often it is sent."""
    who = collecting(identify(request))
    try:
        outcomes = [outcome_of(entry.model_dump()) for entry in given.outcomes]
    except JobError as error:
        raise BadOutcomeError(str(error)) from error
    services.scans.collectors.note(who.collector_id, "")
    stops = services.scans.dispatch.take(who, job_id, outcomes, is_done=given.is_done)
    return OutcomesTaken(is_cancelled=stops)
