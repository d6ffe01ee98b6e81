"""Configuration items: lists, facets and everything about one."""

from typing import Annotated, Literal, TypeVar

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.list_filters import ListFilters, Texts
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import REVISION, answer, resource, streams
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.ci_detail.answers import CIDetail, ConnectionPage, EventPage, RelationshipPage, SoftwarePage
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.ci_detail.past import PastCIDetails
from cmdb_server.search_index.answers import CIPage, Facet, Filters
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.table_files import MEDIA_TYPES, XLSX, TableFormat, table_file

router = resource("configuration items")
COMPILED = requires(READ, is_compiled=True)
T = TypeVar("T")
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=0, le=500)]


class Facets(BaseModel):
    """What a list can be narrowed by."""

    facets: list[Facet]


FiltersDep = Annotated[Filters, Depends(ListFilters("sort", "offset", "limit", "format", "as_of"))]


def _index(services: ServicesDep, as_of: AsOf) -> SearchIndex:
    return services.index.as_of(as_of)


IndexDep = Annotated[SearchIndex, Depends(_index)]


@router.get("/cis", name="list_cis", response_model=CIPage, dependencies=[COMPILED])
def list_cis(
    index: IndexDep, filters: FiltersDep, sort: str = "name", offset: Offset = 0, limit: Limit = 100
) -> Response:
    """One page of the CIs that pass the filters; `sort` is a column, `-column` for descending."""
    return answer(index.list_cis(filters, sort, offset, limit))


@router.get("/cis/facets", name="list_facets", response_model=Facets, dependencies=[COMPILED])
def list_facets(index: IndexDep, filters: FiltersDep) -> Response:
    """What the CIs that pass the filters can be narrowed by; a facet's counts ignore its own selection."""
    return answer({"facets": index.facets(filters)})


@router.get(
    "/cis/export",
    name="export_cis",
    response_class=StreamingResponse,
    responses=streams("text/csv", XLSX),
    dependencies=[COMPILED],
)
def export_cis(
    index: IndexDep,
    filters: FiltersDep,
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
    sort: str = "name",
) -> StreamingResponse:
    """All CIs that pass the filters as CSV (RFC 4180) or as a workbook."""
    pieces = table_file(index.export_rows(filters, sort), format, "Configuration items")
    headers = {"Content-Disposition": f'attachment; filename="configuration-items.{format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


def _cis(services: ServicesDep, as_of: AsOf) -> CIDetails | PastCIDetails:
    return services.cis if as_of is None else PastCIDetails(services.store, services.registry, as_of)


CIsDep = Annotated[CIDetails | PastCIDetails, Depends(_cis)]


@router.get("/cis/{uid}", name="get_ci", response_model=CIDetail, dependencies=[requires(READ)])
def get_ci(uid: str, cis: CIsDep) -> Response:
    """One CI: attributes with their sources and all claims. Edits take its ETag, or its revision, as If-Match."""
    found = _found(cis.ci(uid), uid)
    response = answer(found)
    response.headers[REVISION] = str(found.revision)
    return response


@router.get(
    "/cis/{uid}/relationships",
    name="list_relationships",
    response_model=RelationshipPage,
    dependencies=[requires(READ)],
)
def list_relationships(
    *,
    uid: str,
    cis: CIsDep,
    direction: Literal["out", "in", "both"] = "both",
    type: Texts = [],  # noqa: A002, B006 - the parameter's name in the API; FastAPI copies defaults
    offset: Offset = 0,
    limit: Limit = 200,
) -> Response:
    """Its open relationships; without `type` all but the installed software."""
    return answer(_found(cis.relationships(uid, direction, type, (offset, limit)), uid))


@router.get("/cis/{uid}/software", name="list_software", response_model=SoftwarePage, dependencies=[requires(READ)])
def list_software(
    uid: str,
    cis: CIsDep,
    q: Annotated[str, Query(max_length=200)] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """What is installed on it, by product; `q` is looked for in product, version, publisher and package."""
    return answer(_found(cis.software(uid, q, (offset, limit)), uid))


@router.get(
    "/cis/{uid}/connections", name="list_connections", response_model=ConnectionPage, dependencies=[requires(READ)]
)
def list_connections(uid: str, cis: CIsDep, offset: Offset = 0, limit: Limit = 500) -> Response:
    """Its observed connections, those it opened first; of a computer those of all its programs."""
    return answer(_found(cis.connections(uid, (offset, limit)), uid))


@router.get("/cis/{uid}/history", name="list_history", response_model=EventPage, dependencies=[requires(READ)])
def list_history(
    uid: str,
    cis: CIsDep,
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """What happened to it, newest first; `next_cursor` leads to older events."""
    return answer(_found(cis.history(uid, cursor, limit), uid))


def _found(value: T | None, uid: str) -> T:
    if value is None:
        raise NotFoundError("configuration item", uid)
    return value
