"""Changes while they are carried out: their steps, what is expected of them, and what they came to beside the plan."""

from typing import Literal

from fastapi import Request
from pydantic import Field

from cmdb_server.api.change_run_words import ImplementationOut, RunTelling
from cmdb_server.api.dependencies import ServicesDep, requires, services_of
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.changes.progress import StepSaid

router = resource("changes")
_CHANGE = "change"


class StepIn(Body):
    """What is said of a step; `note` says why where it failed or is skipped."""

    state: Literal["started", "done", "failed", "skipped"]
    note: str = Field(default="", max_length=200)


@router.get("/changes/{number}/implementation", name="get_implementation", dependencies=[requires(READ)])
def get_implementation(number: str, services: ServicesDep, request: Request) -> ImplementationOut:
    """How a change is carried out, and what came of it beside what was planned and foretold."""
    record = services.desk.one(number)
    run = services.desk.runs.one(record.number)
    if record.type != _CHANGE or run is None:
        raise NotFoundError("change that was begun", number)
    return RunTelling(request, services, services_of(request)).implementation(record, run)


@router.post("/changes/{number}/steps/{turn}", name="say_of_step", dependencies=[requires(READ)])
def say_of_step(number: str, turn: int, wanted: StepIn, asking: AskingDep, request: Request) -> ImplementationOut:
    """Say that a step (from 1) is started, done, failed or skipped; 409 where that is not what is being done."""
    with asking.trying(number, f"step {turn} {wanted.state}") as (worker, _):
        asking.services.desk.step(number, StepSaid(turn, wanted.state, wanted.note), worker)
    return get_implementation(number, asking.services, request)
