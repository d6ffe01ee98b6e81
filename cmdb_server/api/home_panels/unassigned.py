"""Records that nobody works on: of one's teams, or all of them for who is answerable for records of their type."""

from collections.abc import Iterator

from cmdb_server.api.home import HomeAsking, Panel, Waiting
from cmdb_server.itsm.index import Wanted


def _tell(home: HomeAsking) -> Waiting | None:
    wanted = list(_wanted(home))
    return home.records(wanted) if wanted else None


def _wanted(home: HomeAsking) -> Iterator[Wanted]:
    for kind in home.work:
        if "manager" in home.asking.worker(kind).parts(None):
            yield Wanted(type=kind.name, is_open=True, assignee="")
        else:
            for team in home.teams:
                yield Wanted(type=kind.name, is_open=True, assignee="", team=team)


panel = Panel("unassigned", "Nobody works on", "/incidents?view=unassigned", 40, _tell)
