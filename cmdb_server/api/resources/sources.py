"""The data sources: who says how much, and taking back what one of them said."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN, READ, Identity
from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.data_sources.sources import StoredSource
from cmdb_server.manual_edits.checking import MAX_REASON

router = resource("data sources")
_SECONDS_AT_ONCE = 5.0


class DataSource(BaseModel):
    """A data source and how much it says. `withdrawn_by` is set while it is being withdrawn."""

    source: SourceName
    root_uid: str | None
    network_scope: str | None
    last_contact_at: str | None
    last_observed_at: str | None
    observations: int
    cis: int
    withdrawn_by: str | None
    withdrawn_because: str | None


class DataSources(BaseModel):
    """The data sources by key."""

    items: list[DataSource]


class WithdrawalIn(Body):
    """Which source to withdraw, or only what it says of one CI under its `ref`, with all that lies within it."""

    source: str = Field(min_length=1, max_length=300)
    ref: str | None = Field(default=None, max_length=1024)
    reason: str = Field(default="", max_length=MAX_REASON)


class Withdrawal(BaseModel):
    """How many observations are left: ask again until there are none. The server goes on by itself, too."""

    left: int


@router.get("/sources", name="list_sources", dependencies=[requires(READ)])
def list_sources(services: ServicesDep, kind: Annotated[str, Query(max_length=50)] = "") -> DataSources:
    """The data sources, of one kind if it is given."""
    return DataSources(items=[_shown(entry) for entry in services.sources.all(kind)])


@router.post("/sources/withdraw", name="withdraw_source")
def withdraw_source(
    wanted: WithdrawalIn, services: ServicesDep, who: Annotated[Identity, Depends(Requires(ADMIN))]
) -> Withdrawal:
    """Take back what a source said: its observations go, what it fed is recomputed. A few seconds at a time."""
    if wanted.ref is not None:
        services.sources.withdraw_ref(wanted.source, wanted.ref, who.name, wanted.reason)
        return Withdrawal(left=0)
    left = services.sources.withdraw_some(wanted.source, who.name, wanted.reason, seconds=_SECONDS_AT_ONCE)
    return Withdrawal(left=left)


def _shown(entry: StoredSource) -> DataSource:
    return DataSource(
        source=source_name(entry.key),
        root_uid=entry.root_uid or None,
        network_scope=entry.network_scope or None,
        last_contact_at=time_or_none(entry.last_contact_at),
        last_observed_at=time_or_none(entry.last_observed_at),
        observations=entry.observations,
        cis=entry.cis,
        withdrawn_by=entry.withdrawn_by or None,
        withdrawn_because=entry.withdrawn_because or None,
    )
