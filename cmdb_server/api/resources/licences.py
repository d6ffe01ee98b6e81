"""Licences: what was bought, and the effective position on a day, explained unit by unit."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.licence_words import (
    EntitiesIn,
    EntitlementIn,
    EntitlementList,
    EntitlementOut,
    KeyIn,
    KeyOut,
    PositionOut,
    SheetOut,
    entitlement_out,
    position_day,
    position_out,
    refused_out,
)
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import LICENCE_KEYS, READ, WRITE
from cmdb_server.imports.reading import read_file
from cmdb_server.imports.tables import MAX_FILE_BYTES, Reading
from cmdb_server.licences.entitlement import LONGEST
from cmdb_server.licences.keeping import Held
from cmdb_server.licences.sheet import entitlements_of
from cmdb_server.licences.snipe_it import as_sheet, is_export
from cmdb_server.services import Services

router = resource("licences")
MAX_BODY_BYTES = {"/licences/entitlements/import": MAX_FILE_BYTES}
# A position counts machines and money of the whole company.
SEES_ALL = requires(READ, is_for_all=True)
MAY_CHANGE = requires(WRITE, is_for_all=True)
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
Revision = Annotated[int, Query(ge=1, description="The revision that was edited.")]


def _today(services: Services) -> date:
    return datetime.fromtimestamp(services.clock() / 1_000_000, UTC).date()


def _shown(services: Services, held: Held) -> EntitlementOut:
    return entitlement_out(held, _today(services))


@router.get("/licences/entitlements", name="list_entitlements", dependencies=[SEES_ALL])
def list_entitlements(services: ServicesDep) -> EntitlementList:
    """Everything that was bought, by name; licence keys are never among it."""
    return EntitlementList(items=[_shown(services, held) for held in services.entitlements.all()])


@router.post("/licences/entitlements", name="add_entitlement", status_code=201, dependencies=[MAY_CHANGE])
def add_entitlement(wanted: EntitlementIn, services: ServicesDep, actor: ActorDep) -> EntitlementOut:
    """Say that something was bought."""
    return _shown(services, services.entitlements.add([wanted.entitlement()], actor)[0])


@router.post(
    "/licences/entitlements/import", name="import_entitlements", dependencies=[MAY_CHANGE], openapi_extra=_FILE
)
async def import_entitlements(
    request: Request,
    services: ServicesDep,
    actor: ActorDep,
    *,
    dry_run: Annotated[bool, Query(description="Only say what would come of it.")] = False,
    metric: Annotated[str, Query(max_length=50, description="What a seat of Snipe-IT is: device, user ...")] = "",
) -> SheetOut:
    """Add what a table tells of (CSV or XLSX as the body); rows that are none are refused one by one.

    Licences that Snipe-IT exports are recognised by their header; what a seat is only a person can say (`metric`).
    """
    content = await request.body()

    def run() -> SheetOut:
        table = read_file(content, Reading()).tables[0]
        held = [one.entitlement for one in services.entitlements.all()]
        notes: tuple[str, ...] = ()
        if is_export(table.columns):
            table, notes = as_sheet(table, metric)
        made, refused = entitlements_of(table, held)
        if made and not dry_run:
            services.entitlements.add(made, actor)
        return SheetOut(added=len(made), is_dry_run=dry_run, notes=list(notes), refused=list(map(refused_out, refused)))

    return await run_in_threadpool(run)


@router.put("/licences/entitlements/{entitlement_uid}", name="change_entitlement", dependencies=[MAY_CHANGE])
def change_entitlement(
    entitlement_uid: str, wanted: EntitlementIn, revision: Revision, services: ServicesDep, actor: ActorDep
) -> EntitlementOut:
    """Say it otherwise."""
    return _shown(services, services.entitlements.change(entitlement_uid, wanted.entitlement(), revision, actor))


@router.delete(
    "/licences/entitlements/{entitlement_uid}", name="remove_entitlement", status_code=204, dependencies=[MAY_CHANGE]
)
def remove_entitlement(entitlement_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Take it away; its key is forgotten, that it was there stays in the audit log."""
    services.entitlements.take_away(entitlement_uid, actor)


@router.put(
    "/licences/entitlements/{entitlement_uid}/key",
    name="set_licence_key",
    status_code=204,
    dependencies=[MAY_CHANGE],
)
def set_licence_key(entitlement_uid: str, wanted: KeyIn, services: ServicesDep, actor: ActorDep) -> None:
    """Keep the licence key, sealed."""
    services.entitlements.set_key(entitlement_uid, wanted.key, actor)


@router.post(
    "/licences/entitlements/{entitlement_uid}/key/show",
    name="show_licence_key",
    dependencies=[requires(LICENCE_KEYS, is_for_all=True)],
)
def show_licence_key(entitlement_uid: str, services: ServicesDep, actor: ActorDep) -> KeyOut:
    """See the licence key; who looked is in the audit log."""
    return KeyOut(key=services.entitlements.show_key(entitlement_uid, actor))


@router.get("/licences/position", name="get_licence_position", dependencies=[SEES_ALL])
def get_licence_position(
    services: ServicesDep,
    *,
    product: Annotated[str, Query(max_length=LONGEST, description="Only of this product.")] = "",
    publisher: Annotated[str, Query(max_length=LONGEST, description="Needed where several have such a product.")] = "",
    on: Annotated[str, Query(max_length=10, description="Day, ISO 8601; today without one.")] = "",
) -> PositionOut:
    """What is needed and whether what was bought covers it, and for every unit what consumed it and by which rule."""
    return position_out(services.licences.asked(services.index, position_day(on), publisher, product))


@router.get("/licences/entities", name="list_licence_entities", dependencies=[SEES_ALL])
def list_licence_entities(services: ServicesDep) -> EntitiesIn:
    """Legal entities and the sites of each."""
    held = services.licences.entities()
    return EntitiesIn(sites={name: list(sites) for name, sites in held.sites.items()}, version=held.version)


@router.put("/licences/entities", name="save_licence_entities", dependencies=[MAY_CHANGE])
def save_licence_entities(wanted: EntitiesIn, services: ServicesDep, actor: ActorDep) -> EntitiesIn:
    """Say which sites belong to which legal entity; rights of an entity are for machines on its sites."""
    sites = {name: tuple(found) for name, found in wanted.sites.items()}
    held = services.licences.save_entities(sites, actor.name, wanted.version)
    return EntitiesIn(sites={name: list(found) for name, found in held.sites.items()}, version=held.version)
