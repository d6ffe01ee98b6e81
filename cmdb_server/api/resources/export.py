"""The whole graph as NDJSON."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import msgspec
from fastapi import Query, Request
from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import ServicesDep, requires, sight_of_request
from cmdb_server.api.redaction import redacted
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ, ForbiddenError
from cmdb_server.export.canonical import export_canonical
from cmdb_server.export.ndjson import export
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import parse
from cmdb_server.permissions.sight import Sight
from cmdb_server.services import Services

router = resource("export")
_BLOCK = 500


@router.get(
    "/export",
    name="export_graph",
    response_class=StreamingResponse,
    responses=streams("application/x-ndjson"),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_graph(
    request: Request,
    services: ServicesDep,
    as_of: AsOf,
    query: Annotated[str, Query(max_length=MAX_LENGTH)] = "",
    *,
    canonical: bool = False,
) -> StreamingResponse:
    """One JSON object a line, CIs first; `canonical` leaves out uids, times and counters and sorts.

    As of a time in the past, what has no history (counters, when something was seen last) is left out. With `query`
    (filter language) only the CIs that it is about, and the relationships between them; with `canonical` too every
    relationship of one of them, so that the other end may be a CI without a line, under the uid that it has in the
    whole canonical export. Who may not see all gets every line, redacted; the canonical export, whose digests are made
    of identifiers, not.
    """
    sight = sight_of_request(request)
    if canonical and not sight.reads_all:
        raise ForbiddenError("the canonical export is for those who may see all; leave out `canonical`")
    wanted = services.index.as_of(as_of).uids(parse(query, services.registry)) if query.strip() else None
    lines = (export_canonical if canonical else export)(services.store, services.registry, as_of, only=wanted)
    if not sight.reads_all:
        lines = _redacted(lines, sight, services)
    headers = {"Content-Disposition": 'attachment; filename="plumbline.ndjson"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


def _redacted(lines: Iterator[bytes], sight: Sight, services: Services) -> Iterator[bytes]:
    while block := list(islice(lines, _BLOCK)):
        shown = redacted([msgspec.json.decode(line) for line in block], sight, services.index.places)
        yield b"".join(msgspec.json.encode(line) + b"\n" for line in shown)
