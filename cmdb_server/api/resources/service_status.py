"""Whether services work, since when not and what is done about it, and how well they worked in a time."""

from datetime import date, datetime
from itertools import chain
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Query
from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import requires
from cmdb_server.api.periods import Period, PeriodDep
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.service_status_words import (
    OutageCalendar,
    ServiceStatus,
    ServiceStatusDetail,
    ServiceStatusList,
    StatusTelling,
    trouble,
)
from cmdb_server.api.times import BadTimeError
from cmdb_server.auth.identity import READ
from cmdb_server.service_status.days import days_of
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, TableFormat, table_file
from cmdb_server.timestamps import rfc3339

router = resource("service status")
_HEAD = (
    *("uid", "name", "class", "criticality", "state", "planned", "since", "records", "availability", "target"),
    *("meets_target", "seconds_down", "seconds_degraded", "seconds_planned", "breached", "at_risk"),
)


@router.get("/service-status", name="list_service_status", dependencies=[requires(READ)])
def list_service_status(asking: AskingDep, period: PeriodDep) -> ServiceStatusList:
    """Whether each service works, and how well it worked: from incidents, and from changes that are carried out."""
    items = StatusTelling(asking, period).all()
    return ServiceStatusList(since=rfc3339(period.since), until=rfc3339(period.until), items=items)


@router.get("/service-status/calendar", name="get_outage_calendar", dependencies=[requires(READ)])
def get_outage_calendar(
    asking: AskingDep,
    month: Annotated[str, Query(max_length=7, description="As 2026-11; this month without it.")] = "",
    time_zone: Annotated[str, Query(max_length=100, description="An IANA name.")] = "UTC",
) -> OutageCalendar:
    """Which services did not work on which days of a month, for what share of the day."""
    now, zone = asking.services.clock(), _zone(time_zone)
    days = [day for day in days_of(_first_day(month, now, zone), zone) if day[1] < now]
    if not days:
        raise BadTimeError("month", month, "has not begun yet", "a month that has, as 2026-11")
    telling = StatusTelling(asking, Period(days[0][1], min(days[-1][2], now), now))
    shown = [day.isoformat() for day, _, _ in days]
    return OutageCalendar(month=shown[0][:7], time_zone=time_zone, days=shown, items=telling.days(days))


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


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadTimeError("time_zone", name, "is no time zone", "one of the IANA names, e.g. Europe/Oslo") from error


def _first_day(month: str, now: int, zone: ZoneInfo) -> date:
    if not month:
        return datetime.fromtimestamp(now // 1_000_000, zone).date().replace(day=1)
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise BadTimeError("month", month, "is no month", "a month as 2026-11") from error


def _row(one: ServiceStatus) -> Row:
    ci = one.ci
    return (
        *(ci.uid, ci.name, ci.ci_class, one.criticality, one.state, one.is_planned, one.since, ", ".join(one.records)),
        *(one.availability, one.target, one.meets_target),
        *(one.seconds_down, one.seconds_degraded, one.seconds_planned),
        *(", ".join(one.breached), ", ".join(one.at_risk)),
    )
