"""Machines that have several versions of one product."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ
from cmdb_server.search_index.answers import ListedCI
from cmdb_server.software.packs import Licence
from cmdb_server.software.several import Several, several_versions

router = resource("software")
SEES_ALL = requires(READ, is_for_all=True)


class SeveralOut(BaseModel):
    """A machine with several versions of a product."""

    machine_uid: str
    machine: str
    ci_class: str
    site: str | None
    publisher: str
    product: str
    licence: Licence
    versions: list[str]


class SeveralList(BaseModel):
    """What is there in several versions, commercial first, then by product and machine."""

    total: int
    items: list[SeveralOut]


@router.get("/software/several-versions", name="list_several_versions", dependencies=[SEES_ALL])
def list_several_versions(
    services: ServicesDep,
    *,
    licence: Annotated[list[Licence], Query()] = [],  # noqa: B006 - FastAPI copies it
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> SeveralList:
    """Products of which a machine has more than one version: what is left of an upgrade, or a second installation."""
    software = services.software.software(services.index)
    every = several_versions(software)
    found = sorted((one for one in every if not licence or one.licence in licence), key=_order)
    shown = found[offset : offset + limit]
    uids = software.installed.machines
    rows = {row.uid: row for row in services.index.listed_ids(sorted({one.machine for one in shown}))}
    items = [_out(one, rows[uids[one.machine]]) for one in shown if uids.get(one.machine) in rows]
    return SeveralList(total=len(found), items=items)


def _order(one: Several) -> tuple[bool, str, str, int]:
    return one.licence != "commercial", one.publisher.casefold(), one.product.casefold(), one.machine


def _out(one: Several, row: ListedCI) -> SeveralOut:
    named = {"machine_uid": row.uid, "machine": row.name, "ci_class": row.ci_class, "site": row.site}
    told = {name: getattr(one, name) for name in ("publisher", "product", "licence")}
    return SeveralOut.model_validate({**named, **told, "versions": list(one.versions)})
