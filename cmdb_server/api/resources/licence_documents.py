"""Documents at entitlements: taken in as they are, given out as downloads only."""

from typing import Annotated

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool

from cmdb_server.api.dependencies import ActorDep, ServicesDep, identify, requires
from cmdb_server.api.downloads import FileList, FileOut, download, file_out
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.kept_files.checking import MOST_BYTES

router = resource("licences")
_PATH = "/licences/entitlements/{entitlement_uid}/files"
MAX_BODY_BYTES = {_PATH: MOST_BYTES}
# As the entitlements themselves: what they cost is the whole company's.
_SEES_ALL = requires(READ, is_for_all=True)
_MAY_CHANGE = requires(WRITE, is_for_all=True)
_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get(_PATH, name="list_entitlement_files", dependencies=[_SEES_ALL])
def list_entitlement_files(entitlement_uid: str, request: Request, services: ServicesDep) -> FileList:
    """The documents of an entitlement: proofs of purchase, terms."""
    may = WRITE in identify(request).permissions
    items = [file_out(one, may_remove=may) for one in services.entitlement_documents.of(entitlement_uid)]
    return FileList(may_add=may, items=items)


@router.post(_PATH, name="add_entitlement_file", status_code=201, dependencies=[_MAY_CHANGE], openapi_extra=_BYTES)
async def add_entitlement_file(
    entitlement_uid: str,
    request: Request,
    services: ServicesDep,
    actor: ActorDep,
    name: Annotated[str, Query(min_length=1, max_length=500, description="Its name, which is cleaned.")],
) -> FileOut:
    """Keep a document (the bytes are the body): 10 MiB at most, of kinds that nothing runs."""
    content = await request.body()
    made = await run_in_threadpool(services.entitlement_documents.add, entitlement_uid, name, content, actor)
    return file_out(made, may_remove=True)


@router.get(
    _PATH + "/{file_uid}",
    name="download_entitlement_file",
    dependencies=[_SEES_ALL],
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def download_entitlement_file(entitlement_uid: str, file_uid: str, services: ServicesDep) -> Response:
    """The bytes of a document, to be saved and never shown."""
    documents = services.entitlement_documents
    file = documents.one(entitlement_uid, file_uid)
    return download(file, documents.content(file))


@router.delete(_PATH + "/{file_uid}", name="remove_entitlement_file", status_code=204, dependencies=[_MAY_CHANGE])
def remove_entitlement_file(entitlement_uid: str, file_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Take a document away; that it was there stays in the audit log."""
    services.entitlement_documents.remove(entitlement_uid, file_uid, actor)
