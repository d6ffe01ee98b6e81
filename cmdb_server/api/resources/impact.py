"""What breaks if this breaks, and what can be behind it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import Body, answer, resource, streams
from cmdb_server.api.times import AsOf, TimeText, instant
from cmdb_server.auth.identity import READ
from cmdb_server.csv_text import csv_line
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.answers import BusyProgram, Impact, ImpactPath, ImpactPicture, ListedCI
from cmdb_server.impact_analysis.picture import LARGEST_PICTURE
from cmdb_server.impact_analysis.question import ActionOn, Question

router = resource("impact")
FailureState = Literal["down", "degraded"]
Direction = Literal["impact", "causes"]
_CSV_HEAD = ("uid", "name", "ci_class", "site", "level", "state", "score", "path")
_MAX_ASKED = 10_000


class Paths(BaseModel):
    """The ways a failure takes, shortest first."""

    paths: list[ImpactPath]


class ActionIn(Body):
    """Something done to a CI: power_off, restart or upgrade."""

    action: str = Field(max_length=100)
    uid: str = Field(max_length=500)


class ImpactIn(Body):
    """CIs that are down or degraded, by uid or by a name that only one has, and actions on CIs."""

    down: list[str] = Field(default=[], max_length=_MAX_ASKED)
    degraded: list[str] = Field(default=[], max_length=_MAX_ASKED)
    actions: list[ActionIn] = Field(default=[], max_length=_MAX_ASKED)
    as_of: TimeText | None = Field(default=None, description="As it was at this time of the server; now without it.")


class BusyPrograms(BaseModel):
    """The programs on which most others depend."""

    items: list[BusyProgram]


def _impact(services: ServicesDep, as_of: AsOf) -> ImpactAnalysis:
    return services.impact.as_of(as_of)


ImpactDep = Annotated[ImpactAnalysis, Depends(_impact)]


@router.post("/impact", name="evaluate_impact", response_model=Impact, dependencies=[requires(READ)])
def evaluate_impact(asked: ImpactIn, services: ServicesDep) -> Response:
    """The complete answer for any set of failures: every state, service, round and what it rests on."""
    actions = tuple(ActionOn(entry.action, entry.uid) for entry in asked.actions)
    at = None if asked.as_of is None else instant("as_of", asked.as_of, services.clock())
    return answer(services.impact.as_of(at).evaluate(Question(tuple(asked.down), tuple(asked.degraded), actions)))


@router.get("/busiest", name="list_busiest", response_model=BusyPrograms, dependencies=[requires(READ)])
def list_busiest(
    impact: ImpactDep,
    computer: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 3,
) -> Response:
    """The programs on which most others depend, of one computer (uid) or of all."""
    return answer({"items": impact.busiest(limit, computer)})


@router.get("/impact/{uid}", name="get_impact", response_model=ImpactPicture, dependencies=[requires(READ)])
def get_impact(
    uid: str,
    impact: ImpactDep,
    state: FailureState = "down",
    direction: Direction = "impact",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PICTURE)] = LARGEST_PICTURE,
) -> Response:
    """What this CI's failure does, or what its own failure can come from, as a picture of bounded size."""
    if direction == "causes":
        return answer(impact.causes(uid, limit))
    return answer(impact.picture(_question(uid, state), limit))


@router.get("/impact/{uid}/paths", name="get_paths", response_model=Paths, dependencies=[requires(READ)])
def get_paths(
    uid: str,
    to: Annotated[str, Query(max_length=200)],
    impact: ImpactDep,
    state: FailureState = "down",
    direction: Direction = "impact",
) -> Response:
    """How the failure reaches another CI, with evidence; for causes: how the other CI's failure reaches this one."""
    failed, reached = (to, uid) if direction == "causes" else (uid, to)
    return answer({"paths": impact.paths(_question(failed, state), reached)})


@router.get(
    "/impact/{uid}/export",
    name="export_impact",
    response_class=StreamingResponse,
    responses=streams("text/csv", "application/x-ndjson"),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_impact(
    uid: str,
    impact: ImpactDep,
    format: Literal["csv", "json"] = "csv",  # noqa: A002 - the parameter's name in the API
    state: FailureState = "down",
    direction: Direction = "impact",
) -> StreamingResponse:
    """The complete list, worst first, with the explaining path of each CI: as CSV or as JSON lines."""
    rows = iter(impact.cause_listing(uid)) if direction == "causes" else impact.listing(_question(uid, state))
    lines, kind = (_csv(rows), "text/csv; charset=utf-8") if format == "csv" else (_json(rows), "application/x-ndjson")
    name = f"{direction}.{'csv' if format == 'csv' else 'ndjson'}"
    return StreamingResponse(lines, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _question(uid: str, state: FailureState) -> Question:
    return Question(degraded=(uid,)) if state == "degraded" else Question(down=(uid,))


def _csv(rows: Iterator[ListedCI]) -> Iterator[str]:
    yield csv_line(_CSV_HEAD)
    for row in rows:
        yield csv_line([*(getattr(row, name) for name in _CSV_HEAD[:-1]), " > ".join(row.path)])


def _json(rows: Iterator[ListedCI]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(asdict(row), ensure_ascii=False) + "\n"
