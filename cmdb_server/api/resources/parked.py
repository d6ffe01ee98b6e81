"""Parts of reports that were refused and wait."""

from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.ingest.parked_rights import WaitingItem
from cmdb_server.ingest.waiting import ParkedFilter, ReasonCount
from cmdb_server.timestamps import rfc3339

router = resource("parked")
Writer = Annotated[Identity, Depends(Requires(WRITE))]


class Parked(BaseModel):
    """A refused part of a report: what was sent, which value is wrong and what to do about it.

    `root_uid` is the CI whose report it was part of. `retry_at` is when the server tries it again by
    itself, null for one that was too large to be kept whole.
    """

    uid: str
    source: SourceName
    section: str
    ref: str | None
    ci_class: str | None
    root_uid: str | None
    item: Any
    field: str | None
    value: Any
    reason: str
    remedy: str | None
    first_at: str
    last_at: str
    attempts: int
    retry_at: str | None


class ParkedReasons(BaseModel):
    """The reasons for which items wait, the most frequent first."""

    items: list[ReasonCount]


class ParkedPage(BaseModel):
    """One page of what is parked, the latest first; `hidden` is how many more wait that your roles do not show."""

    total: int
    hidden: int
    items: list[Parked]


class Retry(BaseModel):
    """Whether the item is stored now; if not, the item with its present reason."""

    stored: bool
    item: Parked | None


def filter_of(
    source: Annotated[str, Query(max_length=300)] = "",
    reason: Annotated[str, Query(max_length=1000)] = "",
    q: Annotated[str, Query(max_length=200)] = "",
) -> ParkedFilter:
    """Which items: of a source, for a reason, with a text in section, item, field, reason or source."""
    return ParkedFilter(source, reason, q)


FilterDep = Annotated[ParkedFilter, Depends(filter_of)]


@router.get("/parked", name="list_parked", dependencies=[requires(READ)])
def list_parked(
    services: ServicesDep,
    wanted: FilterDep,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> ParkedPage:
    """What is parked and passes the filters."""
    found = services.waiting.page(wanted, offset, limit)
    return ParkedPage(total=found.total, hidden=found.hidden, items=[_parked(item) for item in found.items])


@router.get("/parked/reasons", name="list_parked_reasons", dependencies=[requires(READ)])
def list_parked_reasons(services: ServicesDep) -> ParkedReasons:
    """What is parked by reason."""
    return ParkedReasons(items=services.waiting.reasons())


@router.post("/parked/{uid}/retry", name="retry_parked")
def retry_parked(uid: str, services: ServicesDep, who: Writer) -> Retry:
    """Try to store a parked item again, after what it lacked has arrived."""
    tried = services.ingest.retry_parked(uid, who.name)
    left = services.waiting.item(uid)
    if not (tried or left):
        raise NotFoundError("parked item", uid)
    return Retry(stored=tried is not None and not tried.parked, item=_parked(left) if left else None)


@router.delete("/parked/{uid}", name="discard_parked", status_code=204)
def discard_parked(
    uid: str, services: ServicesDep, who: Writer, reason: Annotated[str, Query(max_length=500)] = ""
) -> None:
    """Give a parked item up, for a reason that its root CI's history keeps; a report that says it again parks it."""
    if not services.waiting.discard(uid, who.name, reason):
        raise NotFoundError("parked item", uid)


def _parked(item: WaitingItem) -> Parked:
    return Parked(
        uid=item.uid,
        source=source_name(item.source),
        section=item.section,
        ref=item.item or None,
        ci_class=item.ci_class or None,
        root_uid=item.root_uid or None,
        item=item.content,
        field=item.field or None,
        value=item.value or None,
        reason=item.reason,
        remedy=item.remedy or None,
        first_at=rfc3339(item.first_at),
        last_at=rfc3339(item.last_at),
        attempts=item.attempts,
        retry_at=time_or_none(item.retry_at),
    )
