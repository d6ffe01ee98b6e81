"""What incidents and changes take down or degrade, and when."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from cmdb_server.graph_store.queries import service_status as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import ImpactQuestionError
from cmdb_server.itsm.changes.running import Run, Runs
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.record_insight.affected_time import affected_services, span_of
from cmdb_server.record_insight.in_step import bring_in_step
from cmdb_server.service_status.intervals import Outage, Trouble

_log = logging.getLogger(__name__)
_INCIDENT, _CANCELLED = "incident", "cancelled"
_TROUBLE = ("down", "degraded")
_MOST_OPEN = 500


class Outages:
    """Tells of outages by service (uid as it was then), and keeps those of incidents that are over."""

    def __init__(
        self, store: GraphStore, records: RecordQueue, impact: ImpactAnalysis, runs: Runs, clock: Callable[[], int]
    ) -> None:
        """`impact` sees everything, whoever asks; `clock` in microseconds."""
        self._store, self._records, self._impact, self._runs, self._clock = store, records, impact, runs, clock

    def keep(self) -> int:
        """Keep what incidents did that are over, or were changed since; how many, at most 100 at once."""
        return bring_in_step(self._records, _INCIDENT, self._revisions, self._keep)

    def within(self, since: int, until: int) -> dict[str, list[Outage]]:
        """The outages that reach into [since, until), by service; those that last end at 0."""
        found: dict[str, list[Outage]] = {}
        lasting = [record for record in self._open() if not span_of(record, self._clock())[2]]
        numbers = {record.number for record in lasting}
        kept = self._store.read(lambda tx: tx.run(queries.WITHIN, since=since, until=until))[0]["properties"]
        told = (_kept(one) for one in kept if one["number"] not in numbers)
        for service, outage in (*_each(told), *_each(map(self._live, lasting)), *_each(self._planned(since, until))):
            found.setdefault(service, []).append(outage)
        return found

    def _open(self) -> list[Record]:
        return self._records.find(Wanted(type=_INCIDENT, is_open=True), 0, _MOST_OPEN)[1]

    def _revisions(self, numbers: Sequence[str]) -> dict[str, int]:
        row = self._store.read(lambda tx: tx.run(queries.REVISIONS, numbers=list(numbers)))[0]
        return dict(zip(row["number"], row["revision"], strict=True))

    def _keep(self, record: Record) -> None:
        since, until, is_over = span_of(record, self._clock())
        counts = is_over and record.state != _CANCELLED
        hit = self._hit(record) if counts else []
        told = {
            "revision": record.revision,
            "since": since,
            "until": until if counts else 0,
            "services": [uid for uid, _ in hit],
            "states": [state for _, state in hit],
        }
        self._store.write(lambda tx: tx.run(queries.SAVE, number=record.number, properties=told))

    def _hit(self, record: Record) -> list[tuple[str, Trouble]]:
        try:
            hit = affected_services(record, self._impact, self._clock())
        except ImpactQuestionError as error:
            _log.warning("outage_unknown", extra={"record": record.number, "reason": str(error)})
            return []
        return [(one.uid, cast("Trouble", one.state)) for one in hit]

    def _live(self, record: Record) -> list[tuple[str, Outage]]:
        since = span_of(record, self._clock())[0]
        return [(uid, Outage(since, 0, state, record.number)) for uid, state in self._hit(record)]

    def _planned(self, since: int, until: int) -> Iterator[list[tuple[str, Outage]]]:
        ended = self._store.read(lambda tx: tx.run(queries.RUNS_ENDED, since=since, until=until))[0]["properties"]
        yield from (_of_run(run) for run in self._runs.told(ended))
        yield from (_of_run(run) for run in self._runs.open() if not run.ended_at)


def _kept(stored: dict[str, Any]) -> list[tuple[str, Outage]]:
    pairs = zip(stored["services"] or (), stored["states"] or (), strict=True)
    return [(uid, Outage(stored["since"], stored["until"], state, stored["number"])) for uid, state in pairs]


def _of_run(run: Run) -> list[tuple[str, Outage]]:
    """What was foretold, no longer than was promised: what lasts longer is planned no more."""
    until = min(run.promised_until, run.ended_at or run.promised_until)
    return [
        (uid, Outage(run.began_at, until, state, run.number, is_planned=True))
        for uid, state in run.services.items()
        if state in _TROUBLE
    ]


def _each(told: Iterable[list[tuple[str, Outage]]]) -> Iterator[tuple[str, Outage]]:
    return (pair for pairs in told for pair in pairs)
