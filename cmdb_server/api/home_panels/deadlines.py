"""Agreed times that have run out or soon will, for who works on records."""

from cmdb_server.api.home import SHOWN, HomeAsking, HomeLine, Look, Panel, Waiting
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.service_levels.clocks import Clock
from cmdb_server.timestamps import rfc3339

_MOST = 500  # of each type, the most pressing first
_WORDS: dict[str, tuple[Look, str]] = {"breached": ("down", "Breached"), "due_soon": ("degraded", "At risk")}


def _tell(home: HomeAsking) -> Waiting | None:
    services = home.asking.services
    found: list[tuple[Clock, Record]] = []
    for kind in home.work:
        records = services.records.find(Wanted(type=kind.name, is_open=True), 0, _MOST)[1]
        clocks = services.record_clocks.of(records)
        found += [
            (clock, record) for record in records for clock in clocks.get(record.number, ()) if clock.state in _WORDS
        ]
    found.sort(key=lambda pair: (pair[0].due_at, pair[1].number))
    return Waiting(len(found), [_line(home, *pair) for pair in found[:SHOWN]])


def _line(home: HomeAsking, clock: Clock, record: Record) -> HomeLine:
    look, word = _WORDS[clock.state]
    told = home.line(record, rfc3339(clock.due_at))
    return told.model_copy(update={"look": look, "word": f"{word}: {clock.target.kind}"})


panel = Panel("deadlines", "Agreed times that run out", "/incidents", 50, _tell)
