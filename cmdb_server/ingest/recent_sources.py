"""What sources were known by when their last reports were stored, so that most reports need no look before they begin.

It is a guess, as other processes store reports too: who decides by it compares it with what is read once the source is
locked, and begins anew where that would have decided otherwise.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from cmdb_server.ingest.source_record import SectionRecord, SourceRecord
from cmdb_server.ingest.validation import IncomingReport

_MOST_SOURCES = 2_000


class OutdatedError(Exception):
    """A report was begun by a guess that turned out to be wrong; nothing of it is stored. `record` is what is kept."""

    def __init__(self, record: SourceRecord) -> None:
        """`record` as it was read with the source locked."""
        super().__init__()
        self.record = record


class RecentSources:
    """The records of the sources that reported last; safe in several threads."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._records: OrderedDict[str, SourceRecord] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, source: str) -> SourceRecord | None:
        """What was kept of a source a while ago, without what decides nothing."""
        with self._lock:
            return self._records.get(source)

    def note(self, source: str, record: SourceRecord | None) -> None:
        """Know a source by this from now on, or no longer."""
        with self._lock:
            self._records.pop(source, None)
            if record is not None:
                self._records[source] = replace(record, sections=_hashes_of(record.sections), is_guess=True)
            while len(self._records) > _MOST_SOURCES:
                self._records.popitem(last=False)


def check_guess(known: SourceRecord, supposed: SourceRecord, report: IncomingReport) -> None:
    """Raise OutdatedError where what is known of a source decides otherwise on a report than what was supposed."""
    if supposed.is_guess and _decides(supposed, report) != _decides(known, report):
        raise OutdatedError(known)


def _decides(record: SourceRecord, report: IncomingReport) -> tuple[object, ...]:
    stored = [record.has(report, section.name, section.hash) for section in report.sections]
    return record.root_uid, record.root_ref, record.freshness, record.is_late(report), stored


def _hashes_of(sections: Mapping[str, SectionRecord]) -> dict[str, SectionRecord]:
    return {key: SectionRecord(key, entry.hash) for key, entry in sections.items()}
