"""Changes: what one would do, told while it is planned, their calendar, and who votes for whom."""

from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.record_shapes import RecordOut
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import BadTimeError, TimeText, microseconds, moment
from cmdb_server.auth.identity import ADMIN, READ, Identity
from cmdb_server.errors import FieldError
from cmdb_server.itsm.changes.assessment import Assessment, MetFreeze, PlannedHit
from cmdb_server.itsm.changes.delegating import Delegation, DelegationRefusedError
from cmdb_server.itsm.changes.plan import plan_of
from cmdb_server.itsm.keeping import read_planned
from cmdb_server.itsm.workflow import Worker
from cmdb_server.timestamps import rfc3339

router = resource("changes")
Who = Annotated[Identity, Depends(Requires(READ))]
_CHANGE = "change"
_Name = Annotated[str, Field(min_length=1, max_length=500)]
_LONGEST_CALENDAR = 400 * 86_400 * 1_000_000


class DraftIn(Body):
    """A change as it stands in a form: values by field, and the CIs that it affects, by uid or name.

    `number` is that of a change which is kept already: it does not collide with itself.
    """

    values: dict[str, str] = Field(default={}, max_length=100)
    affects: list[_Name] = Field(min_length=1, max_length=200)
    number: str = Field(default="", max_length=50)


class DelegationIn(Body):
    """That somebody votes in one's place until a time; `principal` is whose vote it is, for administrators."""

    deputy: str = Field(min_length=1, max_length=200)
    until: TimeText
    reason: str = Field(default="", max_length=2_000)
    principal: str = Field(default="", max_length=200)


class DelegationOut(BaseModel):
    """A delegation that holds."""

    delegation_id: str
    principal: str
    deputy: str
    until: str
    reason: str


class DelegationList(BaseModel):
    """Who votes for whom, the first to run out first."""

    items: list[DelegationOut]


class PlannedChange(RecordOut):
    """A change with the services that it hits, the worst first: its lanes in a calendar."""

    hits: list[PlannedHit]


class ChangeCalendar(BaseModel):
    """Changes that are planned for a time, the first to begin first, and the freezes that it meets."""

    items: list[PlannedChange]
    freezes: list[MetFreeze]


@router.post("/change-assessments", name="assess_change", response_model=Assessment, dependencies=[requires(READ)])
def assess_change(draft: DraftIn, services: ServicesDep) -> Response:
    """What a change would do and what speaks against it, as it stands in a form; nothing is kept.

    Services that are hit with state and way, other changes that it collides with, freezes and maintenance windows, what
    is not sure, the risk with every factor, and when else it could be done.
    """
    anyone = Worker("", may_work=True, may_manage=True)
    values = {"title": "-", **{name: value for name, value in draft.values.items() if value.strip()}}
    kind = services.desk.types[_CHANGE]
    made = services.desk.draft(kind, values, draft.affects, (anyone, services.impact))
    return answer(services.assessor.assess(plan_of(made).numbered(draft.number.upper()), services.impact))


@router.get(
    "/changes/{number}/assessment", name="get_change_assessment", response_model=Assessment,
    dependencies=[requires(READ)],
)  # fmt: skip
def get_change_assessment(number: str, services: ServicesDep) -> Response:
    """What a change does and what speaks against it, as things are now."""
    record = services.desk.one(number)
    if record.type != _CHANGE:
        raise NotFoundError("change", number)
    return answer(services.assessor.assess(plan_of(record), services.impact))


@router.get("/changes/calendar", name="get_change_calendar", dependencies=[requires(READ)])
def get_change_calendar(
    services: ServicesDep, since: Annotated[TimeText, Query()], until: Annotated[TimeText, Query()]
) -> ChangeCalendar:
    """Changes that are planned for a time, and the freezes in it; cancelled ones are left out."""
    start, end = moment("since", since), moment("until", until)
    if not start < end <= start + _LONGEST_CALENDAR:
        raise BadTimeError("until", until, "is not within 400 days after the start")
    telling, assessor = RecordTelling(services), services.assessor
    found = [record for record in read_planned(services.store, start, end) if record.state != "cancelled"]
    freezes = [one for one in services.change_rules.current().freezes if one.starts_at < end and start < one.ends_at]
    return ChangeCalendar(
        items=[
            PlannedChange(**telling.record(record).model_dump(), hits=hits)
            for record, hits in zip(found, assessor.hits(list(map(plan_of, found)), services.impact), strict=True)
        ],
        freezes=[MetFreeze(one.name, rfc3339(one.starts_at), rfc3339(one.ends_at), one.reason) for one in freezes],
    )


@router.get("/delegations", name="list_delegations", dependencies=[requires(READ)])
def list_delegations(services: ServicesDep) -> DelegationList:
    """Who votes for whom."""
    return DelegationList(items=list(map(_delegation, services.delegations.all())))


@router.post("/delegations", name="delegate_vote", status_code=201)
def delegate_vote(wanted: DelegationIn, services: ServicesDep, who: Who) -> DelegationOut:
    """Let somebody vote in one's place until a time."""
    principal = wanted.principal or who.name
    if principal != who.name and not who.may(ADMIN):
        raise DelegationRefusedError(
            FieldError("principal", principal[:100], "is not you", "leave it out, or ask an administrator")
        )
    known = {user.name for user in services.users.all()}
    for field, name in (("deputy", wanted.deputy), ("principal", principal)):
        if name not in known and name != who.name:
            error = FieldError(field, name[:100], "is nobody's name", "give the name of an account")
            raise DelegationRefusedError(error)
    until = microseconds("until", wanted.until, services.clock())
    return _delegation(services.delegations.add(principal, wanted.deputy, until, wanted.reason))


@router.delete("/delegations/{delegation_id}", name="take_back_vote", status_code=204)
def take_back_vote(delegation_id: str, services: ServicesDep, who: Who) -> None:
    """Take a delegation back, one's own or as an administrator any."""
    if not services.delegations.take_back(delegation_id, None if who.may(ADMIN) else who.name):
        raise NotFoundError("delegation of yours", delegation_id)


def _delegation(one: Delegation) -> DelegationOut:
    return DelegationOut(
        delegation_id=one.delegation_id,
        principal=one.principal,
        deputy=one.deputy,
        until=rfc3339(one.until),
        reason=one.reason,
    )
