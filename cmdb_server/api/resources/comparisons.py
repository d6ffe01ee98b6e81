"""What differs between two instants."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Response

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import answer, resource
from cmdb_server.api.times import BadTimeError, TimeText, instant
from cmdb_server.auth.identity import READ
from cmdb_server.comparison.answers import CIDifference, Comparison, ImpactComparison
from cmdb_server.comparison.comparing import Comparisons
from cmdb_server.comparison.scopes import Between, Scope, scope_of_query, scope_of_service
from cmdb_server.filter_language.query import parse
from cmdb_server.impact_analysis.question import Question

router = resource("comparisons")
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=0, le=500)]
FailureState = Literal["down", "degraded"]


def _between(
    services: ServicesDep,
    since: Annotated[TimeText, Query(description="The first instant.")],
    until: Annotated[TimeText | None, Query(description="The second instant; now without it.")] = None,
) -> Between:
    now = services.clock()
    first = instant("since", since, now)
    second = None if until is None else instant("until", until, now)
    if second is not None and second < first:
        raise BadTimeError("until", until or "", "is before since", "a later time")
    return Between(first, second)


def _comparisons(services: ServicesDep) -> Comparisons:
    return Comparisons(services.store, services.registry, services.impact)


BetweenDep = Annotated[Between, Depends(_between)]
ComparisonsDep = Annotated[Comparisons, Depends(_comparisons)]


def _scope(
    services: ServicesDep,
    between: BetweenDep,
    query: Annotated[str, Query(max_length=10_000, description="Only CIs that this question is about.")] = "",
    service: Annotated[str, Query(max_length=500, description="Only this CI and all that it needs.")] = "",
) -> Scope | None:
    if service:
        return scope_of_service(services.impact, service, between)
    return scope_of_query(services.index, parse(query, services.registry), between) if query else None


@router.get("/diff", name="compare_cis", response_model=Comparison, dependencies=[requires(READ)])
def compare_cis(
    comparisons: ComparisonsDep,
    between: BetweenDep,
    scope: Annotated[Scope | None, Depends(_scope)],
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """The CIs that were added, removed or changed: of all, of a question, or of a service with all it needs."""
    return answer(comparisons.cis(scope, between, (offset, limit)))


@router.get("/cis/{uid}/diff", name="compare_ci", response_model=CIDifference, dependencies=[requires(READ)])
def compare_ci(uid: str, comparisons: ComparisonsDep, between: BetweenDep) -> Response:
    """What of one CI differs, with the relationships that lead to it."""
    found = comparisons.ci(uid, between)
    if found is None:
        raise NotFoundError("configuration item", uid)
    return answer(found)


@router.get("/impact/{uid}/diff", name="compare_impact", response_model=ImpactComparison, dependencies=[requires(READ)])
def compare_impact(  # noqa: PLR0917 - FastAPI takes query parameters as arguments
    uid: str,
    comparisons: ComparisonsDep,
    between: BetweenDep,
    state: FailureState = "down",
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """The CIs that a CI's failure affects more, less or otherwise than before."""
    question = Question(degraded=(uid,)) if state == "degraded" else Question(down=(uid,))
    return answer(comparisons.impact(question, between, (offset, limit)))
