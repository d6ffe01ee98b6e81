"""What the resources of people's edits share: who may edit, what signs an edit, what answers one."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires
from cmdb_server.api.problems import FieldProblem, Problem, problem
from cmdb_server.api.routes import Body, answer
from cmdb_server.api.times import TimeText, microseconds
from cmdb_server.auth.identity import WRITE, Identity
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.manual_edits.checking import MAX_REASON, EditRefusedError
from cmdb_server.manual_edits.conflicts import Conflict, EditConflictError
from cmdb_server.manual_edits.editing import Signature
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

# `services.edits` refuses what the grants of whoever edits do not reach.
Editor = Annotated[Identity, Depends(Requires(WRITE, is_compiled=True))]
# A value of an attribute.
Value = str | bool | int | float | list[str]
IfMatch = Annotated[
    str | None, Header(description="The revision of the CI that the editor looked at, in quotes; else no check.")
]


class Signed(Body):
    """Why an edit is made and until when it holds (RFC 3339); without `expires_at` for ever."""

    reason: str = Field(default="", max_length=MAX_REASON)
    expires_at: TimeText | None = None


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


class BadRevisionError(CmdbError):
    """If-Match names no revision."""

    def __init__(self, value: str) -> None:
        """422, naming the header."""
        remedy = 'send the ETag or the revision that the CI was read with, e.g. If-Match: "7"'
        error = FieldError("If-Match", value[:100], "is no revision", remedy)
        super().__init__(f"If-Match {error.message}; {remedy}", 422, "bad_revision", (error,))


def signature(services: Services, who: Identity, wanted: Signed, if_match: str | None = None) -> Signature:
    """Who edits, why, until when, and what they looked at. Raises BadTimeError, BadRevisionError."""
    expires_at = microseconds("expires_at", wanted.expires_at, services.clock())
    return Signature(who.name, wanted.reason, expires_at, _revision(if_match))


def problems_of(check: Callable[[], None]) -> DraftProblems:
    """What a check of a draft refuses."""
    try:
        check()
    except EditRefusedError as error:
        return DraftProblems(errors=[FieldProblem(**vars(entry)) for entry in error.errors])
    return DraftProblems(errors=[])


def _revision(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"').partition(".")[0]
    if not (text.isascii() and text.isdigit()):
        raise BadRevisionError(if_match)
    return int(text)


def guarded(request: Request, services: Services, edit: Callable[[], str]) -> Response:
    """The CI that was edited, or 412 with what changed meanwhile."""
    try:
        return answer(edited(services, edit()).model_dump())
    except EditConflictError as error:
        conflicts = [_conflict(entry).model_dump() for entry in error.conflicts]
        extra = {"revision": error.revision, "conflicts": conflicts}
        return problem(request, error.status, error.code, str(error), extra=extra)


def edited(services: Services, uid: str) -> Edited:
    """The CI that was edited as it is now."""
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
