"""Tasks of records as answers tell of them."""

from collections.abc import Mapping

from pydantic import BaseModel

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Record, Task, TaskState
from cmdb_server.timestamps import rfc3339


class TaskOut(BaseModel):
    """A task of a record: while it is open the record does not go the transition that it `holds`, if any.

    `may_end`: whoever asks may say that it is done, cancelled or open again.
    """

    number: int
    title: str
    state: TaskState
    assignee: str
    team: str
    due: str | None
    is_overdue: bool
    holds: str
    holds_label: str
    note: str
    ended_by: str
    ended_at: str | None
    may_end: bool


class TaskOfRecord(TaskOut):
    """A task with the record that it is of."""

    record: str
    record_type: str
    record_title: str
    record_state: str


class TaskList(BaseModel):
    """One page of open tasks, the first due first; `total` is of all pages."""

    total: int
    items: list[TaskOfRecord]


def is_overdue(task: Task, now: int) -> bool:
    """Whether a task should have been done by a time (microseconds)."""
    return task.state == "open" and bool(task.due) and task.due < rfc3339(now)


def task_out(kind: RecordType, task: Task, now: int, *, may_end: bool) -> TaskOut:
    """A task as it is told."""
    words: Mapping[str, str] = {move.name: move.label for move in kind.held_by_tasks}
    return TaskOut(
        number=task.number,
        title=task.title,
        state=task.state,
        assignee=task.assignee,
        team=task.team,
        due=task.due or None,
        is_overdue=is_overdue(task, now),
        holds=task.holds,
        holds_label=words.get(task.holds, ""),
        note=task.note,
        ended_by=task.ended_by,
        ended_at=task.ended_at or None,
        may_end=may_end,
    )


def task_of_record(kind: RecordType, record: Record, told: TaskOut) -> TaskOfRecord:
    """A task with its record."""
    state = kind.state_of[record.state].label
    return TaskOfRecord.model_validate(
        {
            **told.model_dump(),
            "record": record.number,
            "record_type": record.type,
            "record_title": record.value("title"),
            "record_state": state,
        }
    )
