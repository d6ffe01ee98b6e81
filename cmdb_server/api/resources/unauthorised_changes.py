"""Differences that discovery found without a change behind them: link them to one, accept them, open an incident."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

import msgspec
from fastapi import Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.record_shapes import AffectedCI
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import CHANGES, READ, WORK
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339
from cmdb_server.unauthorised_changes.inbox import DecisionRefusedError, Filter, Item, Status
from cmdb_server.unauthorised_changes.judging import DEPENDENCY, LISTENER
from graph_schema.declare import AttributeValue

router = resource("unauthorised changes")
_CHANGE, _INCIDENT = "change", "incident"
Reason = Annotated[str, Field(min_length=1, max_length=2_000)]


class FoundDifference(AffectedCI):
    """A CI with a watched attribute and its value before and after; for a new endpoint or dependency the other CI."""

    attribute: str
    label: str
    old: AttributeValue | None
    new: AttributeValue | None
    other: AffectedCI | None


class UnauthorisedChange(BaseModel):
    """A difference without a change behind it, who told of it, and what somebody decided."""

    uid: str
    status: Status
    difference: FoundDifference | None
    source: str
    actor: str
    found_at: str
    key: str
    change: str
    incident: str
    reason: str
    decided_by: str
    decided_at: str | None


class UnauthorisedList(BaseModel):
    """One page of a status, the newest first; `counts` are by status."""

    counts: Mapping[str, int]
    items: list[UnauthorisedChange]


class LinkIn(Body):
    """The change that stands behind it."""

    number: str = Field(min_length=1, max_length=50)
    reason: str = Field(default="", max_length=2_000)


class ReasonIn(Body):
    """Why somebody decides so."""

    reason: Reason


class FilterIn(Body):
    """Whether alike differences stay out of the inbox from now on."""

    key: str = Field(min_length=1, max_length=500)
    is_on: bool


class FilterOut(BaseModel):
    """Noise: an attribute of a class by a kind of source, and how often somebody accepted it."""

    key: str
    ci_class: str
    attribute: str
    source_kind: str
    status: Literal["proposed", "on", "off"]
    accepted: int
    decided_by: str
    decided_at: str | None


class FilterList(BaseModel):
    """What was learnt to be noise, the most accepted first."""

    items: list[FilterOut]


@router.get("/unauthorised-changes", name="list_unauthorised_changes", dependencies=[requires(READ)])
def list_unauthorised_changes(
    services: ServicesDep,
    status: Status = "open",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> UnauthorisedList:
    """Watched differences that no change stands behind; those that are decided by their status."""
    counts, items = services.unauthorised.page(status, offset, limit)
    telling = _Telling(services)
    return UnauthorisedList(counts=counts, items=list(map(telling.item, items)))


@router.post("/unauthorised-changes/{uid}/link", name="link_unauthorised_change", dependencies=[requires(WORK)])
def link_unauthorised_change(uid: str, wanted: LinkIn, asking: AskingDep, actor: ActorDep) -> UnauthorisedChange:
    """Say which change stands behind it; the change tells of it in its timeline."""
    services = asking.services
    record = services.desk.one(wanted.number)
    if record.type != _CHANGE:
        raise DecisionRefusedError("number", wanted.number, "is no change", "give the number of a change, CHG...")
    made = replace(services.unauthorised.one(uid), status="linked", change=record.number, reason=wanted.reason)
    done = services.unauthorised.decide(uid, lambda now: _as(now, made), actor)
    text = f"A difference that discovery found ({done.attribute}) was linked to it."
    services.desk.say(record.number, text, "comment", asking.worker(services.desk.type_of(record)))
    return _Telling(services).item(done)


@router.post("/unauthorised-changes/{uid}/accept", name="accept_unauthorised_change", dependencies=[requires(WORK)])
def accept_unauthorised_change(
    uid: str, wanted: ReasonIn, services: ServicesDep, actor: ActorDep
) -> UnauthorisedChange:
    """Accept it with a reason; what is accepted again and again is proposed as a filter."""
    made = replace(services.unauthorised.one(uid), status="accepted", reason=wanted.reason)
    return _Telling(services).item(services.unauthorised.decide(uid, lambda now: _as(now, made), actor))


@router.post(
    "/unauthorised-changes/{uid}/incident", name="open_incident_of_unauthorised_change", dependencies=[requires(WORK)]
)
def open_incident_of_unauthorised_change(
    uid: str, wanted: ReasonIn, asking: AskingDep, actor: ActorDep
) -> UnauthorisedChange:
    """Open an incident about the CI."""
    services, item = asking.services, asking.services.unauthorised.one(uid)
    kind = services.desk.types[_INCIDENT]
    values = {"title": f"Unauthorised change: {item.attribute.replace('_', ' ')}", "description": wanted.reason}
    record = services.desk.open(kind, values, [item.ci_uid], asking.by(kind))
    made = replace(item, status="incident", incident=record.number, reason=wanted.reason)
    return _Telling(services).item(services.unauthorised.decide(uid, lambda now: _as(now, made), actor))


@router.get("/unauthorised-change-filters", name="list_unauthorised_filters", dependencies=[requires(READ)])
def list_unauthorised_filters(services: ServicesDep) -> FilterList:
    """What was learnt to be noise: proposed, on or off."""
    return FilterList(items=list(map(_filter, services.unauthorised.filters())))


@router.put("/unauthorised-change-filters", name="switch_unauthorised_filter", dependencies=[requires(CHANGES)])
def switch_unauthorised_filter(wanted: FilterIn, services: ServicesDep, actor: ActorDep) -> FilterOut:
    """Leave alike differences out of the inbox from now on, or no longer; they stay listed as filtered."""
    return _filter(services.unauthorised.switch(wanted.key, actor, is_on=wanted.is_on))


def _as(now: Item, made: Item) -> Item:
    return replace(now, status=made.status, change=made.change, incident=made.incident, reason=made.reason)


def _filter(one: Filter) -> FilterOut:
    ci_class, attribute, kind = one.key.split("|", 2)
    return FilterOut(key=one.key, ci_class=ci_class, attribute=attribute, source_kind=kind, status=one.status,
                     accepted=one.accepted, decided_by=one.decided_by,
                     decided_at=time_or_none(one.decided_at))  # fmt: skip


class _Telling:
    """Tells of items to whoever asks."""

    def __init__(self, services: Services) -> None:
        self._records, self._registry = RecordTelling(services), services.registry

    def item(self, item: Item) -> UnauthorisedChange:
        """An item with its difference, null where nobody knows the CI any more."""
        return UnauthorisedChange(
            uid=item.uid,
            status=item.status,
            difference=self._difference(item),
            source=item.source,
            actor=item.actor,
            found_at=rfc3339(item.recorded_at),
            key=item.key,
            change=item.change,
            incident=item.incident,
            reason=item.reason,
            decided_by=item.decided_by,
            decided_at=time_or_none(item.decided_at),
        )

    def _difference(self, item: Item) -> FoundDifference | None:
        ci = self._records.ci(item.ci_uid)
        if ci is None:
            return None
        old, new = msgspec.json.decode(item.old), msgspec.json.decode(item.new)
        is_ci = item.attribute in (LISTENER, DEPENDENCY)
        spec = self._registry.classes.get(item.ci_class)
        attribute = spec.attributes.get(item.attribute) if spec else None
        return FoundDifference(
            **ci.model_dump(),
            attribute=item.attribute,
            label=attribute.label if attribute else item.attribute,
            old=old,
            new=None if is_ci else new,
            other=self._records.ci(new) if is_ci else None,
        )
