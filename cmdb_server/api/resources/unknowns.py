"""Known unknowns: addresses that no CI has, and how much of the observed connections is explained."""

from typing import Annotated

from fastapi import Query, Response

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import answer, resource
from cmdb_server.auth.identity import READ
from cmdb_server.filter_language.query import parse
from cmdb_server.known_unknowns.answers import Peers, Scanners, Unknowns
from cmdb_server.known_unknowns.unknowns import KnownUnknowns

router = resource("known unknowns")
Limit = Annotated[int, Query(ge=1, le=1_000, description="At most so many addresses; the total is complete.")]


@router.get("/unknown-peers", name="list_unknown_peers", response_model=Peers, dependencies=[requires(READ)])
def list_unknown_peers(services: ServicesDep, limit: Limit = 200) -> Response:
    """Addresses that machines talk to and no CI has, those first on which most services depend."""
    return answer(KnownUnknowns(services.store, services.impact.snapshot()).peers(limit))


@router.get("/scanners", name="list_scanners", response_model=Scanners, dependencies=[requires(READ)])
def list_scanners(services: ServicesDep) -> Response:
    """Programs that only look at others (port scanners, health checks, monitoring): what they touch they do not need.

    Whoever knows better sets `is_scanner` of the program.
    """
    uids = services.index.uids(parse("is_scanner = true", services.registry))
    return answer(Scanners(KnownUnknowns(services.store, services.impact.snapshot()).scanners(uids)))


@router.get("/cis/{uid}/unknowns", name="get_unknowns", response_model=Unknowns, dependencies=[requires(READ)])
def get_unknowns(uid: str, services: ServicesDep, limit: Limit = 50) -> Response:
    """Of a service how much of what its members talk to is explained; of another CI the same of what it can reach."""
    unknowns = KnownUnknowns(services.store, services.impact.snapshot())
    world = services.service_maps.world(services.service_maps.definitions())
    is_service = world.estate.is_service(uid)
    uids = world.membership(uid).members if is_service else unknowns.reached_by(uid)
    if not uids and not is_service:
        raise NotFoundError("configuration item", uid)
    return answer(unknowns.among(uids, limit))
