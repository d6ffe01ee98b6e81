"""The cases of a time: records with what followed from them, and differences that nobody had planned."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import incident_predictions as of_incidents
from cmdb_server.graph_store.queries import numbers as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.trails import Trail, Trails
from cmdb_server.numbers.declare import Case, Span, compared_of
from cmdb_server.service_levels.timing import Clocks
from cmdb_server.unauthorised_changes.inbox import Item

_DECODER = msgspec.json.Decoder(dict[str, Any])
_TYPES = ("incident", "change")
_UNWRITTEN = Trail(((0, ""),))
_NAMES = [entry.name for entry in fields(Item)]


class Cases:
    """Reads cases; safe to use from several threads."""

    def __init__(self, store: GraphStore, records: RecordQueue, trails: Trails, clocks: Clocks) -> None:
        """Trails are kept between questions."""
        self._store, self._records, self._trails, self._clocks = store, records, trails, clocks

    def within(self, span: Span, class_of: Callable[[str], str]) -> list[Case]:
        """What may count in a time: what was touched since it began, or is open; `class_of` answers that of a CI."""
        records = list(self._touched(span))
        numbers = [record.number for record in records]
        trails, services, runs = self._trails.of(records), self._services(numbers), self._runs(numbers)
        clocks = self._clocks.at(records, span.until)
        found = [
            Case(
                record,
                trails[record.number],
                services.get(record.number, ()) or _worst(record),
                compared_of(runs.get(record.number, {}), class_of),
                tuple(clocks.get(record.number, ())),
            )
            for record in records
        ]
        return found + [Case(None, _UNWRITTEN, difference=item) for item in self._differences(span)]

    def _touched(self, span: Span) -> Iterator[Record]:
        """Records of which anything happened since it began, or that are still open."""
        for kind in _TYPES:
            wanted = Wanted(type=kind, opened_until=span.until, touched_since=span.since, order="newest")
            yield from self._records.every(wanted)
            still = Wanted(type=kind, is_open=True, opened_until=span.since, order="newest")
            yield from (one for one in self._records.every(still) if one.changed_at < span.since)

    def _services(self, numbers: Sequence[str]) -> dict[str, Sequence[str]]:
        """The services that records hit, as far as that is kept: of incidents that are over, and of changes."""
        row = self._store.read(lambda tx: tx.run(queries.OUTAGES_OF, numbers=numbers))[0]
        return dict(zip(row["number"], (services or () for services in row["services"]), strict=True))

    def _runs(self, numbers: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        asked = (queries.COMPARED_OF, of_incidents.COMPARED_OF)
        rows = self._store.read(lambda tx: [tx.run(query, numbers=numbers)[0] for query in asked])
        told = (pair for row in rows for pair in zip(row["number"], row["found"], strict=True))
        return {number: _DECODER.decode(found) for number, found in told}

    def _differences(self, span: Span) -> list[Item]:
        row = self._store.read(lambda tx: tx.run(queries.DIFFERENCES, since=span.since, until=span.until))[0]
        return [Item(**{name: stored[name] for name in _NAMES}) for stored in row["properties"]]


def _worst(record: Record) -> Sequence[str]:
    """The service that is hit worst, where it is not kept yet what else is."""
    return (worst,) if (worst := record.computed.get("worst", "")) else ()
