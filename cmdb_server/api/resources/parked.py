"""Parts of reports that were refused and wait."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.ingest.waiting import WaitingItem
from cmdb_server.timestamps import rfc3339

router = resource("parked")
Writer = Annotated[Identity, Depends(Requires(WRITE))]


class Parked(BaseModel):
    """A refused part of a report: what was sent, which value is wrong and what to do about it."""

    uid: str
    source: SourceName
    section: str
    item: Any
    field: str | None
    value: Any
    reason: str
    remedy: str | None
    first_at: str
    last_at: str
    attempts: int


class ParkedPage(BaseModel):
    """One page of what is parked, the latest first."""

    total: int
    items: list[Parked]


class Retry(BaseModel):
    """Whether the item is stored now; if not, the item with its present reason."""

    stored: bool
    item: Parked | None


@router.get("/parked", name="list_parked", dependencies=[requires(READ, is_for_all=True)])
def list_parked(
    services: ServicesDep,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> ParkedPage:
    """What is parked."""
    total, items = services.waiting.page(offset, limit)
    return ParkedPage(total=total, items=[_parked(item) for item in items])


@router.post("/parked/{uid}/retry", name="retry_parked")
def retry_parked(uid: str, services: ServicesDep, who: Writer) -> Retry:
    """Try to store a parked item again, after what it lacked has arrived."""
    is_tried = services.ingest.retry_parked(uid, who.name) is not None
    left = services.waiting.item(uid)
    if not (is_tried or left):
        raise NotFoundError("parked item", uid)
    return Retry(stored=left is None, item=_parked(left) if left else None)


@router.delete("/parked/{uid}", name="discard_parked", status_code=204)
def discard_parked(uid: str, services: ServicesDep, who: Writer) -> None:
    """Give a parked item up; it comes back when a report says the same again."""
    if not services.waiting.discard(uid, who.name):
        raise NotFoundError("parked item", uid)


def _parked(item: WaitingItem) -> Parked:
    return Parked(
        uid=item.uid,
        source=source_name(item.source),
        section=item.section,
        item=item.content,
        field=item.field or None,
        value=item.value or None,
        reason=item.reason,
        remedy=item.remedy or None,
        first_at=rfc3339(item.first_at),
        last_at=rfc3339(item.last_at),
        attempts=item.attempts,
    )
