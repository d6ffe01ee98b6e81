"""Tasks of records: what has to be done, by whom and until when, and what waits for that."""

from typing import Annotated, Literal

from fastapi import Query, Response
from pydantic import Field

from cmdb_server.api.dependencies import requires
from cmdb_server.api.owned import IfMatch, revision_of
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.record_shapes import RecordDetail
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.task_words import TaskList, TaskOfRecord, task_of_record, task_out
from cmdb_server.auth.identity import READ
from cmdb_server.itsm.record import Record, Task, TaskState
from cmdb_server.itsm.tasks.index import WantedTasks
from cmdb_server.timestamps import rfc3339

router = resource("tasks")
_Name = Annotated[str, Field(max_length=200)]


class TaskIn(Body):
    """A task to add: `due` as RFC 3339; while it is open the record does not go the transition that it `holds`."""

    title: str = Field(min_length=1, max_length=200)
    assignee: _Name = ""
    team: _Name = ""
    due: str = Field(default="", max_length=50)
    holds: str = Field(default="", max_length=50)


class TaskChange(Body):
    """What is to change of a task; what is left out stays, "" takes a value away."""

    title: _Name | None = None
    assignee: _Name | None = None
    team: _Name | None = None
    due: str | None = Field(default=None, max_length=50)
    holds: str | None = Field(default=None, max_length=50)
    state: TaskState | None = None
    note: _Name | None = None


@router.get("/tasks", name="list_tasks", dependencies=[requires(READ)])
def list_tasks(
    *,
    asking: AskingDep,
    whose: Annotated[
        Literal["mine", "team", "ours", "all"],
        Query(description="One's own, those of one's teams that nobody is named for, both, or all."),
    ] = "mine",
    overdue: Annotated[bool, Query(description="Only those that should have been done.")] = False,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> TaskList:
    """Open tasks of all records, the first due first."""
    now = asking.services.clock()
    person = asking.who.name if whose in ("mine", "ours") else None
    teams = asking.teams() if whose in ("team", "ours") else None
    wanted = WantedTasks(person, teams, rfc3339(now) if overdue else "")
    total, found = asking.services.records.tasks(wanted, offset, limit)
    return TaskList(total=total, items=[_told(asking, *one) for one in found])


@router.post("/records/{number}/tasks", name="add_record_task", status_code=201, dependencies=[requires(READ)])
def add_record_task(
    *, number: str, wanted: TaskIn, asking: AskingDep, response: Response, if_match: IfMatch = ""
) -> RecordDetail:
    """Add a task to a record: for who works on it; 412 when it was changed since it was read."""
    values = {name: value for name, value in wanted.model_dump().items() if value}
    with asking.trying(number, "task") as by:
        record = asking.services.tasks.add(number, values, by, revision_of(if_match))
    return asking.detail(record, response)


@router.patch("/records/{number}/tasks/{task}", name="change_record_task", dependencies=[requires(READ)])
def change_record_task(
    *, number: str, task: int, wanted: TaskChange, asking: AskingDep, response: Response, if_match: IfMatch = ""
) -> RecordDetail:
    """Change a task, or say that it is done, cancelled or open again, which those do too whom it is for."""
    values = wanted.model_dump(exclude_none=True)
    with asking.trying(number, f"task {task}") as by:
        record = asking.services.tasks.change(number, task, values, by, revision=revision_of(if_match))
    return asking.detail(record, response)


def _told(asking: RecordAsking, record: Record, task: Task) -> TaskOfRecord:
    kind, services = asking.services.desk.type_of(record), asking.services
    may_end = services.tasks.may_end(record, task, asking.worker(kind))
    return task_of_record(kind, record, task_out(kind, task, services.clock(), may_end=may_end))
