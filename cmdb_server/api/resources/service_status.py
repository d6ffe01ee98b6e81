"""Whether services work, since when not and what is done about it, and how well they worked in a time."""

from itertools import chain
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.service_status_words import (
    Period,
    ServiceStatus,
    ServiceStatusDetail,
    ServiceStatusList,
    StatusTelling,
    trouble,
)
from cmdb_server.api.times import BadTimeError, TimeText, instant
from cmdb_server.auth.identity import READ
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, TableFormat, table_file
from cmdb_server.timestamps import rfc3339

router = resource("service status")
_DAYS, _DAY = 30, 86_400 * 1_000_000
_LONGEST_DAYS = 1_100
_HEAD = (
    *("uid", "name", "class", "criticality", "state", "planned", "since", "records", "availability", "target"),
    *("meets_target", "seconds_down", "seconds_degraded", "seconds_planned"),
)


def _period(
    services: ServicesDep,
    since: Annotated[TimeText | None, Query(description="From when on; thirty days before `until` without it.")] = None,
    until: Annotated[TimeText | None, Query(description="Until when; now without it.")] = None,
) -> Period:
    now = services.clock()
    end = now if until is None else instant("until", until, now)
    start = end - _DAYS * _DAY if since is None else instant("since", since, now)
    if start >= end:
        raise BadTimeError("since", since or "", "is not before the end", "an earlier time")
    if end - start > _LONGEST_DAYS * _DAY:
        raise BadTimeError("since", since or "", f"is more than {_LONGEST_DAYS} days before the end", "a later time")
    return Period(start, end, now)


PeriodDep = Annotated[Period, Depends(_period)]


@router.get("/service-status", name="list_service_status", dependencies=[requires(READ)])
def list_service_status(asking: AskingDep, period: PeriodDep) -> ServiceStatusList:
    """Whether each service works, and how well it worked: from incidents, and from changes that are carried out."""
    items = StatusTelling(asking, period).all()
    return ServiceStatusList(since=rfc3339(period.since), until=rfc3339(period.until), items=items)


@router.get("/cis/{uid}/service-status", name="get_service_status", dependencies=[requires(READ)])
def get_service_status(uid: str, asking: AskingDep, period: PeriodDep) -> ServiceStatusDetail:
    """One service, with the intervals in which it did not work."""
    telling = StatusTelling(asking, period)
    number = telling.number_of(uid)
    if number is None:
        raise NotFoundError("service", uid)
    shown = [trouble(one, period) for one in reversed(telling.intervals_of(number))]
    told = {"since": rfc3339(period.since), "until": rfc3339(period.until)}
    return ServiceStatusDetail(**told, status=telling.one(number), intervals=shown)


@router.get(
    "/service-status/export",
    name="export_service_status",
    response_class=StreamingResponse,
    responses=streams("text/csv", XLSX),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_service_status(
    asking: AskingDep,
    period: PeriodDep,
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """All services as CSV (RFC 4180) or as a workbook."""
    rows = map(_row, StatusTelling(asking, period).all())
    pieces = table_file(([row] for row in chain([_HEAD], rows)), format, "Service status")
    headers = {"Content-Disposition": f'attachment; filename="service-status.{format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


def _row(one: ServiceStatus) -> Row:
    ci = one.ci
    return (
        *(ci.uid, ci.name, ci.ci_class, one.criticality, one.state, one.is_planned, one.since, ", ".join(one.records)),
        *(one.availability, one.target, one.meets_target),
        *(one.seconds_down, one.seconds_degraded, one.seconds_planned),
    )
