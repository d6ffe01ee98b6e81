"""Records: incidents, from whoever meets one to whoever resolves it, and the CIs that they are about."""

from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep
from cmdb_server.api.owned import IfMatch, revision_of
from cmdb_server.api.record_shapes import RecordDetail, RecordOut, RecordTypeOut
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, moment
from cmdb_server.auth.identity import APPROVE, READ, WORK, Identity
from cmdb_server.errors import CmdbError
from cmdb_server.itsm.changes.approving import Cast
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import Worker
from cmdb_server.services import Services

router = resource("records")
Who = Annotated[Identity, Depends(Requires(READ))]
Order = Literal["priority", "newest", "changed"]
_Name = Annotated[str, Field(min_length=1, max_length=500)]
_Values = Annotated[dict[str, str], Field(max_length=100)]
_MOST = 500


class UnknownRecordTypeError(CmdbError):
    """A record type that is not declared."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """404, naming those there are."""
        super().__init__(
            f"there is no record type {name[:100]!r}; give one of {', '.join(sorted(known))}", 404, "not_found"
        )


class RecordTypeList(BaseModel):
    """The record types there are, as they are declared."""

    items: list[RecordTypeOut]


class RecordList(BaseModel):
    """One page of records; `total` is of all pages."""

    total: int
    items: list[RecordOut]


class SimilarRecords(BaseModel):
    """Records that are like a text, the most alike first."""

    items: list[RecordOut]


class RecordIn(Body):
    """A record to open: values by field, and the CIs that it is about, by uid or by a name that only one has."""

    type: str = Field(max_length=50)
    values: _Values
    affects: list[_Name] = Field(default=[], max_length=200)


class ValuesIn(Body):
    """Values by field; "" takes one away."""

    values: _Values


class TransitionIn(Body):
    """A way to go, the values that it needs, and why where it asks for that."""

    transition: str = Field(min_length=1, max_length=50)
    values: _Values = Field(default={})
    reason: str = Field(default="", max_length=2_000)


class EntryIn(Body):
    """Something to say on a record: a comment for all, or a note for those who work on records."""

    kind: Literal["comment", "note"] = "comment"
    text: str = Field(min_length=1, max_length=20_000)


class VoteIn(Body):
    """A vote, for oneself or for somebody who gave theirs; `facts_of` is when the votes began that were looked at."""

    vote: Literal["yes", "no"]
    reason: str = Field(default="", max_length=2_000)
    on_behalf_of: str = Field(default="", max_length=200)
    facts_of: TimeText | None = None


class AffectsIn(Body):
    """CIs to connect with a record, by uid or name, and to part from it, by uid."""

    add: list[_Name] = Field(default=[], max_length=200)
    remove: list[_Name] = Field(default=[], max_length=200)
    reason: str = Field(default="", max_length=2_000)


@router.get("/record-types", name="list_record_types", dependencies=[Depends(Requires(READ))])
def list_record_types(services: ServicesDep) -> RecordTypeList:
    """What kinds of records there are: fields, states, transitions and who may."""
    return RecordTypeList(items=list(map(RecordTypeOut.model_validate, services.desk.types.values())))


def _wanted(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    *,
    who: Who,
    type: Annotated[str, Query(max_length=50, description="'' for all.")] = "incident",  # noqa: A002 - the name of the parameter
    is_open: Annotated[bool | None, Query(description="Only those that are to be done, or those that are not.")] = None,
    state: Annotated[list[Annotated[str, Query(max_length=50)]], Query(max_length=20)] = [],  # noqa: B006 - FastAPI copies defaults
    mine: Annotated[bool, Query(description="Only those that whoever asks works on.")] = False,
    asked_by_me: Annotated[bool, Query(description="Only those that whoever asks has asked for.")] = False,
    assignee: Annotated[str | None, Query(max_length=200, description="'' for those that nobody works on.")] = None,
    team: Annotated[str | None, Query(max_length=200)] = None,
    ci: Annotated[str, Query(max_length=200, description="Only those about this CI, by uid.")] = "",
    names: Annotated[str, Query(max_length=50, description="Only those that name this record, by number.")] = "",
    q: Annotated[str, Query(max_length=200, description="Words of title, description, cause, fix or number.")] = "",
    order: Order = "priority",
) -> Wanted:
    """Which records, as an address says it."""
    return Wanted(
        type=type,
        is_open=is_open,
        states=state,
        assignee=who.name if mine else assignee,
        team=team,
        requester=who.name if asked_by_me else None,
        ci=ci,
        names=names,
        text=q,
        order=order,
    )


@router.get("/records", name="list_records", dependencies=[Depends(Requires(READ))])
def list_records(
    services: ServicesDep,
    wanted: Annotated[Wanted, Depends(_wanted)],
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> RecordList:
    """Records, by default the most pressing first."""
    if wanted.type:
        _kind(services, wanted.type)
    total, found = services.records.find(wanted, offset, limit)
    return RecordList(total=total, items=list(map(RecordTelling(services).record, found)))


@router.get("/similar-records", name="list_similar_records", dependencies=[Depends(Requires(READ))])
def list_similar_records(
    services: ServicesDep,
    text: Annotated[str, Query(min_length=1, max_length=2_000)],
    type: Annotated[str, Query(max_length=50)] = "incident",  # noqa: A002 - the name of the parameter
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> SimilarRecords:
    """Records whose words are most like a text, for whoever is about to write one."""
    telling = RecordTelling(services)
    found = services.records.similar(_kind(services, type).name, text, limit)
    return SimilarRecords(items=list(map(telling.record, found)))


@router.post("/records", name="open_record", status_code=201)
def open_record(wanted: RecordIn, services: ServicesDep, who: Who, response: Response) -> RecordDetail:
    """Open a record; everybody who reads may. Its number, state and times are given by the server."""
    kind = _kind(services, wanted.type)
    made = services.desk.open(kind, wanted.values, wanted.affects, (worker_of(who, kind), services.impact))
    return _detail(services, made, who, response)


@router.get("/records/{number}", name="get_record")
def get_record(number: str, services: ServicesDep, who: Who, response: Response) -> RecordDetail:
    """One record with its timeline; its ETag is its revision."""
    return _detail(services, services.desk.one(number), who, response)


@router.patch("/records/{number}", name="change_record")
def change_record(
    *, number: str, wanted: ValuesIn, services: ServicesDep, who: Who, response: Response, if_match: IfMatch = ""
) -> RecordDetail:
    """Set values of a record, as far as one may; 412 when it was changed since it was read."""
    by = (_worker(services, who, number), services.impact)
    changed = services.desk.change(number, wanted.values, by, revision_of(if_match))
    return _detail(services, changed, who, response)


@router.post("/records/{number}/transitions", name="move_record")
def move_record(
    *, number: str, wanted: TransitionIn, services: ServicesDep, who: Who, response: Response, if_match: IfMatch = ""
) -> RecordDetail:
    """Move a record to another state with the values that it needs; 409 where the way does not start there."""
    said = Saying(wanted.values, wanted.reason, revision_of(if_match))
    by = (_worker(services, who, number), services.impact)
    moved = services.desk.move(number, wanted.transition, said, by)
    return _detail(services, moved, who, response)


@router.post("/records/{number}/entries", name="say_on_record", status_code=201)
def say_on_record(number: str, wanted: EntryIn, services: ServicesDep, who: Who, response: Response) -> RecordDetail:
    """Add a comment, or a note that only those read who work on records."""
    said = services.desk.say(number, wanted.text, wanted.kind, _worker(services, who, number))
    return _detail(services, said, who, response)


@router.post("/records/{number}/affects", name="affect_by_record")
def affect_by_record(
    number: str, wanted: AffectsIn, services: ServicesDep, who: Who, response: Response
) -> RecordDetail:
    """Connect a record with CIs and part it from others; the impact that follows is computed anew."""
    by = (_worker(services, who, number), services.impact)
    changed = services.desk.affect(number, (wanted.add, wanted.remove), wanted.reason, by)
    return _detail(services, changed, who, response)


@router.post("/records/{number}/votes", name="vote_on_record", status_code=201)
def vote_on_record(number: str, wanted: VoteIn, services: ServicesDep, who: Who, response: Response) -> RecordDetail:
    """Say yes or no to what a record plans, on the facts as they are now; 409 where it is not voted on.

    A no, and a yes where the risk is high, needs its reason.
    """
    seen = None if wanted.facts_of is None else moment("facts_of", wanted.facts_of)
    cast = Cast(wanted.vote == "yes", wanted.reason, wanted.on_behalf_of, seen)
    voted = services.desk.vote(number, cast, _worker(services, who, number))
    return _detail(services, voted, who, response)


def _worker(services: Services, who: Identity, number: str) -> Worker:
    return worker_of(who, services.desk.kind_of(number))


def worker_of(who: Identity, kind: RecordType) -> Worker:
    """Who asks, as records of a type know them."""
    return Worker(who.name, who.may(WORK), who.may(kind.managed_by), who.may(APPROVE))


def _kind(services: Services, name: str) -> RecordType:
    kind = services.desk.types.get(name)
    if kind is None:
        raise UnknownRecordTypeError(name, services.desk.types)
    return kind


def _detail(services: Services, record: Record, who: Identity, response: Response) -> RecordDetail:
    response.headers["ETag"] = f'"{record.revision}"'
    desk, worker = services.desk, worker_of(who, services.desk.type_of(record))
    told = (desk.ways(record, worker), desk.timeline(record, worker))
    may_vote = desk.approvals.may_vote(record, worker)
    return RecordTelling(services).detail(record, (worker.parts(record), may_vote), told)
