"""The whole graph as NDJSON."""

from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.export.canonical import export_canonical
from cmdb_server.export.ndjson import export

router = resource("export")


@router.get(
    "/export",
    name="export_graph",
    response_class=StreamingResponse,
    responses=streams("application/x-ndjson"),
    dependencies=[requires(READ)],
)
def export_graph(services: ServicesDep, as_of: AsOf, *, canonical: bool = False) -> StreamingResponse:
    """One JSON object a line, CIs first; `canonical` leaves out uids, times and counters and sorts.

    As of a time in the past, what has no history (counters, when something was seen last) is left out.
    """
    lines = (export_canonical if canonical else export)(services.store, services.registry, as_of)
    headers = {"Content-Disposition": 'attachment; filename="plumbline.ndjson"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)
