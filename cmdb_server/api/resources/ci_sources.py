"""Which sources see a configuration item, and what becomes of their word when they do not any longer."""

from pydantic import BaseModel

from cmdb_server.api.ageing_steps import AgeingStep, status_of, step_of
from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import READ
from cmdb_server.ci_detail.seen_by import Seen
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.ingest.ageing import SilentSource

router = resource("configuration items")


class CISource(BaseModel):
    """How a source sees a CI; `state` is collected, absent or not_collected.

    Absent: `since` then the source enumerated all there is, without it. Not collected: since then it could not look.
    Only then does what it says age: `next_step` is what comes, null for sources that do not age. `outcome` and
    `reason` are of the section's last collection, `status` is what the silence of the whole source made of it.
    """

    source: SourceName
    state: str
    section: str | None
    seen_at: str | None
    since: str | None
    outcome: str | None
    reason: str | None
    status: str
    last_contact_at: str | None
    failed_attempts: int
    next_step: AgeingStep | None


class CISources(BaseModel):
    """Every source that ever spoke of a CI."""

    items: list[CISource]


@router.get("/cis/{uid}/sources", name="list_ci_sources", dependencies=[requires(READ)])
def list_ci_sources(uid: str, services: ServicesDep) -> CISources:
    """How each source sees a CI now."""
    found = services.cis.seen_by(uid)
    if found is None:
        raise NotFoundError("configuration item", uid)
    ageing = {entry.source.key: entry for entry in services.ageing.of_sources([entry.source for entry in found])}
    return CISources(items=[_source(entry, ageing.get(entry.source)) for entry in found])


def _source(entry: Seen, ageing: SilentSource | None) -> CISource:
    contacts = ageing.source.contacts if ageing else None
    return CISource(
        source=source_name(entry.source),
        state=entry.state,
        section=entry.section or None,
        seen_at=time_or_none(entry.seen_at),
        since=time_or_none(entry.since),
        outcome=entry.outcome or None,
        reason=entry.reason or None,
        status=status_of(ageing.source.freshness if ageing else ""),
        last_contact_at=time_or_none(contacts.last_contact_at) if contacts else None,
        failed_attempts=ageing.silence.attempts if ageing else 0,
        next_step=step_of(ageing) if ageing else None,
    )
