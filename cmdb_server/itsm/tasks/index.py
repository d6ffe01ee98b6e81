"""Open tasks of records as rows beside theirs, in the disposable index."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from cmdb_server.itsm.record import Record
from cmdb_server.itsm.tasks.task import open_tasks

SCHEMA = """
    CREATE TABLE task (number TEXT NOT NULL, place INTEGER NOT NULL, assignee TEXT NOT NULL, team TEXT NOT NULL,
        due TEXT NOT NULL, PRIMARY KEY (number, place)) WITHOUT ROWID;
    CREATE INDEX task_assignee ON task (assignee, due);
"""
_ASSIGNEE = "task.assignee = ?"
_TEAMS = "task.assignee = '' AND task.team IN (SELECT value FROM json_each(?))"
_DUE = "task.due <> '' AND task.due < ?"


@dataclass(frozen=True)
class WantedTasks:
    """Which open tasks: for a person, or for nobody in one of these teams (both: either); those due before a time."""

    assignee: str | None = None
    teams: Sequence[str] | None = None
    due_before: str = ""


def replace_tasks(base: sqlite3.Connection, record: Record) -> None:
    """Hold the open tasks of a record instead of those that are held of it."""
    base.execute("DELETE FROM task WHERE number = ?", (record.number,))
    rows = [(record.number, task.number, task.assignee, task.team, task.due) for task in open_tasks(record)]
    base.executemany("INSERT INTO task VALUES (?, ?, ?, ?, ?)", rows)


def find_tasks(
    base: sqlite3.Connection, wanted: WantedTasks, window: tuple[int, int]
) -> tuple[int, list[tuple[int, bytes]]]:
    """How many there are, and a window (offset, limit) of them by when they are due: the task's and its record's."""
    where, values = _conditions(wanted)
    total: int = base.execute(f"SELECT count(*) FROM task WHERE {where}", values).fetchone()[0]  # noqa: S608 - conditions are constants, values are bound
    offset, limit = window
    rows = base.execute(
        f"SELECT place, properties FROM task JOIN record USING (number) WHERE {where}"  # noqa: S608 - as above
        " ORDER BY task.due = '', task.due, number, place LIMIT ? OFFSET ?",
        (*values, limit, offset),
    ).fetchall()
    return total, rows


def _conditions(wanted: WantedTasks) -> tuple[str, list[object]]:
    people: list[str] = []
    values: list[object] = []
    if wanted.assignee is not None:
        people.append(_ASSIGNEE)
        values.append(wanted.assignee)
    if wanted.teams is not None:
        people.append(_TEAMS)
        values.append(msgspec.json.encode(list(wanted.teams)).decode())
    texts = [f"({' OR '.join(people)})"] if people else []
    if wanted.due_before:
        texts.append(_DUE)
        values.append(wanted.due_before)
    return " AND ".join(texts) or "1", values
