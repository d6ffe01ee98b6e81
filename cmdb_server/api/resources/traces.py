"""Where exporters deliver traces (OTLP/HTTP), and what came of them."""

import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import ServicesDep, identify, requires, services_of
from cmdb_server.api.problems import Problem
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ, TRACES, Identity
from cmdb_server.errors import CmdbError
from cmdb_server.ingest.compression import decompress
from cmdb_server.network_scope_names import DEFAULT, check_scope_name
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339
from cmdb_server.traces.otlp import JSON, answer_of, spans_in
from cmdb_server.traces.service_graphs import MOST_BYTES, counted, requests_in
from cmdb_server.traces.spans import Party
from cmdb_server.traces.traces import KeptCall, TellsOf
from graph_schema.data_sources import TRACES as SOURCE

router = resource("traces")
MAX_BODY_BYTES = {"/traces": 4 << 20, "/traces/service-graphs": MOST_BYTES}
MAX_UNPACKED_BYTES = 16 << 20
AT_ONCE = 8
SCOPE_HEADER = "X-Network-Scope"
in_flight = threading.BoundedSemaphore(AT_ONCE)
# Python reads one after the other anyway, and what is read may take fifty times the memory of its body.
_reading = threading.Lock()
_ODD = re.compile(r"[^\w .@-]")
_BODIES = {JSON: {"schema": {"type": "object"}}}  # protobuf too, which OpenAPI cannot describe


class PartialSuccess(BaseModel):
    """How many spans were refused (a number as text, as OTLP has it), and why."""

    rejected_spans: str = Field(alias="rejectedSpans")
    error_message: str = Field(alias="errorMessage")


class TracesTaken(BaseModel):
    """Traces that were taken, as ExportTraceServiceResponse in the encoding of the request."""

    partial_success: PartialSuccess | None = Field(default=None, alias="partialSuccess")


class TracedCall(BaseModel):
    """A program that calls another one, by what their telemetry says, since and until when, and how often it was seen.

    `dependent_uid` and `needed_uid` are the CIs that they are; null, with the reason, where that is not known.
    """

    kind: str
    network_scope: str
    caller: str
    callee: str | None
    address: str | None
    port: int | None
    system: str | None
    sightings: int
    first_seen_at: str
    last_seen_at: str
    dependent_uid: str | None
    needed_uid: str | None
    reason: str | None


class TracedSource(BaseModel):
    """What came of the traces of a data source; `reasons` say of how many calls why they were not joined to CIs."""

    source: str
    calls: int
    joined: int
    reasons: dict[str, int]
    items: list[TracedCall]


class TracedSources(BaseModel):
    """The data sources that tell of calls."""

    items: list[TracedSource]


class ServiceGraphTaken(BaseModel):
    """How many calls a service graph told of, and of how many nothing was kept."""

    calls: int
    refused: int


class BusyError(CmdbError):
    """Too many exporters at once."""

    def __init__(self) -> None:
        """503; exporters send again."""
        super().__init__("the server is busy with other traces; send these again later", 503, "busy")


@router.post(
    "/traces",
    name="receive_traces",
    responses={
        200: {"model": TracesTaken},
        **{status: {"model": Problem} for status in (400, 413, 415, 503)},
    },
    dependencies=[requires(TRACES)],
    openapi_extra={"requestBody": {"required": False, "content": _BODIES}},
)
async def receive_traces(request: Request) -> Response:
    """Take traces as OTLP/HTTP has them (JSON or protobuf, gzip): exporters are given the endpoint .../api.

    Only who calls whom is kept. The header X-Network-Scope names another network scope than `default`.
    """
    services, who, body = services_of(request), identify(request), await request.body()
    scope = request.headers.get(SCOPE_HEADER, DEFAULT)
    check_scope_name(scope, SCOPE_HEADER)
    kinds = (request.headers.get("Content-Encoding", ""), request.headers.get("Content-Type", ""))
    with _turn():
        return await run_in_threadpool(_taken, services, TellsOf(_source(who), scope), body, kinds)


@router.post(
    "/traces/service-graphs",
    name="receive_service_graph",
    responses={status: {"model": Problem} for status in (413, 422, 503)},
    dependencies=[requires(TRACES)],
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
)
async def receive_service_graph(request: Request) -> ServiceGraphTaken:
    """Take a page with `traces_service_graph_request_total`, or what Prometheus answers to a query for it."""
    services, who, body = services_of(request), identify(request), await request.body()
    with _turn():
        return await run_in_threadpool(_counted, services, TellsOf(_source(who), DEFAULT), body)


@router.get("/traces", name="list_traced_calls", dependencies=[requires(READ, is_for_all=True)])
def list_traced_calls(
    services: ServicesDep,
    limit: Annotated[int, Query(ge=0, le=10_000, description="At most so many calls of each source.")] = 200,
    *,
    unjoined: Annotated[bool, Query(description="Only calls of which a CI is not known.")] = False,
) -> TracedSources:
    """Which calls traces tell of, what they were joined to, and why not, those seen most often first."""
    found = ((source, services.traces.calls(source)) for source in services.traces.sources())
    return TracedSources(items=[_shown(source, calls, limit, unjoined=unjoined) for source, calls in found])


@contextmanager
def _turn() -> Generator[None]:
    """While one of the few requests that are read at once is. Raises BusyError."""
    if not in_flight.acquire(blocking=False):
        raise BusyError
    try:
        yield
    finally:
        in_flight.release()


def _taken(services: Services, who: TellsOf, body: bytes, kinds: tuple[str, str]) -> Response:
    encoding, content_type = kinds
    media_type = content_type.partition(";")[0].strip().lower()
    unpacked = decompress(body, encoding, MAX_UNPACKED_BYTES)
    with _reading:
        found = spans_in(unpacked, media_type)
    taken = services.traces.take(who, found.spans, found.refused)
    return Response(answer_of(taken.refused, taken.reason, media_type), media_type=media_type)


def _counted(services: Services, who: TellsOf, body: bytes) -> ServiceGraphTaken:
    calls = counted(requests_in(body.decode("utf-8", "replace")))
    return ServiceGraphTaken(calls=len(calls), refused=services.traces.count(who, calls))


def _source(who: Identity) -> str:
    return f"{SOURCE.name}:{_ODD.sub('-', who.name.removeprefix('token:'))}"


def _shown(source: str, calls: list[KeptCall], limit: int, *, unjoined: bool) -> TracedSource:
    # One that both of its sides tell of is not listed once more by the address that the caller alone tells.
    calls = [call for call in calls if call.dependent or call.needed or call.reason]
    reasons: dict[str, int] = {}
    for call in calls:
        if call.reason:
            reasons[call.reason] = reasons.get(call.reason, 0) + 1
    chosen = sorted(
        (call for call in calls if call.reason or not unjoined), key=lambda call: (-call.sightings, call.uid)
    )
    joined = len(calls) - sum(reasons.values())
    items = [_call(call) for call in chosen[:limit]]
    return TracedSource(source=source, calls=len(calls), joined=joined, reasons=reasons, items=items)


def _call(kept: KeptCall) -> TracedCall:
    call, peer = kept.call, kept.call.peer
    return TracedCall(
        kind=call.kind,
        network_scope=kept.network_scope,
        caller=_in_words(call.caller),
        callee=_in_words(call.callee) if call.callee else None,
        address=peer.address if peer else None,
        port=peer.port if peer else None,
        system=(peer.system or None) if peer else None,
        sightings=kept.sightings,
        first_seen_at=rfc3339(kept.first_seen_at),
        last_seen_at=rfc3339(kept.last_seen_at),
        dependent_uid=kept.dependent or None,
        needed_uid=kept.needed or None,
        reason=kept.reason or None,
    )


def _in_words(party: Party) -> str:
    name = party.service or party.executable or "a program without a name"
    place = party.pod or party.container or party.host or party.host_id
    return f"{name} on {place}" if place else name
