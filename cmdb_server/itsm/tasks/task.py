"""What tasks hold up, and what becomes of them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.itsm.declare import TASKS, Choice, Field, FieldSet, Guard, RecordType
from cmdb_server.itsm.record import Change, Record, Task
from cmdb_server.timestamps import rfc3339

MOST = 100
_NAMED = 5
_SHORT = 60
_TOLD = ("title", "assignee", "team", "due", "holds", "state", "note")
# Changes of tasks in a timeline, by field, and their words.
LABELS: Mapping[str, str] = {
    "task_title": "Task",
    "task_assignee": "Task for",
    "task_team": "Task for the team",
    "task_due": "Task due",
    "task_holds": "Task holds up",
    "task_state": "Task",
    "task_note": "Note of the task",
}
STATES = (Choice("open", "open"), Choice("done", "done"), Choice("cancelled", "cancelled"))


FIELDS = FieldSet(
    "tasks",
    (
        Field("title", "Task", "line", "What is to be done, in one line.", is_required=True),
        Field("assignee", "Assignee", "person", "Who does it."),
        Field("team", "Team", "team", "The team that does it, while nobody is named."),
        Field("due", "Due", "planned", "Until when it has to be done."),
        Field("holds", "Holds up", "line", "The transition of the record that waits until it is done."),
        Field("state", "State", "choice", "How it stands.", STATES),
        Field("note", "Note", "line", "What came of it."),
    ),
)
# What whoever a task is for may say of it; all else is for who works on the record.
SAID_BY_DOER = frozenset(("state", "note"))


def holding(way: str) -> Guard:
    """The guard of a transition: no open task holds it up."""

    def check(record: Record) -> FieldError | None:
        held = [task for task in record.tasks if task.state == "open" and task.holds == way]
        if not held:
            return None
        numbers = ", ".join(str(task.number) for task in held)
        more = ", ..." if len(held) > _NAMED else ""
        remedy = f"do or cancel first: {', '.join(map(named, held[:_NAMED]))}{more}"
        return FieldError("tasks", numbers, "is open" if len(held) == 1 else "are open", remedy)

    return Guard(TASKS, check)


def named(task: Task) -> str:
    """A task by its number and title."""
    title = task.title if len(task.title) <= _SHORT else f"{task.title[:_SHORT]}..."
    return f"{task.number} {title}"


def holds_nothing_there(kind: RecordType, way: str) -> FieldError | None:
    """What is wrong where tasks of a record type do not hold up a transition; nothing is held up by ""."""
    known = [move.name for move in kind.held_by_tasks]
    if way in ("", *known):
        return None
    return FieldError("holds", way[:100], f"is held up by no task of {kind.plural.lower()}",
                      f"give one of {', '.join(known)}, or nothing")  # fmt: skip


def added(record: Record, values: Mapping[str, str]) -> Record:
    """The record with one more open task of these values."""
    number = max((task.number for task in record.tasks), default=0) + 1
    task = msgspec.structs.replace(Task(number, ""), **values)
    return replace(record, tasks=(*record.tasks, task))


def with_values(task: Task, values: Mapping[str, str], by: str, at: int) -> Task:
    """The task with other values; one that ends has the time and who ended it, one that is open again has neither."""
    after = msgspec.structs.replace(task, **values)
    if after.state == task.state:
        return after
    ended = ("", "") if after.state == "open" else (by, rfc3339(at // 1_000_000 * 1_000_000))
    return msgspec.structs.replace(after, ended_by=ended[0], ended_at=ended[1])


def with_task(record: Record, task: Task) -> Record:
    """The record with a task instead of that of its number."""
    return replace(record, tasks=tuple(task if one.number == task.number else one for one in record.tasks))


def ended_with(kind: RecordType, record: Record, by: str, at: int) -> Record:
    """The record without open tasks where no way leads on from its state: nobody would do them any more."""
    if not kind.is_final(record.state):
        return record
    return replace(record, tasks=tuple(
        with_values(task, {"state": "cancelled"}, by, at) if task.state == "open" else task for task in record.tasks
    ))  # fmt: skip


def changes_of_tasks(before: Record, after: Record) -> tuple[Change, ...]:
    """What is different of the tasks of a record, as its timeline tells it."""
    known = {task.number: task for task in before.tasks}
    found: list[Change] = []
    for task in after.tasks:
        was = known.get(task.number)
        found += _changes(was, task) if was != task else ()
    return tuple(found)


def _changes(was: Task | None, task: Task) -> Iterable[Change]:
    for name in _TOLD:
        old, new = ("" if was is None else getattr(was, name)), getattr(task, name)
        if old == new or (was is None and name == "state"):
            continue
        if name == "state":
            old = f"{named(task)}: {old}"
        yield Change(f"task_{name}", old, new)


def open_tasks(record: Record) -> Sequence[Task]:
    """Those that have yet to be done."""
    return [task for task in record.tasks if task.state == "open"]
