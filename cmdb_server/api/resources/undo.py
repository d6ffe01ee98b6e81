"""Undoing one event of a CI."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.auth.identity import WRITE, Identity
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.manual_edits.editing import Signature
from cmdb_server.undo.plan import Plan
from cmdb_server.undo.undoing import Undo

router = resource("edits")
Editor = Annotated[Identity, Depends(Requires(WRITE))]


class Why(Body):
    """Why an event is undone; that and the event are the reason of the edits."""

    reason: str = Field(default="", max_length=MAX_REASON - 100)


class UndoneRelationship(BaseModel):
    """A relationship that is said to be there again, or not to be there."""

    type: str
    target_uid: str
    is_open: bool


class Undoing(BaseModel):
    """What undoing changes: attributes with the value they get again, relationships, and the status."""

    attributes: dict[str, Any]
    relationships: list[UndoneRelationship]
    status: str | None


def _undo(services: ServicesDep) -> Undo:
    return Undo(services.store, services.registry, services.edits, services.clock)


UndoDep = Annotated[Undo, Depends(_undo)]


@router.get("/cis/{uid}/history/{event_uid}/undo", name="preview_undo", response_model=Undoing)
def preview_undo(uid: str, event_uid: str, undo: UndoDep, _who: Editor) -> Response:
    """What undoing an event would change; 409 with each newer change that stands against it."""
    return answer(_shown(undo.plan(uid, event_uid), event_uid))


@router.post("/cis/{uid}/history/{event_uid}/undo", name="undo_event", response_model=Undoing)
def undo_event(uid: str, event_uid: str, why: Why, undo: UndoDep, who: Editor) -> Response:
    """Say that what an event changed is again as it was before; 409 with each newer change that stands against it."""
    reason = f"undo of {event_uid}" + (f": {why.reason}" if why.reason else "")
    return answer(_shown(undo.undo(uid, event_uid, Signature(who.name, reason)), event_uid))


def _shown(plan: Plan | None, event_uid: str) -> dict[str, Any]:
    if plan is None:
        raise NotFoundError("event", event_uid)
    relationships: Sequence[dict[str, Any]] = [
        {"type": entry.type, "target_uid": entry.target, "is_open": entry.is_open} for entry in plan.relationships
    ]
    return {"attributes": plan.attributes, "relationships": relationships, "status": plan.status or None}
