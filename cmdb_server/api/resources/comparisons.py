"""What differs between two instants."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Response

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.list_filters import ListFilters
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import answer, resource
from cmdb_server.api.times import BadTimeError, TimeText, instant
from cmdb_server.auth.identity import READ
from cmdb_server.comparison.answers import CIDifference, Comparison, ImpactComparison, Moments
from cmdb_server.comparison.comparing import Comparisons, Page
from cmdb_server.comparison.scopes import Between, Scope, scope_of_list, scope_of_picture, scope_of_service
from cmdb_server.impact_analysis.question import Question
from cmdb_server.search_index.answers import Filters

router = resource("comparisons")
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=0, le=500)]
FailureState = Literal["down", "degraded"]
Direction = Literal["impact", "causes"]
Change = Annotated[Literal["", "added", "removed", "changed"], Query(description="Only CIs of this kind.")]


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
    filters: Annotated[Filters, Depends(ListFilters("since", "until", "service", "change", "offset", "limit"))],
    service: Annotated[str, Query(max_length=500, description="Only this CI and all that it needs.")] = "",
) -> Scope | None:
    if service:
        return scope_of_service(services.impact, service, between)
    return None if filters == Filters() else scope_of_list(services.index, filters, between)


def _page(change: Change = "", offset: Offset = 0, limit: Limit = 100) -> Page:
    return Page(offset, limit, change)


PageDep = Annotated[Page, Depends(_page)]


@router.get("/diff", name="compare_cis", response_model=Comparison, dependencies=[requires(READ)])
def compare_cis(
    comparisons: ComparisonsDep,
    between: BetweenDep,
    scope: Annotated[Scope | None, Depends(_scope)],
    page: PageDep,
) -> Response:
    """The CIs that were added, removed or changed: of all, of a list, or of a service with all it needs."""
    return answer(comparisons.cis(scope, between, page))


@router.get("/cis/{uid}/diff", name="compare_ci", response_model=CIDifference, dependencies=[requires(READ)])
def compare_ci(uid: str, comparisons: ComparisonsDep, between: BetweenDep) -> Response:
    """What of one CI differs, with the relationships that lead to it."""
    found = comparisons.ci(uid, between)
    if found is None:
        raise NotFoundError("configuration item", uid)
    return answer(found)


@router.get("/impact/{uid}/diff", name="compare_impact", response_model=ImpactComparison, dependencies=[requires(READ)])
def compare_impact(
    uid: str, comparisons: ComparisonsDep, between: BetweenDep, page: PageDep, state: FailureState = "down"
) -> Response:
    """The CIs that a CI's failure affects more, less or otherwise than before."""
    return answer(comparisons.impact(_question(uid, state), between, page))


@router.get("/impact/{uid}/moments", name="list_moments", response_model=Moments, dependencies=[requires(READ)])
def list_moments(
    uid: str, services: ServicesDep, comparisons: ComparisonsDep, between: BetweenDep, direction: Direction = "impact"
) -> Response:
    """When something changed of what a CI's failure can reach, or of what can make it fail."""
    if direction == "causes":
        return answer(comparisons.moments(scope_of_service(services.impact, uid, between), between))
    return answer(comparisons.moments(scope_of_picture(services.impact, _question(uid, "down"), between), between))


def _question(uid: str, state: FailureState) -> Question:
    return Question(degraded=(uid,)) if state == "degraded" else Question(down=(uid,))
