"""Records that one works on."""

from cmdb_server.api.home import HomeAsking, Panel, Waiting
from cmdb_server.itsm.index import Wanted


def _tell(home: HomeAsking) -> Waiting | None:
    if not home.work:
        return None
    return home.records([Wanted(type=kind.name, is_open=True, assignee=home.name) for kind in home.work])


panel = Panel("mine", "You work on", "/incidents?view=mine", 30, _tell)
