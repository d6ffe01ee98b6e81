"""Find CIs by name, serial number, address or anything else that is searchable."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import answer, resource
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.search_index.answers import SearchHit

router = resource("search")


class SearchHits(BaseModel):
    """The CIs that fit, exact identifiers first."""

    items: list[SearchHit]


@router.get("/search", name="search", response_model=SearchHits, dependencies=[requires(READ, is_compiled=True)])
def search(
    services: ServicesDep,
    q: Annotated[str, Query(max_length=200)],
    as_of: AsOf,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """The CIs that fit a text; typing errors are forgiven. Of a past time what they were called then counts."""
    return answer({"items": services.index.as_of(as_of).search(q, limit)})
