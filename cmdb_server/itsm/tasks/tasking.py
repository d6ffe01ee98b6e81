"""What people do with the tasks of records."""

from collections.abc import Callable, Mapping

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm import keeping
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.record import Entry, Record, Task, new_entry
from cmdb_server.itsm.spelling import Known, People, spelt
from cmdb_server.itsm.tasks import task as tasks
from cmdb_server.itsm.workflow import NotYourPartError, RecordRefusedError, SettledError, Worker, cleaned


class NoTaskError(CmdbError):
    """A task that a record does not have, or a record that has none."""

    def __init__(self, message: str) -> None:
        """404."""
        super().__init__(message, 404, "no_task")


class Tasks:
    """Adds tasks to records, changes and ends them; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, desk: Desk, people: People, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._desk, self._people, self._clock = store, desk, people, clock

    def checked(self, kind: RecordType, values: Mapping[str, str], seen: ImpactAnalysis) -> dict[str, str]:
        """Values of a task of a record of a type as they are kept. Raises RecordRefusedError, NoTaskError."""
        if not kind.held_by_tasks:
            raise NoTaskError(f"{kind.plural.lower()} have no tasks")
        known = Known(seen.snapshot(), self._people, self._desk.one, self._clock())
        found = cleaned(tasks.FIELDS, spelt(tasks.FIELDS, values, known))
        if error := tasks.holds_nothing_there(kind, found.get("holds", "")):
            raise RecordRefusedError((error,))
        for name in ("title", "state"):
            if name in found and not found[name]:
                raise RecordRefusedError((FieldError(name, "", "is missing", _remedy(name)),))
        return found

    def add(
        self, number: str, values: Mapping[str, str], by: tuple[Worker, ImpactAnalysis], revision: int | None
    ) -> Record:
        """One more task of a record. Raises RecordRefusedError, NotYourPartError, UnknownRecordError, NoTaskError."""
        (who, seen), kind = by, self._desk.kind_of(number)
        given = self.checked(kind, {"title": "", **values}, seen)

        def add(record: Record) -> Record:
            _check_worker(record, who, f"adding a task to {record.number}")
            if len(record.tasks) >= tasks.MOST:
                told = FieldError("tasks", str(len(record.tasks)), "are as many as there can be", "open another record")
                raise RecordRefusedError((told,))
            return tasks.added(record, given)

        return self._change(number, revision, who, add)

    def change(
        self, number: str, task: int, values: Mapping[str, str], by: tuple[Worker, ImpactAnalysis],
        *, revision: int | None = None,
    ) -> Record:  # fmt: skip
        """Set values of a task, `state` among them: its assignee and team end it too. Raises as `add` does."""
        (who, seen), kind = by, self._desk.kind_of(number)
        given = self.checked(kind, values, seen)

        def change(record: Record) -> Record:
            found = _task(record, task)
            if not (tasks.SAID_BY_DOER.issuperset(given) and self._does(found, who)):
                _check_worker(record, who, f"changing task {task} of {record.number}")
            return tasks.with_task(record, tasks.with_values(found, given, who.name, self._clock()))

        return self._change(number, revision, who, change)

    def may_end(self, record: Record, task: Task, who: Worker) -> bool:
        """Whether somebody may say that a task is done, cancelled or open again."""
        if self._desk.type_of(record).is_final(record.state):
            return False
        return "worker" in who.parts(record) or self._does(task, who)

    def _does(self, task: Task, who: Worker) -> bool:
        if task.assignee:
            return task.assignee == who.name
        return bool(task.team) and who.name in self._people.members(task.team)

    def _change(self, number: str, revision: int | None, who: Worker, change: Callable[[Record], Record]) -> Record:
        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            kind = self._desk.type_of(record)
            after = change(record)
            if kind.is_final(record.state):
                raise SettledError(kind, record, "what is to be done")
            changes = tasks.changes_of_tasks(record, after)
            is_named = any(change.field in ("task_title", "task_state") for change in changes)
            text = "" if is_named else "; ".join(tasks.named(one) for one in after.tasks if one not in record.tasks)
            return kind, after, new_entry(self._clock(), who.name, "task", text, changes) if changes else None

        return keeping.change(self._store, number.upper(), revision, decide)


def _task(record: Record, number: int) -> Task:
    found = next((task for task in record.tasks if task.number == number), None)
    if found is None:
        known = ", ".join(str(task.number) for task in record.tasks)
        raise NoTaskError(f"{record.number} has no task {number}; it has {known or 'none'}")
    return found


def _check_worker(record: Record, who: Worker, what: str) -> None:
    if "worker" not in who.parts(record):
        raise NotYourPartError(what, ("worker",))


def _remedy(name: str) -> str:
    return f"say it: {tasks.FIELDS.field_of[name].help[0].lower()}{tasks.FIELDS.field_of[name].help[1:-1]}"
