"""Certificates: how long each holds, and which services fail when it does not any more."""

from typing import Annotated

from fastapi import Query, Response

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import answer, resource
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.certificates.answers import Certificates
from cmdb_server.certificates.listing import Page, listed

router = resource("certificates")
OfService = Annotated[str, Query(max_length=64, description="Only those that this service (by its uid) needs.")]

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=500)]


@router.get("/certificates", name="list_certificates", response_model=Certificates, dependencies=[requires(READ)])
def list_certificates(
    services: ServicesDep, as_of: AsOf, service: OfService = "", offset: Offset = 0, limit: Limit = 100
) -> Response:
    """The certificates in use, the first to expire first, with the services that fail by it."""
    snapshot, now = services.impact.as_of(as_of).snapshot(), services.clock() if as_of is None else as_of
    return answer(listed(services.store, snapshot, now, Page(service, offset, limit)))
