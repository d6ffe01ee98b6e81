"""The numbers of the dashboard."""

from dataclasses import asdict
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, requires, sight_of_request
from cmdb_server.api.routes import answer, resource
from cmdb_server.auth.identity import READ
from cmdb_server.impact_analysis.answers import BusyProgram
from cmdb_server.ingest.waiting import ReasonCount
from cmdb_server.search_index.answers import Bar, Figure, Need, Trend

router = resource("dashboard")
_BUSIEST_SHOWN = 8
_REASONS_SHOWN = 12


class DashboardAnswer(BaseModel):
    """Figures, distributions, what waits for a person, the programs on which most others depend, what is parked."""

    figures: list[Figure]
    by_class: list[Bar]
    by_status: list[Bar]
    by_source: list[Bar]
    trend: Trend
    needs_you: list[Need]
    busiest: list[BusyProgram]
    parked: list[ReasonCount]


@router.get("/dashboard", name="dashboard", response_model=DashboardAnswer, dependencies=[requires(READ)])
def dashboard(request: Request, services: ServicesDep) -> Response:
    """The numbers as of now; who may be whom is for those who see all."""
    numbers: dict[str, Any] = asdict(services.index.dashboard())
    if sight_of_request(request).reads_all and (cases := services.duplicates.open_cases()):
        need = Need("duplicates", "Pairs of CIs may be one and wait for a decision", cases, "/duplicates")
        numbers["needs_you"] = [need, *numbers["needs_you"]]
    parked = services.waiting.reasons()[:_REASONS_SHOWN]
    return answer({**numbers, "busiest": services.impact.busiest(_BUSIEST_SHOWN), "parked": parked})
