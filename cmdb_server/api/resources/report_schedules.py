"""Saved reports of assets that go out by mail, in a rhythm or at once."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, Requires, ServicesDep, requires
from cmdb_server.api.owned import asker_of, teams_of
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.assets.report_making import ReportFormat
from cmdb_server.assets.report_schedules import Schedule
from cmdb_server.assets.report_times import Every, Rhythm
from cmdb_server.auth.identity import ASSETS, Identity
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

router = resource("assets")
Keeper = Annotated[Identity, Depends(Requires(ASSETS, is_for_all=True))]


class ScheduleIn(Body):
    """A saved report (a view of assets with `tab=report`) to send to accounts, each by their own rights.

    `day` is that of the week (1: Monday) or the month, where a shorter one has its last; `at` is HH:MM in `time_zone`.
    """

    query_id: str = Field(max_length=100)
    every: Every = "week"
    day: int = 1
    at: str = Field(default="07:00", max_length=50)
    time_zone: str = Field(default="UTC", max_length=100)
    format: ReportFormat = "pdf"
    people: list[Annotated[str, Field(max_length=200)]] = Field(max_length=100)


class ScheduleOut(BaseModel):
    """The same as it is kept; `name` and `query` are of the report, "" where that was deleted: nothing is sent."""

    uid: str
    query_id: str
    name: str
    query: str
    every: Every
    day: int
    at: str
    time_zone: str
    format: ReportFormat
    people: list[str]
    owner: str
    next_at: str
    last_at: str | None


class ScheduleList(BaseModel):
    """Schedules, the next first; `mail_missing` says why no mail goes out, "" where it does."""

    items: list[ScheduleOut]
    mail_missing: str


class SentOut(BaseModel):
    """How many mails are on their way."""

    mails: int


@router.get("/report-schedules", name="list_report_schedules", dependencies=[requires(ASSETS, is_for_all=True)])
def list_report_schedules(services: ServicesDep) -> ScheduleList:
    """The reports that go out by mail."""
    items = [_out(services, one) for one in services.report_schedules.all()]
    return ScheduleList(items=items, mail_missing=services.notifications.mailer.why_off())


@router.post("/report-schedules", name="add_report_schedule", status_code=201)
def add_report_schedule(wanted: ScheduleIn, services: ServicesDep, who: Keeper, actor: ActorDep) -> ScheduleOut:
    """Send a saved report that one sees; its receivers have accounts that see all assets, and a mail address."""
    asker = replace(asker_of(who), teams=teams_of(services, who))
    view = services.saved_queries.one(wanted.query_id, asker)
    rhythm = Rhythm(wanted.every, wanted.day, wanted.at, wanted.time_zone)
    people = tuple(wanted.people)
    made = services.report_schedules.add(
        Schedule("", wanted.query_id, rhythm, wanted.format, people, who.name, 0), view
    )
    services.audit.append(actor, "report_schedule.added", made.uid, people=", ".join(people)[:300])
    return _out(services, made)


@router.delete(
    "/report-schedules/{schedule_id}",
    name="remove_report_schedule",
    status_code=204,
    dependencies=[requires(ASSETS, is_for_all=True)],
)
def remove_report_schedule(schedule_id: str, services: ServicesDep, actor: ActorDep) -> None:
    """Send it no more."""
    services.report_schedules.remove(schedule_id)
    services.audit.append(actor, "report_schedule.removed", schedule_id)


@router.post(
    "/report-schedules/{schedule_id}/send", name="send_report_now", dependencies=[requires(ASSETS, is_for_all=True)]
)
def send_report_now(schedule_id: str, services: ServicesDep, actor: ActorDep) -> SentOut:
    """Send it at once, beside its times."""
    mails = services.report_schedules.send_now(schedule_id)
    services.audit.append(actor, "report_schedule.sent", schedule_id, mails=mails)
    return SentOut(mails=mails)


def _out(services: Services, one: Schedule) -> ScheduleOut:
    view = services.report_schedules.view(one)
    return ScheduleOut(
        uid=one.uid,
        query_id=one.query_id,
        name=view.name if view else "",
        query=view.query if view else "",
        **vars(one.rhythm),
        format=one.format,
        people=list(one.people),
        owner=one.owner,
        next_at=rfc3339(one.next_at),
        last_at=time_or_none(one.last_at),
    )
