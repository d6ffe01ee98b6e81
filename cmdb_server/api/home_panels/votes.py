"""Changes that wait for one's vote."""

from cmdb_server.api.home import SHOWN, HomeAsking, Panel, Waiting
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record

_KIND, _ASKED = "change", "approval"


def _tell(home: HomeAsking) -> Waiting | None:
    desk = home.asking.services.desk
    who = home.asking.worker(desk.types[_KIND])
    open_votes = home.asking.services.records.every(Wanted(type=_KIND, states=(_ASKED,)))
    found = [
        record for record in open_votes if desk.approvals.may_vote(record, who) and not _has_voted(record, home.name)
    ]
    if not found:
        return None
    return Waiting(len(found), [home.line(record, record.value("planned_start")) for record in found[:SHOWN]])


def _has_voted(record: Record, name: str) -> bool:
    return any(vote.whose == name for vote in (record.ballot.votes if record.ballot else ()))


panel = Panel("votes", "Wait for your vote", "/changes?view=agenda", 20, _tell)
