"""Open tasks that should have been done: told once each, unless they are due at another time or for somebody else."""

from collections.abc import Mapping
from hashlib import blake2b

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Change, Record, Task
from cmdb_server.itsm.tasks.index import WantedTasks
from cmdb_server.itsm.tasks.task import named
from cmdb_server.notifications.happening import Happening
from cmdb_server.notifications.kinds import TASK_FIELDS, TASK_LATE
from cmdb_server.notifications.outbox import Outbox
from cmdb_server.timestamps import rfc3339

_PAGE = 500


class TaskNotices:
    """Makes notices of tasks; safe to use from several processes: what is told is known by its uid."""

    def __init__(self, types: Mapping[str, RecordType], outbox: Outbox) -> None:
        """`types` are the record types."""
        self._types, self._outbox = types, outbox

    def tell(self, queue: RecordQueue, now: int, url: str) -> int:
        """Tell of every open task that is late and of which nobody was told; how many notices. `now` in µs."""
        wanted, made, offset = WantedTasks(due_before=rfc3339(now)), 0, 0
        while late := queue.tasks(wanted, offset, _PAGE)[1]:
            found = [self._of(record, task, now) for record, task in late]
            made += self._outbox.save_new(self._outbox.notices(found, url))
            offset += len(late)
        return made

    def _of(self, record: Record, task: Task, now: int) -> Happening:
        person, team = TASK_FIELDS
        given = Change(person, "", task.assignee) if task.assignee else Change(team, "", task.team)
        text = f"Task {named(task)} was to be done by {task.due}."
        return Happening(_uid(record, task), now, "server", TASK_LATE, text, (given,), record, self._types[record.type])


def _uid(record: Record, task: Task) -> str:
    told = "\x1f".join((record.uid, str(task.number), task.due, task.assignee, task.team))
    return "tsk_" + blake2b(told.encode(), digest_size=12).hexdigest()
