"""The calendar of changes as a feed (RFC 5545), for programs that show calendars."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query, Response
from icalendar import Event

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.icalendar_words import MEDIA_TYPE, add, calendar_of
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import resource, streams
from cmdb_server.auth.identity import CALENDAR
from cmdb_server.itsm.keeping import read_planned
from cmdb_server.itsm.record import Record

router = resource("changes")
_DAY = 86_400 * 1_000_000
_BACK, _AHEAD = 30 * _DAY, 400 * _DAY
_LEFT_OUT = ("draft", "cancelled")
_TENTATIVE = ("assessment", "approval")


@router.get(
    "/changes/calendar.ics",
    name="get_change_feed",
    response_class=Response,
    responses=streams(MEDIA_TYPE),
    dependencies=[requires(CALENDAR)],
)
def get_change_feed(
    services: ServicesDep,
    _token: Annotated[str, Query(alias="token", max_length=200, description="A token of the scope calendar.")] = "",
) -> Response:
    """Changes of the last 30 days and the next 400, but drafts and cancelled ones; the token stands in the address."""
    now, telling = services.clock(), RecordTelling(services)
    calendar = calendar_of("Changes")
    for record in read_planned(services.store, now - _BACK, now + _AHEAD):
        if record.state not in _LEFT_OUT:
            calendar.add_component(_event(telling, record))
    return Response(calendar.to_ical(), media_type=MEDIA_TYPE)


def _event(telling: RecordTelling, record: Record) -> Event:
    told = telling.record(record)
    event = Event()
    add(event, "uid", f"{record.uid}@plumbline")
    add(event, "dtstamp", datetime.fromtimestamp(record.changed_at / 1_000_000, UTC))
    add(event, "dtstart", datetime.fromisoformat(record.value("planned_start")))
    add(event, "dtend", datetime.fromisoformat(record.value("planned_end")))
    add(event, "summary", f"{record.number} {told.title}")
    add(event, "status", "TENTATIVE" if record.state in _TENTATIVE else "CONFIRMED")
    names = ", ".join(ci.name or ci.uid for ci in told.affects)
    add(event, "description", f"{told.state_label}\nAffects: {names}\n{record.value('description')}".strip())
    return event
