"""The audit log."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import AUDIT
from cmdb_server.timestamps import rfc3339

router = resource("audit")
Text = Annotated[str, Query(max_length=200)]


class AuditEntry(BaseModel):
    """What somebody did to what, from which address; `action` is `<kind of thing>.<what happened to it>`."""

    uid: str
    at: str
    actor: str
    address: str
    action: str
    subject: str
    detail: dict[str, Any]


class AuditPage(BaseModel):
    """A piece of the audit log, newest first; `next_cursor` leads to older entries."""

    items: list[AuditEntry]
    next_cursor: str | None


@router.get("/audit", name="list_audit", dependencies=[requires(AUDIT)])
def list_audit(
    services: ServicesDep,
    cursor: Text = "",
    actor: Text = "",
    action: Text = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditPage:
    """Log-ins and failures, changes of rights, secrets shown; `actor` in full, `action` by how it begins."""
    entries, older = services.audit.page(cursor, limit, actor=actor, action=action)
    items = [
        AuditEntry(
            uid=entry.uid,
            at=rfc3339(entry.at),
            actor=entry.actor,
            address=entry.address,
            action=entry.action,
            subject=entry.subject,
            detail=entry.detail,
        )
        for entry in entries
    ]
    return AuditPage(items=items, next_cursor=older or None)
