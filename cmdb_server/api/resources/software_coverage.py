"""How much of what is installed is named to product and version, of all and of each machine."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.api.software_words import ReleaseOut, release_out
from cmdb_server.auth.identity import READ
from cmdb_server.search_index.answers import ListedCI
from cmdb_server.software.coverage import Share, coverage

router = resource("software")
# Counts tell of machines that somebody may not see.
SEES_ALL = requires(READ, is_for_all=True)
_LEFT = 100


class MachineCoverage(BaseModel):
    """How many installations a machine has, and how many of them are named."""

    uid: str
    name: str
    ci_class: str
    site: str | None
    installed: int
    named: int
    share: float


class CoverageOut(BaseModel):
    """The share of everything; machines, the smallest share first; what has no such name, on most machines first."""

    installed: int
    named: int
    share: float
    total: int
    items: list[MachineCoverage]
    left_total: int
    left: list[ReleaseOut]


@router.get("/software/coverage", name="get_software_coverage", dependencies=[SEES_ALL])
def get_software_coverage(
    services: ServicesDep,
    *,
    machine: Annotated[str, Query(max_length=100, description="Only of this machine, by its uid.")] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> CoverageOut:
    """How much of what is installed is named to product and version."""
    software = services.software.software(services.index)
    found, uids = coverage(software), software.installed.machines
    wanted = [entry for entry in found.machines if not machine or uids.get(entry[0]) == machine]
    of_all = found.all if not machine else Share(sum(s.installed for _, s in wanted), sum(s.named for _, s in wanted))
    shown = wanted[offset : offset + limit]
    rows = {row.uid: row for row in services.index.listed_ids([number for number, _ in shown])}
    return CoverageOut(
        installed=of_all.installed,
        named=of_all.named,
        share=round(of_all.part, 4),
        total=len(wanted),
        items=[_out(rows[uids[number]], share) for number, share in shown if uids.get(number) in rows],
        left_total=len(found.left),
        left=list(map(release_out, software.named(found.left[:_LEFT]))),
    )


def _out(row: ListedCI, share: Share) -> MachineCoverage:
    return MachineCoverage.model_validate(
        {"uid": row.uid, "name": row.name, "ci_class": row.ci_class, "site": row.site, **_shares(share)}
    )


def _shares(share: Share) -> dict[str, float]:
    return {"installed": share.installed, "named": share.named, "share": round(share.part, 4)}
