"""What people say of relationships: that one is or is not, and what its attributes are."""

from typing import Literal

from fastapi import Request, Response
from pydantic import Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.editing import (
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
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import WRITE

router = resource("edits")


class RelationshipEdit(Signed):
    """What to say of a relationship of a CI: it is (active), is not (retired), or the other sources tell (released).

    Restored: as released, but one that nobody reports is said to be there as it last was. `attributes` are all that
    is said of an active one; of the others those that tell it apart from others between the same CIs count.
    """

    type: str
    target_uid: str
    attributes: dict[str, Value] = Field(default_factory=dict)
    status: Literal["active", "retired", "released", "restored"] = "active"


class RelationshipChange(Signed):
    """What to say of some attributes of a relationship (null: the other sources tell); the rest stays as it is.

    Those that tell it apart from others between the same CIs are given as they are.
    """

    type: str
    target_uid: str
    attributes: dict[str, Value | None]


class RelationshipDraft(Body):
    """Attributes of a relationship that are still being typed."""

    type: str
    attributes: dict[str, Value | None]


@router.post("/cis/{uid}/relationships", name="relate_ci")
def relate_ci(uid: str, wanted: RelationshipEdit, services: ServicesDep, who: Editor) -> Edited:
    """Say whether a CI needs another one."""
    signed, edits = signature(services, who, wanted), services.edits
    say = {
        "active": edits.relate,
        "retired": edits.unrelate,
        "released": edits.release_relationship,
        "restored": edits.restore_relationship,
    }[wanted.status]
    return edited(services, say(uid, wanted.type, wanted.target_uid, wanted.attributes, signed))


@router.patch(
    "/cis/{uid}/relationships",
    name="change_relationship",
    response_model=Edited,
    responses={412: {"model": EditConflict}},
)
def change_relationship(
    *,
    uid: str,
    wanted: RelationshipChange,
    request: Request,
    services: ServicesDep,
    who: Editor,
    if_match: IfMatch = None,
) -> Response:
    """Say what attributes of a relationship are; 412 with a three-way comparison when they changed meanwhile."""
    signed = signature(services, who, wanted, if_match)
    ends = (uid, wanted.type, wanted.target_uid)
    change = services.edits.change_relationship
    return guarded(request, services, lambda: change(*ends, wanted.attributes, signed))


@router.post("/edits/check-relationship", name="check_relationship", dependencies=[requires(WRITE, is_compiled=True)])
def check_relationship(draft: RelationshipDraft, services: ServicesDep) -> DraftProblems:
    """Whether attributes of a relationship can be stored, before they are."""
    return problems_of(lambda: services.edits.check_relationship(draft.type, draft.attributes))
