"""Changes that are carried out now or begin within a day, for who works on changes or votes on them."""

from datetime import datetime

from cmdb_server.api.home import SHOWN, HomeAsking, Panel, Waiting
from cmdb_server.auth.identity import APPROVE
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.timestamps import microseconds

_KIND, _NOW, _NEXT = "change", ("implementation", "backing_out"), "scheduled"
_DAY = 86_400 * 1_000_000


def _tell(home: HomeAsking) -> Waiting | None:
    if not (home.asking.who.may(APPROVE) or any(kind.name == _KIND for kind in home.work)):
        return None
    records = home.asking.services.records
    under_way = records.every(Wanted(type=_KIND, states=_NOW))
    soon = [one for one in records.every(Wanted(type=_KIND, states=(_NEXT,))) if _begins_by(one, home.now + _DAY)]
    found = [*under_way, *sorted(soon, key=lambda one: datetime.fromisoformat(one.value("planned_start")))]
    return Waiting(len(found), [home.line(one, one.value("planned_start")) for one in found[:SHOWN]])


def _begins_by(record: Record, until: int) -> bool:
    begins = record.value("planned_start")
    return bool(begins) and microseconds(begins) <= until


panel = Panel("changes", "Changes now and within a day", "/change-calendar", 60, _tell)
