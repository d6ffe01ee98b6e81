"""What breaks if this breaks, and what can be behind it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Annotated, Literal

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.impact_questions import ImpactDep, ImpactIn, QuestionDep, impact_then, in_scenario
from cmdb_server.api.routes import answer, resource, streams
from cmdb_server.auth.identity import READ
from cmdb_server.impact_analysis.answers import BusyProgram, Impact, ImpactPath, ImpactPicture, ListedCI
from cmdb_server.impact_analysis.picture import LARGEST_PICTURE
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.whatif_answers import TurningPoints
from cmdb_server.table_files import MEDIA_TYPES, XLSX, Row, table_file

router = resource("impact")
Direction = Literal["impact", "causes"]
_BLOCK = 1_000
_HEAD = ("uid", "name", "ci_class", "site", "level", "state", "score", "path")


class Paths(BaseModel):
    """The ways a failure takes, shortest first."""

    paths: list[ImpactPath]


class BusyPrograms(BaseModel):
    """The programs on which most others depend."""

    items: list[BusyProgram]


@router.post("/impact", name="evaluate_impact", response_model=Impact, dependencies=[requires(READ)])
def evaluate_impact(asked: ImpactIn, request: Request, services: ServicesDep) -> Response:
    """The complete answer for any set of failures: every state, service, round and what it rests on."""
    return answer(impact_then(services, asked.as_of).evaluate(in_scenario(request, asked.scenario, asked.question())))


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
    question: QuestionDep,
    direction: Direction = "impact",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PICTURE)] = LARGEST_PICTURE,
) -> Response:
    """What this CI's failure does, or what its own failure can come from, as a picture of bounded size."""
    if direction == "causes":
        return answer(impact.causes(uid, limit, question.changes))
    return answer(impact.picture(question, limit))


@router.get("/impact/{uid}/paths", name="get_paths", response_model=Paths, dependencies=[requires(READ)])
def get_paths(
    uid: str,
    to: Annotated[str, Query(max_length=200)],
    impact: ImpactDep,
    question: QuestionDep,
    direction: Direction = "impact",
) -> Response:
    """How the failure reaches another CI, with evidence; for causes: how the other CI's failure reaches this one."""
    if direction == "causes":
        is_degraded = bool(question.degraded)
        alone = Question(degraded=(to,)) if is_degraded else Question(down=(to,))
        return answer({"paths": impact.paths(replace(alone, changes=question.changes), uid)})
    return answer({"paths": impact.paths(question, to)})


@router.get(
    "/impact/{uid}/turning-points",
    name="list_turning_points",
    response_model=TurningPoints,
    dependencies=[requires(READ)],
)
def list_turning_points(impact: ImpactDep, question: QuestionDep) -> Response:
    """On which single relationships and groups the result for services hangs, and what redundancy there would help."""
    return answer(impact.turning_points(question))


@router.get(
    "/impact/{uid}/export",
    name="export_impact",
    response_class=StreamingResponse,
    responses=streams("text/csv", "application/x-ndjson", XLSX),
    dependencies=[requires(READ, is_compiled=True)],
)
def export_impact(
    uid: str,
    impact: ImpactDep,
    question: QuestionDep,
    format: Literal["csv", "xlsx", "json"] = "csv",  # noqa: A002 - the parameter's name in the API
    direction: Direction = "impact",
) -> StreamingResponse:
    """The complete list, worst first, with the explaining path of each CI: as CSV, as a workbook or as JSON lines."""
    rows = iter(impact.cause_listing(uid, question.changes)) if direction == "causes" else impact.listing(question)
    lines = _json(rows) if format == "json" else table_file(_blocks(rows), format, direction)
    kind = "application/x-ndjson" if format == "json" else MEDIA_TYPES[format]
    name = f"{direction}.{'ndjson' if format == 'json' else format}"
    return StreamingResponse(lines, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _blocks(rows: Iterator[ListedCI]) -> Iterator[list[Row]]:
    block: list[Row] = [_HEAD]
    for row in rows:
        block.append([*(getattr(row, name) for name in _HEAD[:-1]), " > ".join(row.path)])
        if len(block) == _BLOCK:
            yield block
            block = []
    yield block


def _json(rows: Iterator[ListedCI]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(asdict(row), ensure_ascii=False) + "\n"
