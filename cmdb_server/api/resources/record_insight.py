"""What the graph, signals and other records say of a record: suggested CIs, affected services, its cause."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import requires
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.record_shapes import AffectedCI, RecordDetail
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.following import counted
from cmdb_server.itsm.record import Record
from cmdb_server.record_insight.affected_time import affected_services, span_of
from cmdb_server.record_insight.suggesting import About, Suggested, Why
from cmdb_server.timestamps import rfc3339

router = resource("records")
_Uids = Annotated[list[Annotated[str, Query(max_length=200)]], Query(max_length=200)]


class SuggestedCI(BaseModel):
    """A CI that a record may be about too, what speaks for it, and the reason to keep with it."""

    ci: AffectedCI
    why: Why
    reason: str


class SuggestedCIs(BaseModel):
    """CIs that a record may be about too, the surest first."""

    items: list[SuggestedCI]


class ServiceHit(BaseModel):
    """A service that a record keeps from working, and for how long; `until` is null while it lasts."""

    ci: AffectedCI
    state: str
    since: str
    until: str | None
    seconds: int


class ServicesHit(BaseModel):
    """The services that a record keeps from working, the worst first, by the graph of when it was over, or of now."""

    items: list[ServiceHit]


class CauseIn(Body):
    """The CI at fault, by uid or by a name that only one has, and how somebody knows."""

    cause: str = Field(min_length=1, max_length=300)
    reason: str = Field(default="", max_length=1_000)


@router.get("/suggested-cis", name="suggest_cis", dependencies=[requires(READ)])
def suggest_cis(
    asking: AskingDep,
    text: Annotated[str, Query(max_length=5_000)] = "",
    type: Annotated[str, Query(max_length=50)] = "incident",  # noqa: A002 - the name of the parameter
    affects: _Uids = [],  # noqa: B006 - FastAPI copies defaults
) -> SuggestedCIs:
    """What a record that somebody is about to open may be about, by its words, its CIs and records like it."""
    return _suggested(asking, About(asking.kind(type).name, "", text, affects), asking.services.clock())


@router.get("/records/{number}/suggested-cis", name="suggest_cis_of_record", dependencies=[requires(READ)])
def suggest_cis_of_record(number: str, asking: AskingDep) -> SuggestedCIs:
    """What a record may be about too, by its signals, words, impact, likely causes and records like it."""
    record, now = asking.services.desk.one(number), asking.services.clock()
    text = f"{record.value('title')}\n{record.value('description')}"
    _, until, _ = span_of(record, now)
    return _suggested(asking, About(record.type, record.number, text, record.affects), until)


@router.get("/records/{number}/services", name="list_record_services", dependencies=[requires(READ)])
def list_record_services(number: str, asking: AskingDep) -> ServicesHit:
    """The services that a record keeps from working, each from its start to its restoration."""
    services, telling = asking.services, RecordTelling(asking.services)
    found = affected_services(services.desk.one(number), services.impact, services.clock())
    items = [
        ServiceHit(ci=ci, state=one.state, since=rfc3339(one.since), until=time_or_none(one.until), seconds=one.seconds)
        for one in found
        if (ci := telling.ci(one.uid))
    ]
    return ServicesHit(items=items)


@router.post("/records/{number}/cause", name="mark_cause_of_record", dependencies=[requires(READ)])
def mark_cause_of_record(number: str, wanted: CauseIn, asking: AskingDep, response: Response) -> RecordDetail:
    """Say which CI was at fault: it stands on the record, and what the ranking said of it is kept beside it."""
    services = asking.services
    with asking.trying(number, "cause") as by:
        record = services.desk.change(number, {"cause_ci": wanted.cause}, by, None)
    if wanted.reason.strip():
        record = services.desk.say(number, f"At fault, because: {wanted.reason.strip()}", "comment", by[0])
    _keep_mark(asking, record, wanted.reason)
    return asking.detail(record, response)


def _keep_mark(asking: RecordAsking, record: Record, reason: str) -> None:
    """Keep that its worst hit service, or else what it is about first, suffers from the CI at fault."""
    services, cause = asking.services, record.value("cause_ci")
    here = record.computed.get("worst") or next(iter(record.affects), "")
    _, until, is_over = span_of(record, services.clock())
    # The signals of what is over had ended by then.
    at = until - 1 if is_over else until
    snapshot = services.impact.as_of(at if is_over else None).snapshot()
    there = counted((here, cause), snapshot)
    if len(there) > 1:
        answer = services.causes.ask(snapshot, there[here], at)
        services.cause_marks.say(answer, there[cause], asking.actor, reason)


def _suggested(asking: RecordAsking, about: About, at: int) -> SuggestedCIs:
    telling = RecordTelling(asking.services)
    found = asking.services.suggesting.of(about, asking.services.impact, at)
    return SuggestedCIs(items=[entry for one in found if (entry := _told(telling, one))])


def _told(telling: RecordTelling, one: Suggested) -> SuggestedCI | None:
    ci = telling.ci(one.uid)
    return SuggestedCI(ci=ci, why=one.why, reason=one.reason) if ci else None
