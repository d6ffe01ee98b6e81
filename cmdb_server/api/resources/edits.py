"""What people say of configuration items: create, change, retire and restore them by hand; who said what."""

from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.editing import (
    AlreadyThere,
    DraftProblems,
    EditConflict,
    Edited,
    Editor,
    IfMatch,
    Signed,
    Value,
    edited,
    guarded,
    problems_of,
    signature,
)
from cmdb_server.api.problems import NotFoundError, problem
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.manual_edits.already_there import AlreadyThereError
from cmdb_server.manual_edits.listing import StoredEdit, read_edits
from cmdb_server.network_scope_names import check_scope_name
from cmdb_server.timestamps import rfc3339

router = resource("edits")


class NewCI(Signed):
    """A CI to create. `owner_uid` is the CI that it is part of, for classes that are part of another."""

    ci_class: str
    attributes: dict[str, Value | None]
    owner_uid: str | None = None
    network_scope: str = Field(default="default", min_length=1, max_length=200)


class Change(Signed):
    """What to say of a CI: attributes (null: it has none); of those `released` the other sources tell again."""

    attributes: dict[str, Value | None] = Field(default_factory=dict)
    released: list[str] = Field(default=[], max_length=500)


class Draft(Body):
    """Values of an edit that is still being typed."""

    ci_class: str
    attributes: dict[str, Value | None]


class EditedRelationship(BaseModel):
    """What an edit says of a relationship."""

    type: str
    target_uid: str
    status: str
    attributes: dict[str, Any]


class CIEdit(BaseModel):
    """An edit of a CI; one that has expired counts no longer. `is_creation`: it made the CI."""

    uid: str
    source: SourceName
    actor: str | None
    reason: str | None
    at: str
    expires_at: str | None
    is_expired: bool
    is_creation: bool
    attributes: dict[str, Any]
    released: list[str]
    relationships: list[EditedRelationship]


class CIEdits(BaseModel):
    """The edits of a CI, the newest first."""

    items: list[CIEdit]


@router.post("/cis", name="create_ci", status_code=201, response_model=Edited, responses={409: {"model": AlreadyThere}})
def create_ci(wanted: NewCI, request: Request, services: ServicesDep, who: Editor) -> Response:
    """Create a CI by hand."""
    check_scope_name(wanted.network_scope)
    signed = signature(services, who, wanted)
    try:
        uid = services.edits.create(
            wanted.ci_class,
            wanted.attributes,
            signed,
            owner=wanted.owner_uid or "",
            network_scope=wanted.network_scope,
        )
    except AlreadyThereError as error:
        return problem(request, error.status, error.code, str(error), extra={"uid": error.uid})
    return answer(edited(services, uid).model_dump(), 201)


@router.post("/edits/check", name="check_edit", dependencies=[requires(WRITE, is_compiled=True)])
def check_edit(draft: Draft, services: ServicesDep) -> DraftProblems:
    """Whether values can be stored, before they are."""
    return problems_of(lambda: services.edits.check(draft.ci_class, draft.attributes))


@router.patch("/cis/{uid}", name="change_ci", response_model=Edited, responses={412: {"model": EditConflict}})
def change_ci(
    *, uid: str, wanted: Change, request: Request, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Response:
    """Say what attributes of a CI are, by hand; 412 with a three-way comparison when they changed meanwhile."""
    signed = signature(services, who, wanted, if_match)
    change = services.edits.change
    return guarded(request, services, lambda: change(uid, wanted.attributes, signed, released=wanted.released))


@router.post("/cis/{uid}/retire", name="retire_ci", response_model=Edited, responses={412: {"model": EditConflict}})
def retire_ci(
    *, uid: str, wanted: Signed, request: Request, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Response:
    """Say that a CI is no more, with all that lies within it, whoever reports it."""
    signed = signature(services, who, wanted, if_match)
    return guarded(request, services, lambda: services.edits.retire(uid, signed))


@router.post("/cis/{uid}/restore", name="restore_ci", response_model=Edited, responses={412: {"model": EditConflict}})
def restore_ci(
    *, uid: str, wanted: Signed, request: Request, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Response:
    """Take back that a CI is retired; one that nobody reports is said to be there."""
    signed = signature(services, who, wanted, if_match)
    return guarded(request, services, lambda: services.edits.restore(uid, signed))


@router.get("/cis/{uid}/edits", name="list_edits", dependencies=[requires(READ)])
def list_edits(uid: str, services: ServicesDep) -> CIEdits:
    """What people said of a CI."""
    if services.cis.ci(uid) is None:
        raise NotFoundError("configuration item", uid)
    return CIEdits(items=[_shown(edit) for edit in read_edits(services.store, uid)])


@router.delete("/cis/{uid}/edits/{edit_uid}", name="withdraw_edit", status_code=204)
def withdraw_edit(uid: str, edit_uid: str, services: ServicesDep, who: Editor) -> None:
    """Take an edit back, as if it had never been made."""
    mine = next((edit for edit in read_edits(services.store, uid) if edit.uid == edit_uid), None)
    if mine is None:
        raise NotFoundError("edit", edit_uid)
    services.edits.check_withdrawal(uid, (*mine.attributes, *mine.released))
    services.sources.withdraw_observation(mine.source, edit_uid, who.name)


def _shown(edit: StoredEdit) -> CIEdit:
    return CIEdit(
        uid=edit.uid,
        source=source_name(edit.source),
        actor=edit.actor or None,
        reason=edit.reason or None,
        at=rfc3339(edit.at),
        expires_at=time_or_none(edit.expires_at),
        is_expired=edit.is_expired,
        is_creation=edit.is_creation,
        attributes=dict(edit.attributes),
        released=list(edit.released),
        relationships=[
            EditedRelationship(
                type=entry.type, target_uid=entry.target, status=entry.status, attributes=dict(entry.attributes)
            )
            for entry in edit.relationships
        ],
    )
