"""Incidents that are over: what their cause should have taken down, by the graph, and what signals told of."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict

import msgspec

from cmdb_server.change_runs.comparing import DEGRADED, DOWN, Compared, Sight, compared, seen_states
from cmdb_server.graph_store.queries import incident_predictions as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import ImpactQuestionError, Question
from cmdb_server.itsm.following import counted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.record_insight.affected_time import span_of
from cmdb_server.record_insight.in_step import bring_in_step
from cmdb_server.signals.signal import Signal
from cmdb_server.signals.signals import DAYS_KEPT, Signals
from impact.rows import plain

_log = logging.getLogger(__name__)
_INCIDENT, _CANCELLED, _CAUSE = "incident", "cancelled", "cause_ci"
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
# Signals often come before somebody says that it began.
_BEFORE = 600 * _SECOND


class IncidentPredictions:
    """Keeps what incidents that are over came to; safe to do on several servers at once."""

    def __init__(
        self,
        store: GraphStore,
        records: RecordQueue,
        signals: Signals,
        impact: ImpactAnalysis,
        clock: Callable[[], int],
    ) -> None:
        """`impact` sees everything, whoever asks; `clock` in microseconds."""
        self._store, self._records, self._signals = store, records, signals
        self._impact, self._clock = impact, clock

    def keep(self) -> int:
        """Compare incidents that ended or were changed; how many, at most 100 at once."""
        return bring_in_step(self._records, _INCIDENT, self._revisions, self._keep)

    def compared(self, record: Record) -> list[Compared]:
        """What the failure of its cause should have done to each CI, and what was seen; [] where no cause is known."""
        since, until, is_over = span_of(record, self._clock())
        if not is_over or record.state == _CANCELLED or not record.value(_CAUSE):
            return []
        # By the map of that time: what was learned from it does not count.
        then = self._impact.as_of(until + _SECOND - 1 if until + _SECOND <= self._clock() else None)
        cause = [*counted([record.value(_CAUSE)], then.snapshot()).values()]
        if not cause:
            return []
        asked = then.asked(Question(down=tuple(cause)))
        uid = asked.snapshot.cis.uid
        states = {uid[ci]: asked.outcome.state(ci).word for ci in map(int, plain(asked.radius.reach.cis()))}
        foretold = {ci: state for ci, state in states.items() if state in (DOWN, DEGRADED)} | {cause[0]: DOWN}
        seen = seen_states(self._told(record, since, until, states), since - _BEFORE, until)
        watched = {one.ci_uid for one in self._signals.of_cis(foretold, until - DAYS_KEPT * _DAY, until)}
        return compared(foretold, seen, Sight({*states, *cause}, watched))

    def _told(self, record: Record, since: int, until: int, reached: Collection[str]) -> list[Signal]:
        """Signals of the incident, and others of that time on what its cause reaches: many things happen at once."""
        found = self._signals.between(since - _BEFORE, until)
        return [one for one in found if one.incident == record.number or one.ci_uid in reached]

    def _revisions(self, numbers: Sequence[str]) -> dict[str, int]:
        row = self._store.read(lambda tx: tx.run(queries.REVISIONS, numbers=list(numbers)))[0]
        return dict(zip(row["number"], row["revision"], strict=True))

    def _keep(self, record: Record) -> None:
        try:
            found = self.compared(record)
        except ImpactQuestionError as error:
            _log.warning("incident_prediction_unknown", extra={"record": record.number, "reason": str(error)})
            found = []
        told = msgspec.json.encode({"cis": list(map(asdict, found))}).decode() if found else ""
        ended = span_of(record, self._clock())[1] if found else 0
        properties = {"revision": record.revision, "found": told, "cause": record.value(_CAUSE), "ended_at": ended}
        self._store.write(lambda tx: tx.run(queries.SAVE, number=record.number, properties=properties))
