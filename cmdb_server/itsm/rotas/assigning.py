"""Incidents that nobody works on are given to who of their team is on call."""

from collections.abc import Callable

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.keeping import RecordChangedError
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rotas.keeping import Rotas
from cmdb_server.itsm.rotas.rota import on_call
from cmdb_server.itsm.trails import Trails
from cmdb_server.itsm.workflow import Worker

ROTA = Worker("rota", may_work=True, is_program=True)
_TYPE, _MOST = "incident", 200


class Assigning:
    """Gives incidents away; safe to run in several processes: an incident is given away as it was read, or not."""

    def __init__(self, rotas: Rotas, desk: Desk, queue: RecordQueue, trails: Trails, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._rotas, self._desk, self._queue, self._trails, self._clock = rotas, desk, queue, trails, clock

    def assign(self, seen: ImpactAnalysis) -> int:
        """Give away what is new, nobody's and was never anybody's; how many."""
        assigning = [one for one in self._rotas.current().rotas if one.assigns]
        return sum(self._given(rota.team, seen) for rota in assigning)

    def _given(self, team: str, seen: ImpactAnalysis) -> int:
        shift = on_call(self._rotas.one(team), self._clock())
        if shift is None or not self._rotas.is_there(team, shift.person):
            return 0
        first = self._desk.types[_TYPE].states[0].name
        wanted = Wanted(type=_TYPE, is_open=True, states=(first,), team=team, assignee="")
        records = self._queue.find(wanted, 0, _MOST)[1]
        trails = self._trails.of(records)
        untouched = [record for record in records if not trails[record.number].handovers]
        return sum(self._give(record, shift.person, seen) for record in untouched)

    def _give(self, record: Record, person: str, seen: ImpactAnalysis) -> bool:
        try:
            self._desk.change(record.number, {"assignee": person}, (ROTA, seen), record.revision)
        except RecordChangedError:  # somebody was quicker
            return False
        return True
