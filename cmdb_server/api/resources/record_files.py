"""Files at records: taken in as they are, given out as downloads only."""

from typing import Annotated

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import requires
from cmdb_server.api.downloads import FileList, download, file_out
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.record_shapes import RecordDetail
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ, ForbiddenError
from cmdb_server.itsm.record import Record
from cmdb_server.kept_files.checking import MOST_BYTES

router = resource("records")
MAX_BODY_BYTES = {"/records/{number}/files": MOST_BYTES}


@router.get("/records/{number}/files", name="list_record_files", dependencies=[requires(READ)])
def list_record_files(number: str, asking: AskingDep) -> FileList:
    """The files at a record."""
    services = asking.services
    record = services.desk.one(number)
    worker = asking.worker(services.desk.type_of(record))
    parts = worker.parts(record)
    items = [
        file_out(one, may_remove="worker" in parts or one.by == worker.name) for one in services.record_files.of(record)
    ]
    return FileList(may_add=bool(parts.intersection(("requester", "worker"))), items=items)


@router.post(
    "/records/{number}/files",
    name="add_record_file",
    status_code=201,
    dependencies=[requires(READ)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def add_record_file(
    number: str,
    request: Request,
    asking: AskingDep,
    response: Response,
    name: Annotated[str, Query(min_length=1, max_length=500, description="Its name, which is cleaned.")],
) -> RecordDetail:
    """Keep a file (the bytes are the body) at a record: 10 MiB at most, of kinds that nothing runs."""
    content = await request.body()

    def add() -> Record:
        with asking.trying(number, "add a file") as (worker, _):
            return asking.services.record_files.add(number, name, content, worker)

    record = await run_in_threadpool(add)
    return await run_in_threadpool(asking.detail, record, response)


@router.get(
    "/records/{number}/files/{file_uid}",
    name="download_record_file",
    dependencies=[requires(READ)],
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download_record_file(number: str, file_uid: str, asking: AskingDep) -> Response:
    """The bytes of a file, to be saved and never shown; those of assets and contracts are for who reads finance."""
    services = asking.services
    record = services.desk.one(number)
    if not services.impact.reads(services.desk.type_of(record).files_group):
        message = (
            f"files at {record.number} are for those who may read what it costs; an administrator can give you a role"
        )
        raise ForbiddenError(message)
    file = services.record_files.one(record, file_uid)
    return download(file, services.record_files.content(file))


@router.delete("/records/{number}/files/{file_uid}", name="remove_record_file", dependencies=[requires(READ)])
def remove_record_file(number: str, file_uid: str, asking: AskingDep, response: Response) -> RecordDetail:
    """Take a file away: those who work on records, or whoever brought it."""
    services = asking.services
    with asking.trying(number, "remove a file") as (worker, _):
        record = services.record_files.remove(services.desk.one(number), file_uid, worker)
    return asking.detail(record, response)
