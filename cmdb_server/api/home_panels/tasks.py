"""Tasks of records that are one's own, or those of one's teams that nobody is named for."""

from cmdb_server.api.home import SHOWN, HomeAsking, HomeLine, Panel, Waiting
from cmdb_server.api.task_words import is_overdue
from cmdb_server.itsm.record import Record, Task
from cmdb_server.itsm.tasks.index import WantedTasks


def _tell(home: HomeAsking) -> Waiting:
    wanted = WantedTasks(home.name, home.teams)
    total, found = home.asking.services.records.tasks(wanted, 0, SHOWN)
    return Waiting(total, [_line(home, *one) for one in found])


def _line(home: HomeAsking, record: Record, task: Task) -> HomeLine:
    is_late = is_overdue(task, home.now)
    return HomeLine(
        text=f"{task.title} ({record.number})",
        link=f"/{record.type}s/{record.number}",
        look="degraded" if is_late else "source",
        word="Overdue" if is_late else "To do",
        detail=" · ".join(filter(None, (record.value("title"), "" if task.assignee else task.team))),
        at=task.due or None,
    )


panel = Panel("tasks", "Tasks for you", "/tasks?whose=ours", 35, _tell)
