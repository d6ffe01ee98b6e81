"""What people say of configuration items: create, change, retire, restore and relate them by hand."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import FieldProblem, NotFoundError, Problem, problem
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.api.times import TimeText, microseconds, time_or_none
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.manual_edits.checking import MAX_REASON, EditRefusedError
from cmdb_server.manual_edits.conflicts import Conflict, EditConflictError
from cmdb_server.manual_edits.editing import AlreadyThereError, Signature
from cmdb_server.manual_edits.listing import StoredEdit, read_edits
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

router = resource("edits")
# `services.edits` refuses what the grants of whoever edits do not reach.
Editor = Annotated[Identity, Depends(Requires(WRITE, is_compiled=True))]
Value = str | bool | int | float | list[str]
IfMatch = Annotated[
    str | None, Header(description="The revision of the CI that the editor looked at, in quotes; else no check.")
]


class Signed(Body):
    """Why an edit is made and until when it holds (RFC 3339); without `expires_at` for ever."""

    reason: str = Field(default="", max_length=MAX_REASON)
    expires_at: TimeText | None = None


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


class RelationshipEdit(Signed):
    """What to say of a relationship of a CI: it is (active), is not (retired), or let the other sources tell."""

    type: str
    target_uid: str
    attributes: dict[str, Value] = Field(default_factory=dict)
    status: Literal["active", "retired", "released"] = "active"


class Draft(Body):
    """Values of an edit that is still being typed."""

    ci_class: str
    attributes: dict[str, Value | None]


class DraftProblems(BaseModel):
    """What is wrong with a draft; nothing when it can be stored."""

    errors: list[FieldProblem]


class Edited(BaseModel):
    """The CI that was edited, and its revision now."""

    uid: str
    revision: int


class AttributeConflict(BaseModel):
    """An attribute that somebody else changed: what it was, what they made of it, what the editor wants."""

    attribute: str
    base: Any
    theirs: Any
    mine: Any
    source: SourceName | None
    actor: str | None
    changed_at: str


class EditConflict(Problem):
    """What changed since the editor looked; an edit that names this revision in If-Match is stored."""

    revision: int
    conflicts: list[AttributeConflict]


class AlreadyThere(Problem):
    """The CI that is there already."""

    uid: str


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
    signed = _signature(services, who, wanted)
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
    return answer(_edited(services, uid).model_dump(), 201)


@router.post("/edits/check", name="check_edit", dependencies=[requires(WRITE, is_compiled=True)])
def check_edit(draft: Draft, services: ServicesDep) -> DraftProblems:
    """Whether values can be stored, before they are."""
    try:
        services.edits.check(draft.ci_class, draft.attributes)
    except EditRefusedError as error:
        return DraftProblems(errors=[FieldProblem(**vars(entry)) for entry in error.errors])
    return DraftProblems(errors=[])


@router.patch("/cis/{uid}", name="change_ci", response_model=Edited, responses={412: {"model": EditConflict}})
def change_ci(  # noqa: PLR0917 - FastAPI takes the parts of a request as arguments
    uid: str, wanted: Change, request: Request, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Response:
    """Say what attributes of a CI are, by hand; 412 with a three-way comparison when they changed meanwhile."""
    signed = _signature(services, who, wanted, if_match)
    change = services.edits.change
    return _guarded(request, services, lambda: change(uid, wanted.attributes, signed, released=wanted.released))


@router.post("/cis/{uid}/retire", name="retire_ci", response_model=Edited, responses={412: {"model": EditConflict}})
def retire_ci(  # noqa: PLR0917 - FastAPI takes the parts of a request as arguments
    uid: str, wanted: Signed, request: Request, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Response:
    """Say that a CI is no more, with all that lies within it, whoever reports it."""
    signed = _signature(services, who, wanted, if_match)
    return _guarded(request, services, lambda: services.edits.retire(uid, signed))


@router.post("/cis/{uid}/restore", name="restore_ci", response_model=Edited, responses={412: {"model": EditConflict}})
def restore_ci(  # noqa: PLR0917 - FastAPI takes the parts of a request as arguments
    uid: str, wanted: Signed, request: Request, services: ServicesDep, who: Editor, if_match: IfMatch = None
) -> Response:
    """Take back that a CI is retired; one that nobody reports is said to be there."""
    signed = _signature(services, who, wanted, if_match)
    return _guarded(request, services, lambda: services.edits.restore(uid, signed))


@router.post("/cis/{uid}/relationships", name="relate_ci")
def relate_ci(uid: str, wanted: RelationshipEdit, services: ServicesDep, who: Editor) -> Edited:
    """Say whether a CI needs another one."""
    signed, edits = _signature(services, who, wanted), services.edits
    say = {"active": edits.relate, "retired": edits.unrelate, "released": edits.release_relationship}[wanted.status]
    return _edited(services, say(uid, wanted.type, wanted.target_uid, wanted.attributes, signed))


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


class BadRevisionError(CmdbError):
    """If-Match names no revision."""

    def __init__(self, value: str) -> None:
        """422, naming the header."""
        remedy = 'send the revision that the CI was read with, e.g. If-Match: "7"'
        error = FieldError("If-Match", value[:100], "is no revision", remedy)
        super().__init__(f"If-Match {error.message}; {remedy}", 422, "bad_revision", (error,))


def _signature(services: Services, who: Identity, wanted: Signed, if_match: str | None = None) -> Signature:
    expires_at = microseconds("expires_at", wanted.expires_at, services.clock())
    return Signature(who.name, wanted.reason, expires_at, _revision(if_match))


def _revision(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit()):
        raise BadRevisionError(if_match)
    return int(text)


def _guarded(request: Request, services: Services, edit: Callable[[], str]) -> Response:
    try:
        return answer(_edited(services, edit()).model_dump())
    except EditConflictError as error:
        conflicts = [_conflict(entry).model_dump() for entry in error.conflicts]
        extra = {"revision": error.revision, "conflicts": conflicts}
        return problem(request, error.status, error.code, str(error), extra=extra)


def _edited(services: Services, uid: str) -> Edited:
    ci = services.cis.ci(uid)
    return Edited(uid=uid, revision=ci.revision if ci else 1)


def _conflict(entry: Conflict) -> AttributeConflict:
    return AttributeConflict(
        attribute=entry.attribute,
        base=entry.base,
        theirs=entry.theirs,
        mine=entry.mine,
        source=source_name(entry.source) if entry.source else None,
        actor=entry.actor or None,
        changed_at=rfc3339(entry.changed_at),
    )


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
