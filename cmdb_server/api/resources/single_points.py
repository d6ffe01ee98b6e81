"""Single points of failure of the whole estate, what would mend them, and the risks that somebody accepts."""

from itertools import chain
from typing import Annotated

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.impact_questions import AssumedDep
from cmdb_server.api.routes import Body, answer, resource, streams
from cmdb_server.api.times import AsOf, TimeText, instant, microseconds
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.filter_language.parsing import MAX_LENGTH
from cmdb_server.filter_language.query import parse
from cmdb_server.manual_edits.checking import MAX_REASON
from cmdb_server.single_points.accepted import Acceptance
from cmdb_server.single_points.answers import (
    AcceptedRisk,
    DayCounts,
    Level,
    PointCI,
    PointDetail,
    SinglePoint,
    SinglePointPage,
)
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.single_points.reports import Asked
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, TableFormat, table_file

router = resource("single points of failure")
_HEAD = (
    *("uid", "name", "class", "root", "site", "score", "services", "users", "affected", "criticality"),
    *("takes", "would_mend", "accepted_until", "accepted_reason", "change", "score_before"),
)
_PATH = "/cis/{uid}/accepted-risk"
_CERTIFICATE = "certificate"


class RiskIn(Body):
    """That a risk is accepted: why, and until when."""

    reason: str = Field(min_length=1, max_length=MAX_REASON, pattern=r"\S")
    until: TimeText


class ListedRisk(BaseModel):
    """A risk that nobody took back, with its CI."""

    ci: PointCI | None
    risk: AcceptedRisk


class RiskList(BaseModel):
    """Every risk that nobody took back, expired ones too, the first to expire first."""

    items: list[ListedRisk]


def _asked(  # noqa: PLR0913 - FastAPI takes query parameters as arguments
    *,
    services: ServicesDep,
    as_of: AsOf,
    changes: AssumedDep,
    level: Level = "down",
    service: Annotated[str, Query(max_length=200, description="Only those of this CI, by uid or name.")] = "",
    query: Annotated[str, Query(max_length=MAX_LENGTH, description="Only those among these, filter language.")] = "",
    with_accepted: bool = False,
    compare_with: Annotated[TimeText | None, Query(description="Tell what has changed since this time.")] = None,
) -> Asked:
    only = frozenset(services.index.as_of(as_of).uids(parse(query, services.registry))) if query.strip() else None
    compared = None if compare_with is None else instant("compare_with", compare_with, services.clock())
    return Asked(level, service, only, with_accepted, as_of, compared, changes)


AskedDep = Annotated[Asked, Depends(_asked)]


@router.get("/single-points", name="list_single_points", response_model=SinglePointPage, dependencies=[requires(READ)])
def list_single_points(
    services: ServicesDep,
    asked: AskedDep,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=0, le=500)] = 50,
) -> Response:
    """CIs that take others down alone (or degrade them), ranked by services x criticality x users, then by CIs.

    Accepted risks are left out unless asked for; expired ones are back. A report that takes long is made in the
    background: the last one is answered meanwhile, with the progress of the next. In a scenario each point is compared
    with how things are, where no time is named.
    """
    return answer(services.single_points.page(asked, offset, limit))


@router.get(
    "/single-points/export",
    name="export_single_points",
    response_class=StreamingResponse,
    responses=streams("text/csv", XLSX),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_single_points(
    services: ServicesDep,
    asked: AskedDep,
    format: TableFormat = "csv",  # noqa: A002 - the parameter's name in the API
) -> StreamingResponse:
    """The whole report as CSV (RFC 4180) or as a workbook."""
    rows = (_row(point) for point in services.single_points.rows(asked))
    pieces = table_file(([row] for row in chain([_HEAD], rows)), format, "Single points of failure")
    headers = {"Content-Disposition": f'attachment; filename="single-points.{format}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[format], headers=headers)


@router.get(
    "/single-points/days", name="list_single_point_days", response_model=DayCounts, dependencies=[requires(READ)]
)
def list_single_point_days(services: ServicesDep, days: Annotated[int, Query(ge=1, le=1_100)] = 90) -> Response:
    """How many single points of failure that take services there were, day by day."""
    return answer(DayCounts(services.single_points.counts.since(days)))


@router.get(
    "/cis/{uid}/single-point", name="get_single_point", response_model=PointDetail, dependencies=[requires(READ)]
)
def get_single_point(
    uid: str, services: ServicesDep, as_of: AsOf, changes: AssumedDep, level: Level = "down"
) -> Response:
    """What this CI takes with it alone: every service, and which requirement would have to be another one.

    The first remedies are carried out on a copy of the graph: `then` is what becomes of the services with them.
    """
    return answer(services.single_points.detail(uid, Asked(level, as_of=as_of, changes=changes)))


@router.get("/accepted-risks", name="list_accepted_risks", response_model=RiskList, dependencies=[requires(READ)])
def list_accepted_risks(services: ServicesDep) -> Response:
    """The risks that somebody accepts."""
    items: list[dict[str, object]] = []
    for risk, snapshot in services.single_points.listed_risks():
        ci = snapshot.numbers.get(risk.ci_uid)
        items.append({"ci": None if ci is None else point_ci(snapshot, ci), "risk": risk})
    return answer({"items": items})


@router.put(_PATH, name="accept_risk", response_model=AcceptedRisk, dependencies=[requires(WRITE)])
def accept_risk(uid: str, wanted: RiskIn, services: ServicesDep, actor: ActorDep) -> Response:
    """Accept until a time that this CI is a single point of failure, in place of what was accepted before."""
    until = microseconds("until", wanted.until, services.clock())
    ci_uid, score = services.single_points.score_of(uid)
    return answer(services.single_points.risks.accept(ci_uid, Acceptance(wanted.reason, until, score), actor))


@router.delete(_PATH, name="withdraw_accepted_risk", status_code=204, dependencies=[requires(WRITE)])
def withdraw_accepted_risk(
    uid: str, services: ServicesDep, actor: ActorDep, reason: Annotated[str, Query(max_length=MAX_REASON)] = ""
) -> None:
    """Accept it no longer: it is in the report again."""
    services.single_points.risks.withdraw(uid, actor, reason)


def _row(point: SinglePoint) -> Row:
    ci, weight, risk = point.ci, point.weight, point.accepted
    return (
        *(ci.uid, ci.name, ci.ci_class, ci.root, ci.site),
        *(weight.score, weight.services, weight.users, weight.affected, point.criticality),
        ", ".join(service.name for service in point.takes) + (", ..." if weight.services > len(point.takes) else ""),
        _mended(point),
        *((risk.until, risk.reason) if risk else (None, None)),
        point.change,
        point.before.score if point.before else None,
    )


def _mended(point: SinglePoint) -> str:
    """The best remedy in words."""
    if point.ci.ci_class == _CERTIFICATE:
        return "renewing it before it expires"
    if not point.remedies:
        return "a second one of it"
    best = point.remedies[0]
    more = f"{best.members_to_add} more of which {best.k} of {best.n} are needed by {best.owner.name}"
    return more if best.enough_k is None else f"{more}, or {best.enough_k} of {best.n} being enough"
