"""What is kept of a source beside its facts: its last report, and until when each of its sections is known to be so.

An unchanged report only notes its time at the source. Before anything else of the source is stored, that time is
noted in the sections it confirmed.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import sources as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.freshness import Contacts, is_sight, noted
from cmdb_server.ingest.retirement import PARTIAL_LAYER
from cmdb_server.ingest.validation import IncomingReport
from graph_schema.data_sources import kind_of, said_at


class SectionRecord(NamedTuple):
    """What is kept of a section; `manifest` is that of the report which last confirmed it."""

    key: str
    hash: str = ""
    observed_at: int = 0
    horizons: str = "{}"
    outcome: str = ""
    manifest: str = ""


@dataclass(frozen=True)
class SourceRecord:
    """What is kept of a source; `pending_at` is the time of unchanged reports not yet noted in its sections, else 0.

    From `first_observed_at` to `last_observed_at` the source is known to have been alive. `parked` is how many items of
    its reports wait. `is_guess` while it was not read, but known from before.
    """

    root_uid: str
    root_ref: str
    manifest: str
    last_observed_at: int
    pending_at: int
    first_observed_at: int
    freshness: str
    contacts: Contacts
    parked: int
    sections: Mapping[str, SectionRecord]
    is_guess: bool = False

    def is_late(self, report: IncomingReport) -> bool:
        """Whether a newer report of the source is known."""
        return report.observed_at < self.last_observed_at

    def is_same(self, report: IncomingReport) -> bool:
        """Whether the source said the same in its last report, as a whole."""
        return self.manifest == manifest_of(report)

    def has(self, report: IncomingReport, section: str, section_hash: str) -> bool:
        """Whether the newest that is stored of a section has a hash and is of the report's network scope."""
        known = self.sections.get(f"{report.source}/{section}")
        return known is not None and known.hash == hash_in_scope(
            section_hash, report.network_scope, said_at(report.source, report.observed_at)
        )


class Finish(NamedTuple):
    """How a report ends: `is_done` unless another report of the source came between, so that more must be stored.

    `parked` is how many items of the source's reports wait, whichever report brought them. `record` is what is kept of
    the source then, None where that must be read.
    """

    is_done: bool
    parked: int
    record: SourceRecord | None = None


def hash_in_scope(section_hash: str, scope: str, said: str) -> str:
    """What is compared to know whether a section is stored: the same facts in another scope are others.

    `said` is what else tells two reports apart (`graph_schema.data_sources.said_at`).
    """
    return f"{section_hash} {scope} {said}".rstrip()


def manifest_of(report: IncomingReport) -> str:
    """A digest of everything a report says."""
    entries = sorted((section.name, section.hash, section.outcome) for section in report.sections)
    said = said_at(report.source, report.observed_at)
    text = msgspec.json.encode([report.root_ref, report.network_scope, entries, *filter(None, [said])])
    return blake2b(text, digest_size=16).hexdigest()


def confirm(store: GraphStore, report: IncomingReport, now: int) -> str | None:
    """Note that the source says the same as in its last report; its root CI, None when it says something else.

    A failed attempt is none the less one when it fails as the last one did, and a source that comes back is looked at.
    """
    if not is_sight(report.sections):
        return None
    rows = store.write_at_once(
        queries.CONFIRM_SOURCE,
        key=report.source,
        lock_key=f"source:{report.source}",
        token=secrets.token_hex(4),
        manifest=manifest_of(report),
        observed_at=report.observed_at,
        now=now,
        report_id=report.report_id,
    )
    return str(rows[0]["root_uid"] or "") if rows else None


def look_at(store: GraphStore, source: str) -> SourceRecord:
    """What is kept of a source, which may be other a moment later."""
    return record_of(store.read_at_once(queries.SOURCE_RECORD, source=source)[0])


def read_record(tx: Transaction, source: str) -> SourceRecord:
    """What is kept of a source; empty values for a new one."""
    return record_of(tx.run(queries.SOURCE_RECORD, source=source)[0])


def record_of(row: Mapping[str, Any]) -> SourceRecord:
    """What is kept of a source, as it is read."""
    columns = zip(*(row[name] for name in SectionRecord._fields), strict=True)
    return SourceRecord(
        row["root_uid"] or "",
        row["root_ref"] or "",
        row["source_manifest"] or "",
        row["last_observed_at"] or 0,
        row["pending_at"] or 0,
        row["first_observed_at"] or 0,
        row["freshness"],
        Contacts(row["seen_at"], row["sight_at"], row["last_contact_at"], tuple(row["failed_at"])),
        row["parked"],
        {entry[0]: SectionRecord(*entry) for entry in columns if entry[0]},
    )


def note_pending(tx: Transaction, source: str, record: SourceRecord) -> SourceRecord:
    """Note in the sections of a source until when its unchanged reports confirmed them; what is kept of it then.

    The source must be locked.
    """
    at = record.pending_at
    confirmed = [entry for entry in record.sections.values() if entry.manifest == record.manifest]
    _note_confirmed(tx, (source, {"pending_at": 0}), confirmed, at, record.manifest)
    later = {
        entry.key: entry._replace(horizons=_raised(entry, at), observed_at=max(entry.observed_at, at))
        for entry in confirmed
    }
    return replace(record, pending_at=0, sections={**record.sections, **later})


def finish(
    tx: Transaction, record: SourceRecord | None, report: IncomingReport, now: int, stored: Collection[str]
) -> Finish:
    """Note the contact and what the report confirms without storing it anew.

    Of a source of which something is parked, the same report again is not just unchanged: it is told that it waits.
    `record` is what is kept of the source now, None where that must be read. The source must be locked.
    """
    record = record or read_record(tx, report.source)
    if record.pending_at:
        record = note_pending(tx, report.source, record)
    contact = noted(record.contacts, report.observed_at, now, is_seen=is_sight(report.sections))
    contact["last_report_id"] = report.report_id
    contact["first_observed_at"] = min(record.first_observed_at or report.observed_at, report.observed_at)
    if record.is_late(report):
        tx.later(queries.SAVE_SOURCE, key=report.source, properties=contact)
        return Finish(all(section.name in stored for section in report.sections), record.parked)
    same = [
        record.sections[f"{report.source}/{section.name}"]
        for section in report.sections
        if record.has(report, section.name, section.hash)
    ]
    is_whole = len(same) == len(report.sections)
    manifest = manifest_of(report) if is_whole and not record.parked else ""
    identity = {**name_of(report.source), "network_scope": report.network_scope}
    times = {"last_observed_at": report.observed_at, "confirmed_at": report.observed_at, "pending_at": 0}
    saved = {**identity, **contact, **times, "manifest": manifest}
    _note_confirmed(tx, (report.source, saved), same, report.observed_at, manifest)
    is_done = is_whole or all(section.name in stored for section in report.sections)
    return Finish(is_done, record.parked, replace(record, manifest=manifest, last_observed_at=report.observed_at))


def name_of(source: str) -> dict[str, str]:
    """The parts of a source's key as they are stored beside it."""
    return {"kind": kind_of(source), "name": source.partition(":")[2]}


def _note_confirmed(
    tx: Transaction,
    saved: tuple[str, Mapping[str, object]],
    sections: Collection[SectionRecord],
    at: int,
    manifest: str,
) -> None:
    """Complete sections raise their horizons; of others, the facts that they held are seen again.

    `saved` is what is noted at the source itself, by its key.
    """
    source, properties = saved
    partial = [entry for entry in sections if entry.outcome != "complete" and entry.observed_at < at]
    if partial:
        keys = [entry.key + PARTIAL_LAYER for entry in partial]
        tx.later(queries.SEE_AGAIN, keys=keys, before=[entry.observed_at for entry in partial], at=at)
    tx.later(
        queries.CONFIRM_SECTIONS,
        source=source,
        properties=properties,
        keys=[entry.key for entry in sections],
        horizons=[_raised(entry, at) for entry in sections],
        observed_at=[max(entry.observed_at, at) for entry in sections],
        manifest=manifest,
    )


def _raised(entry: SectionRecord, at: int) -> str:
    if entry.outcome != "complete":
        return entry.horizons
    horizons: dict[str, int] = msgspec.json.decode(entry.horizons)
    return msgspec.json.encode({name: max(before, at) for name, before in horizons.items()}).decode()
