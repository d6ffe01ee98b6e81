"""Records: incidents, from whoever meets one to whoever resolves it, and the CIs that they are about."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep
from cmdb_server.api.owned import IfMatch, revision_of
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.record_shapes import RecordDetail, RecordOut, RecordTypeOut
from cmdb_server.api.record_wanted import WantedDep, found_of
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.service_level_shapes import ClockStates
from cmdb_server.api.times import TimeText, moment
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.changes.approving import Cast
from cmdb_server.itsm.desk import Saying
from cmdb_server.record_insight import family

router = resource("records")
_Name = Annotated[str, Field(min_length=1, max_length=500)]
_Values = Annotated[dict[str, str], Field(max_length=100)]
_MOST = 500


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
    """A record to open: values by field, and the CIs that it is about, by uid or by a name that only one has.

    With a `template` (id or name) it begins with that one's values and CIs; what is said here counts before them.
    """

    type: str = Field(max_length=50)
    values: _Values
    affects: list[_Name] = Field(default=[], max_length=200)
    template: str = Field(default="", max_length=200)


class ValuesIn(Body):
    """Values by field; "" takes one away."""

    values: _Values


class TransitionIn(Body):
    """A way to go, the values that it needs, and why where it asks for that."""

    transition: str = Field(min_length=1, max_length=50)
    values: _Values = Field(default={})
    reason: str = Field(default="", max_length=2_000)


class EntryIn(Body):
    """Something to say on a record: a comment or status update for all, or a note for those who work on records."""

    kind: Literal["comment", "note", "status"] = "comment"
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


@router.get("/records", name="list_records", dependencies=[Depends(Requires(READ))])
def list_records(
    asking: AskingDep,
    wanted: WantedDep,
    clock: ClockStates = [],  # noqa: B006 - FastAPI copies defaults
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
) -> RecordList:
    """Records, by default the most pressing first."""
    total, found = found_of(asking, wanted, clock, (offset, limit))
    return RecordList(total=total, items=list(map(RecordTelling(asking.services).record, found)))


@router.get("/similar-records", name="list_similar_records", dependencies=[Depends(Requires(READ))])
def list_similar_records(
    asking: AskingDep,
    text: Annotated[str, Query(min_length=1, max_length=2_000)],
    type: Annotated[str, Query(max_length=50)] = "incident",  # noqa: A002 - the name of the parameter
    limit: Annotated[int, Query(ge=1, le=50)] = 5,
) -> SimilarRecords:
    """Records whose words are most like a text, for whoever is about to write one."""
    telling = RecordTelling(asking.services)
    found = asking.services.records.similar(asking.kind(type).name, text, limit)
    return SimilarRecords(items=list(map(telling.record, found)))


@router.post("/records", name="open_record", status_code=201, dependencies=[Depends(Requires(READ))])
def open_record(wanted: RecordIn, asking: AskingDep, response: Response) -> RecordDetail:
    """Open a record; everybody who reads may. Its number, state and times are given by the server."""
    kind, desk = asking.kind(wanted.type), asking.services.desk
    template = asking.services.templates.one(wanted.template) if wanted.template else None
    if template is None:
        made = desk.open(kind, wanted.values, wanted.affects, asking.by(kind))
    else:
        begun, follows = asking.services.templates.begun(template, kind, (wanted.values, wanted.affects))
        made = desk.open(kind, begun.values, begun.affects, asking.by(kind), origin=follows)
    return asking.detail(made, response)


@router.get("/records/{number}", name="get_record", dependencies=[Depends(Requires(READ))])
def get_record(number: str, asking: AskingDep, response: Response) -> RecordDetail:
    """One record with its timeline; its ETag is its revision."""
    return asking.detail(asking.services.desk.one(number), response)


@router.patch("/records/{number}", name="change_record", dependencies=[Depends(Requires(READ))])
def change_record(
    *, number: str, wanted: ValuesIn, asking: AskingDep, response: Response, if_match: IfMatch = ""
) -> RecordDetail:
    """Set values of a record, as far as one may; 412 when it was changed since it was read."""
    with asking.trying(number, f"set {', '.join(wanted.values)}") as by:
        changed = asking.services.desk.change(number, wanted.values, by, revision_of(if_match))
    return asking.detail(changed, response)


@router.post("/records/{number}/transitions", name="move_record", dependencies=[Depends(Requires(READ))])
def move_record(
    *, number: str, wanted: TransitionIn, asking: AskingDep, response: Response, if_match: IfMatch = ""
) -> RecordDetail:
    """Move a record to another state with the values that it needs; 409 where the way does not start there.

    A refusal is noted in the audit log. What is part of an incident is resolved together with it.
    """
    services, said = asking.services, Saying(wanted.values, wanted.reason, revision_of(if_match))
    with asking.trying(number, wanted.transition) as by:
        moved = family.move(number, (wanted.transition, said), (services.desk, services.records), by)
    return asking.detail(moved, response)


@router.post("/records/{number}/entries", name="say_on_record", status_code=201,
             dependencies=[Depends(Requires(READ))])  # fmt: skip
def say_on_record(number: str, wanted: EntryIn, asking: AskingDep, response: Response) -> RecordDetail:
    """Add a comment or a status update, or a note that only those read who work on records."""
    with asking.trying(number, wanted.kind) as (worker, _):
        said = asking.services.desk.say(number, wanted.text, wanted.kind, worker)
    return asking.detail(said, response)


@router.post("/records/{number}/affects", name="affect_by_record", dependencies=[Depends(Requires(READ))])
def affect_by_record(number: str, wanted: AffectsIn, asking: AskingDep, response: Response) -> RecordDetail:
    """Connect a record with CIs and part it from others; the impact that follows is computed anew."""
    with asking.trying(number, "affects") as by:
        changed = asking.services.desk.affect(number, (wanted.add, wanted.remove), wanted.reason, by)
    return asking.detail(changed, response)


@router.post("/records/{number}/votes", name="vote_on_record", status_code=201,
             dependencies=[Depends(Requires(READ))])  # fmt: skip
def vote_on_record(number: str, wanted: VoteIn, asking: AskingDep, response: Response) -> RecordDetail:
    """Say yes or no to what a record plans, on the facts as they are now; 409 where it is not voted on.

    A no, and a yes where the risk is high, needs its reason.
    """
    seen = None if wanted.facts_of is None else moment("facts_of", wanted.facts_of)
    cast = Cast(wanted.vote == "yes", wanted.reason, wanted.on_behalf_of, seen)
    with asking.trying(number, f"vote {wanted.vote}") as (worker, _):
        voted = asking.services.desk.vote(number, cast, worker)
    return asking.detail(voted, response)
