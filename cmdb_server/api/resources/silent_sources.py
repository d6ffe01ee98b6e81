"""Sources that do not see their root CI any longer, and what follows from it."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.ageing_steps import AgeingStep, status_of, step_of
from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.ci_detail.answers import CIRef
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.ingest.ageing import SilentSource
from cmdb_server.ingest.freshness import GONE
from cmdb_server.timestamps import rfc3339

router = resource("silent sources")


class Silent(BaseModel):
    """A source that missed a contact or failed to see its root CI.

    `status` is what its word makes of CIs that no other source sees; `cis` is of how many it speaks. `contact_seconds`
    is how often it makes contact by itself, null for one that does when somebody runs it.
    """

    source: SourceName
    root: CIRef
    status: str
    status_since: str | None
    last_seen_at: str
    last_contact_at: str
    failed_attempts: int
    contact_seconds: int | None
    cis: int
    next_step: AgeingStep | None


class SilentSources(BaseModel):
    """One page of the silent sources, the longest silent first."""

    total: int
    items: list[Silent]


class Aged(BaseModel):
    """How many sources became stale, retired and active again, and how many CIs changed by it."""

    stale: int
    retired: int
    returned: int
    cis: int


@router.get("/silent-sources", name="list_silent_sources", dependencies=[requires(READ)])
def list_silent_sources(
    services: ServicesDep,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> SilentSources:
    """The sources that are silent, with what happens next."""
    found = services.ageing.silent()
    shown = found[offset : offset + limit]
    counts = services.ageing.cis_of([entry.source.key for entry in shown])
    return SilentSources(total=len(found), items=[_silent(services, entry, counts) for entry in shown])


@router.post("/silent-sources/age", name="age_silent_sources", dependencies=[requires(WRITE)])
def age_silent_sources(services: ServicesDep) -> Aged:
    """Age what is due now instead of at the next run, which comes every ten minutes."""
    counts = services.ageing.run()
    return Aged(stale=counts["stale"], retired=counts[GONE], returned=counts["returned"], cis=counts["cis"])


def _silent(services: ServicesDep, entry: SilentSource, counts: dict[str, int]) -> Silent:
    source, contacts = entry.source, entry.source.contacts
    named = source_name(source.key)
    return Silent(
        source=named,
        root=CIRef(source.root_uid, entry.root_name, entry.ci_class),
        status=status_of(source.freshness),
        status_since=time_or_none(source.freshness_at) if source.freshness else None,
        last_seen_at=rfc3339(contacts.seen_at),
        last_contact_at=rfc3339(contacts.last_contact_at),
        failed_attempts=entry.silence.attempts,
        contact_seconds=services.registry.data_sources[named.kind].contact_seconds or None,
        cis=counts.get(source.key, 0),
        next_step=step_of(entry),
    )
