"""The whole graph as NDJSON."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Query
from fastapi.responses import StreamingResponse

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.export.canonical import export_canonical
from cmdb_server.export.ndjson import export
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import parse


class NotCombinedError(CmdbError):
    """A query is about now, and what it leaves out cannot be part of what identifies a CI."""

    def __init__(self, query: str) -> None:
        """The query."""
        remedy = "export the whole graph, or leave out as_of and canonical"
        error = FieldError("query", query[:100], "cannot be combined with as_of or canonical", remedy)
        super().__init__(f"query {error.message}; {remedy}", 422, "not_combined", (error,))


router = resource("export")


@router.get(
    "/export",
    name="export_graph",
    response_class=StreamingResponse,
    responses=streams("application/x-ndjson"),
    dependencies=[requires(READ)],
)
def export_graph(
    services: ServicesDep,
    as_of: AsOf,
    query: Annotated[str, Query(max_length=MAX_LENGTH)] = "",
    *,
    canonical: bool = False,
) -> StreamingResponse:
    """One JSON object a line, CIs first; `canonical` leaves out uids, times and counters and sorts.

    As of a time in the past, what has no history (counters, when something was seen last) is left out. With `query`
    (filter language) only the CIs that it is about now, and the relationships between them.
    """
    if query.strip():
        lines = _selected(services, query, is_plain=not canonical and as_of is None)
    else:
        lines = (export_canonical if canonical else export)(services.store, services.registry, as_of)
    headers = {"Content-Disposition": 'attachment; filename="plumbline.ndjson"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


def _selected(services: ServicesDep, query: str, *, is_plain: bool) -> Iterator[bytes]:
    if not is_plain:
        raise NotCombinedError(query)
    wanted = services.index.uids(parse(query, services.registry))
    return export(services.store, services.registry, only=wanted)
