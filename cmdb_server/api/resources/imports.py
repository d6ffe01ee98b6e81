"""Imports of CSV files and workbooks: upload, map, preview, commit, undo."""

from typing import Annotated, Literal

import msgspec
from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import Requires, ServicesDep, services_of
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.redaction import redacted
from cmdb_server.api.routes import Body, answer, resource, streams
from cmdb_server.auth.identity import WRITE, Identity
from cmdb_server.imports.answers import (
    Import,
    ImportDetail,
    ImportList,
    RowPage,
    UndoEffect,
    detail_of,
    import_of,
    undo_of,
)
from cmdb_server.imports.batch_values import Batch, OnConflict
from cmdb_server.imports.mapping import Mapping
from cmdb_server.imports.tables import MAX_FILE_BYTES, Reading
from cmdb_server.permissions.sight import sight_of
from cmdb_server.services import Services
from cmdb_server.table_files import MEDIA_TYPES, XLSX, TableFormat, table_file

router = resource("imports")
MAX_BODY_BYTES = {"/imports": MAX_FILE_BYTES}
# Whose imports these are, and which of their rows may be stored, `services.imports` says by the grants of whoever asks.
Writer = Annotated[Identity, Depends(Requires(WRITE, is_compiled=True))]


class WantedMapping(Body):
    """How the file is read and what its columns mean; the mapping is remembered under `name`."""

    mapping: Mapping
    reading: Reading = Reading()
    name: str = ""


class WantedCommit(Body):
    """`takes_conflicts`: rows of which some values are outvoted by other sources are stored too."""

    takes_conflicts: bool = False


class WantedUndo(Body):
    """What to do where others rest on the import: refuse the undo, skip these CIs, or undo all the same."""

    on_conflict: OnConflict = "refuse"


@router.post(
    "/imports",
    name="upload_import",
    status_code=201,
    responses={201: {"model": Import}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def upload_import(
    request: Request, who: Writer, file_name: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """Take a CSV file or a workbook (the bytes are the body); nothing of it is stored as CIs yet."""
    services = services_of(request)
    content = await request.body()
    batch = await run_in_threadpool(services.imports.upload, content, file_name, who)
    return answer(import_of(batch), 201)


@router.get("/imports", name="list_imports")
def list_imports(services: ServicesDep, who: Writer) -> ImportList:
    """The imports, the latest first: all for who may change every CI, else one's own."""
    return ImportList(items=[import_of(batch) for batch in services.imports.open_to(who)])


@router.get("/imports/{uid}", name="get_import", response_model=ImportDetail)
def get_import(uid: str, services: ServicesDep, who: Writer) -> Response:
    """An import with its columns and their meaning: as it was said, else remembered, else suggested."""
    return answer(detail_of(services.imports.describe(_batch(services, uid, who))))


@router.put("/imports/{uid}/mapping", name="map_import", response_model=ImportDetail)
def map_import(uid: str, wanted: WantedMapping, services: ServicesDep, who: Writer) -> Response:
    """Say what the columns mean; the answer names what is still missing."""
    batch = services.imports.map(_batch(services, uid, who), wanted.mapping, wanted.reading, wanted.name)
    return answer(detail_of(services.imports.describe(_there(batch, uid))))


@router.post("/imports/{uid}/preview", name="preview_import")
def preview_import(uid: str, services: ServicesDep, who: Writer) -> Import:
    """Begin to find out what each row would do; `advance` does the work. Nothing is stored."""
    return import_of(_there(services.imports.preview(_batch(services, uid, who), who), uid))


@router.post("/imports/{uid}/commit", name="commit_import")
def commit_import(uid: str, wanted: WantedCommit, services: ServicesDep, who: Writer) -> Import:
    """Begin to store the rows that can be stored, or go on after a cancel; `advance` does the work."""
    batch = services.imports.commit(_batch(services, uid, who).uid, who, takes_conflicts=wanted.takes_conflicts)
    return import_of(_there(batch, uid))


@router.post("/imports/{uid}/advance", name="advance_import")
def advance_import(uid: str, services: ServicesDep, who: Writer) -> Import:
    """Do the next chunk of rows; may be repeated. The server goes on by itself when nobody asks any more."""
    return import_of(_there(services.imports.advance(_batch(services, uid, who).uid), uid))


@router.post("/imports/{uid}/cancel", name="cancel_import")
def cancel_import(uid: str, services: ServicesDep, who: Writer) -> Import:
    """Stop before the next chunk; what is stored stays until it is undone."""
    return import_of(_there(services.imports.cancel(_batch(services, uid, who).uid), uid))


@router.delete("/imports/{uid}", name="discard_import", status_code=204)
def discard_import(uid: str, services: ServicesDep, who: Writer) -> None:
    """Forget a file of which nothing was ever stored; one that has stored rows is undone instead."""
    if not services.imports.discard(_batch(services, uid, who).uid):
        raise NotFoundError("import", uid)


@router.get("/imports/{uid}/rows", name="list_import_rows", response_model=RowPage)
def list_import_rows(
    *,
    uid: str,
    services: ServicesDep,
    who: Writer,
    outcome: Literal["", "create", "update", "unchanged", "conflict", "reject"] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 100,
) -> Response:
    """What storing each row does, with its differences and its problems."""
    total, rows = services.imports.rows(_batch(services, uid, who), outcome, offset, limit)
    return answer({"total": total, "items": rows})


@router.get(
    "/imports/{uid}/rejects",
    name="export_import_rejects",
    response_class=StreamingResponse,
    responses=streams("text/csv", XLSX),
)
def export_import_rejects(
    uid: str,
    services: ServicesDep,
    who: Writer,
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """The rows that are not stored, with their columns and the reason: correct it and import it again."""
    batch = _batch(services, uid, who)
    headers = {"Content-Disposition": f'attachment; filename="rejected-rows.{format}"'}
    pieces = table_file([services.imports.rejects(batch)], format, "Rejected rows")
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


@router.get("/imports/{uid}/undo", name="check_import_undo", response_model=UndoEffect)
def check_import_undo(uid: str, services: ServicesDep, who: Writer) -> Response:
    """What undoing would do, and what of others rests on it by now."""
    effect = undo_of(services.imports.check_undo(_batch(services, uid, who)))
    sight = sight_of(services.registry, who.grants)
    return answer(effect if sight.reads_all else redacted(msgspec.to_builtins(effect), sight, services.index.places))


@router.post("/imports/{uid}/undo", name="undo_import")
def undo_import(uid: str, services: ServicesDep, who: Writer, wanted: WantedUndo | None = None) -> Import:
    """Begin to take back what the file says; `advance` does the work. 409 with what others rest on it, unless told."""
    on_conflict = wanted.on_conflict if wanted else "refuse"
    return import_of(_there(services.imports.undo(_batch(services, uid, who).uid, who, on_conflict), uid))


def _batch(services: Services, uid: str, who: Identity) -> Batch:
    return _there(services.imports.find(uid, who), uid)


def _there(batch: Batch | None, uid: str) -> Batch:
    if batch is None:
        raise NotFoundError("import", uid)
    return batch
