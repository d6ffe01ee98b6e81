"""Where every data source delivers its reports.

Agents, whose reports are most of what a server is asked, go past what the requests of people need (agent_reports.py).
"""

import threading
from functools import partial
from typing import Any

import msgspec
from fastapi import Request, Response
from pydantic import BaseModel

from cmdb_server.api.dependencies import identify, requires, services_of
from cmdb_server.api.problems import FieldProblem, Problem, problem
from cmdb_server.api.routes import resource
from cmdb_server.api.workers import Workers
from cmdb_server.auth.agents import SCANNED
from cmdb_server.auth.identity import REPORT, SCAN, ForbiddenError, Identity
from cmdb_server.errors import CmdbError
from cmdb_server.ingest.compression import decompress
from cmdb_server.ingest.pipeline import IngestResult, NeedSections
from cmdb_server.ingest.validation import IncomingReport, decode
from cmdb_server.services import Services
from graph_schema.data_sources import kind_of

router = resource("reports")
MAX_BODY_BYTES = {"/reports": 32 << 20}
MAX_UNPACKED_BYTES = 64 << 20
AT_ONCE = 64
_PROGRAM_SOURCES = frozenset(("api", "import"))
in_flight = threading.BoundedSemaphore(AT_ONCE)
_workers = Workers(AT_ONCE, "report")


class SectionAccepted(BaseModel):
    """What became of a section."""

    name: str
    status: str
    created: int
    changed: int
    retired: int
    parked: int


class ParkedPart(FieldProblem):
    """A part of the report that was not stored; it waits on the parked page."""

    section: str
    item: str


class LeftOutValue(BaseModel):
    """A value that was taken for nothing: a placeholder such as "Default string", or what every machine says."""

    section: str
    item: str
    field: str
    value: str


class ReportAccepted(BaseModel):
    """An acknowledged report: everything it says is committed, or parked with its reason.

    `status` is stored, unchanged or partial: something of the source waits, `waiting` items in all; `parked` are those
    that this report brought. `left_out` are values that say nothing, in sections that were stored anew.
    """

    report_id: str
    status: str
    root_uid: str
    sections: list[SectionAccepted]
    parked: list[ParkedPart]
    left_out: list[LeftOutValue]
    waiting: int


class SectionsNeeded(Problem):
    """Sections that were sent as hash only and that the server does not have: send them whole."""

    need: list[str]


class BusyError(CmdbError):
    """Too many reports at once."""

    def __init__(self) -> None:
        """503; the sender keeps the report."""
        super().__init__("the server is busy with other reports; send this one again later", 503, "busy")


@router.post(
    "/reports",
    name="receive_report",
    responses={200: {"model": ReportAccepted}, 409: {"model": SectionsNeeded}, 413: {"model": Problem}},
    dependencies=[requires(REPORT)],
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
async def receive_report(request: Request) -> Response:
    """Store a report (its format is in /reference); zstd and gzip are unpacked. 200 means committed."""
    return await store_report(request, identify(request))


async def store_report(request: Request, who: Identity) -> Response:
    """The answer to a report of somebody who may send one. Raises CmdbError."""
    services, encoding = services_of(request), request.headers.get("Content-Encoding", "")
    body = await request.body()
    if not in_flight.acquire(blocking=False):
        raise BusyError
    try:
        result = await _workers.run(partial(_store, services, who, body, encoding))
    finally:
        in_flight.release()
    return _needed(request, result) if isinstance(result, NeedSections) else _accepted(result)


def _store(services: Services, who: Identity, body: bytes, encoding: str) -> IngestResult | NeedSections:
    report = decode(decompress(body, encoding, MAX_UNPACKED_BYTES), services.registry)
    _check_source(who, report)
    return services.ingest.accept(report, who.name)


def _check_source(who: Identity, report: IncomingReport) -> None:
    """An agent reports as itself, a collector as what it scans, a program as an API client or an import.

    Who may run scans may hand in what a scan without a server has found.
    """
    if not who.may_report_as(report.source):
        known = ", ".join((repr(who.source), *(f"{source}<address>" for source in who.scanned)))
        raise ForbiddenError(f"{who.name} may report as {known} only, not as {report.source[:100]!r}")
    if who.source and report.network_scope != who.network_scope:
        scope = report.network_scope[:100]
        raise ForbiddenError(f"{who.name} was enrolled for the network scope {who.network_scope!r}, not {scope!r}")
    kinds = _PROGRAM_SOURCES.union(SCANNED) if who.may(SCAN) else _PROGRAM_SOURCES
    if not who.source and kind_of(report.source) not in kinds:
        known = ", ".join(sorted(f"{kind}:<name>" for kind in kinds))
        raise ForbiddenError(f"{who.name} may report as {known}, not as {report.source[:100]!r}")


def _accepted(result: IngestResult) -> Response:
    sections: list[dict[str, Any]] = []
    parked: list[dict[str, str]] = []
    for name, section in result.sections.items():
        counts = {"created": section.created, "changed": section.changed, "retired": section.retired}
        sections.append({"name": name, "status": section.status, **counts, "parked": len(section.parked)})
        parked.extend(
            {
                "section": refused.section,
                "item": refused.item,
                "field": refused.field,
                "value": refused.value,
                "message": refused.message,
                "remedy": refused.remedy,
            }
            for refused in section.parked
        )
    body = {
        "report_id": result.report_id,
        "status": result.status,
        "root_uid": result.root_uid,
        "sections": sections,
        "parked": parked,
        "left_out": [one._asdict() for section in result.sections.values() for one in section.left_out],
        "waiting": result.waiting,
    }
    return Response(msgspec.json.encode(body), media_type="application/json")


def _needed(request: Request, result: NeedSections) -> Response:
    detail = f"send these sections whole: {', '.join(result.need)}"
    return problem(request, 409, "sections_needed", detail, extra={"need": list(result.need)})
