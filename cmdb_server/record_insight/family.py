"""Incidents that are part of another one, or tell of the same trouble, end together with it."""

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.desk import Desk, Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import NoWayError, Worker
from cmdb_server.record_insight import kits

RESOLVE = "resolve"
_INCIDENT = "incident"
_BY = ("parent", "duplicate_of")
_TAKEN_OVER = ("cause", "cause_ci", "resolution", "restored_at")
_MOST = 500


def move(
    number: str, way: tuple[str, Saying], parts: tuple[Desk, RecordQueue], by: tuple[Worker, ImpactAnalysis]
) -> Record:
    """Move a record (`way`: the transition and what is said with it); what is part of an incident ends with it.

    What is part of an asset is handed out with it. Raises what `Desk.move` does.
    """
    if parts[0].kind_of(number).name == kits.ASSET:
        return kits.move(number, way, parts, by)
    moved = parts[0].move(number, *way, by)
    if way[0] == RESOLVE and moved.type == _INCIDENT:
        _end_with(moved, parts, by)
    return moved


def _end_with(record: Record, parts: tuple[Desk, RecordQueue], by: tuple[Worker, ImpactAnalysis]) -> None:
    """Resolve the open records that name a resolved one as what they are part of.

    One that somebody else moves at the same time is left to them. Those that are part of these follow too: each is
    resolved once, so that this ends.
    """
    desk, records = parts
    naming = Wanted(type=record.type, names=record.number, is_open=True)
    for child in records.find(naming, 0, _MOST)[1]:
        if record.number not in {child.value(name) for name in _BY}:
            continue
        began, over = child.value("started_at"), record.value("restored_at")
        kept = {name: record.value(name) for name in _TAKEN_OVER if record.value(name) and not child.value(name)}
        if over and over < began:
            kept.pop("restored_at", None)
        try:
            ended = desk.move(child.number, RESOLVE, Saying(kept, f"{record.number} is resolved."), by)
        except NoWayError:
            continue
        _end_with(ended, parts, by)
