"""The one way of a report into the graph: every source's every fact passes here."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.claim_check import ClaimCheck
from cmdb_server.ingest.items import CheckedSection
from cmdb_server.ingest.keys import waiting_uid
from cmdb_server.ingest.parking import read_parked
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.section import SectionResult, SectionWork
from cmdb_server.ingest.section_check import SectionCheck
from cmdb_server.ingest.section_order import in_order
from cmdb_server.ingest.validation import IncomingReport, ReportRejectedError
from cmdb_server.ingest.wire import WireSection
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry
from graph_schema.data_sources import kind_of


def now_in_microseconds() -> int:
    """The server's clock, microseconds since 1970 (UTC)."""
    return time.time_ns() // 1000


@dataclass(frozen=True)
class IngestResult:
    """What became of a report: status is stored, unchanged or partial (something of it is parked)."""

    report_id: str
    status: str
    root_uid: str
    sections: Mapping[str, SectionResult] = field(default_factory=dict[str, SectionResult])


@dataclass(frozen=True)
class NeedSections:
    """The sections that were sent as hash only, and that are not stored with that hash."""

    need: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """What is stored of a source before its report."""

    root_uid: str
    root_ref: str
    last_observed_at: int
    hashes: Mapping[str, str]


class Ingest:
    """Takes reports in; safe to use from several threads and processes at once."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int] = now_in_microseconds) -> None:
        """`clock` gives the server's time in microseconds."""
        self._store = store
        self._registry = registry
        self._claims = ClaimCheck(registry)
        self._clock = clock

    def accept(self, report: IncomingReport, sender: str) -> IngestResult | NeedSections:
        """Store a report; when this returns, everything it says is committed or parked.

        Raises ReportRejectedError when no section holds the root CI, CmdbError when the graph cannot be reached.
        """
        manifest = _manifest(report)
        if (root_uid := self._confirm(report, manifest)) is not None:
            return IngestResult(report.report_id, "unchanged", root_uid)
        known = self._store.read(lambda tx: _read_known(tx, report))
        if need := _missing(report, known):
            return NeedSections(need)
        results = self._store_sections(report, known, sender)
        root_uid = next((result.root_uid for result in results.values() if result.root_uid), known.root_uid)
        self._store.write(lambda tx: _finish(tx, report, manifest, (root_uid, self._clock())))
        status = "partial" if any(result.parked for result in results.values()) else "stored"
        return IngestResult(report.report_id, status, root_uid, results)

    def retry_parked(self, uid: str, sender: str) -> SectionResult | None:
        """Try a parked item again; None when nothing of that uid waits."""
        parked = self._store.read(lambda tx: read_parked(tx, uid))
        if parked is None:
            return None
        check = SectionCheck(self._registry, self._claims, parked.origin.root_ref, ())
        section = check.check(parked.section)
        cause = Cause(parked.origin.source, section.name, parked.observed_at, self._clock(), sender, "retried")
        work = SectionWork(self._registry, parked.origin, section, cause, uid)
        return self._store.transact(work.lock_keys(), work)

    def _confirm(self, report: IncomingReport, manifest: str) -> str | None:
        def confirm(tx: Transaction) -> str | None:
            rows = tx.run(
                queries.CONFIRM_SOURCE,
                key=report.source,
                lock_key=f"source:{report.source}",
                token=secrets.token_hex(4),
                manifest=manifest,
                observed_at=report.observed_at,
                now=self._clock(),
                report_id=report.report_id,
            )
            return str(rows[0]["root_uid"] or "") if rows else None

        return self._store.write(confirm)

    def _store_sections(self, report: IncomingReport, known: _Known, sender: str) -> dict[str, SectionResult]:
        check = SectionCheck(self._registry, self._claims, report.root_ref, report.root_identifiers)
        is_late = report.observed_at < known.last_observed_at
        whole = [section for section in report.sections if section.is_whole]
        wanted = [section for section in whole if is_late or known.hashes.get(section.name) != section.hash]
        checked = in_order([check.check(section) for section in wanted], report.root_ref)
        self._check_root(report, known, checked)
        root_uid = known.root_uid
        results: dict[str, SectionResult] = {}
        for section in checked:
            result = self._store_section(report, section, (root_uid, sender))
            root_uid = result.root_uid or root_uid
            results[section.name] = result
        return results

    def _store_section(self, report: IncomingReport, section: CheckedSection, who: tuple[str, str]) -> SectionResult:
        root_uid, sender = who
        origin = Origin(report.source, report.network_scope, report.root_ref, root_uid)
        cause = Cause(report.source, section.name, report.observed_at, self._clock(), sender)
        work = SectionWork(self._registry, origin, section, cause)
        return self._store.transact(work.lock_keys(), work)

    def _check_root(self, report: IncomingReport, known: _Known, checked: list[CheckedSection]) -> None:
        if known.root_uid and known.root_ref == report.root_ref:
            return
        if checked and _holds_root(checked[0], report):
            return
        message = "is in no section of this report with a value that identifies it"
        reasons = [f"{entry.field}: {entry.message}" for section in checked for entry in section.refused[:3]]
        remedy = "send the root CI with its identifying attributes" + (f" ({'; '.join(reasons)})" if reasons else "")
        raise ReportRejectedError(FieldError("root.ref", report.root_ref, message, remedy))


def _holds_root(section: CheckedSection, report: IncomingReport) -> bool:
    item = section.items.get(report.root_ref)
    return item is not None and item.ci_class is not None


def _manifest(report: IncomingReport) -> str:
    entries = sorted((section.name, section.hash, section.outcome) for section in report.sections)
    text = msgspec.json.encode([report.root_ref, report.network_scope, entries])
    return blake2b(text, digest_size=16).hexdigest()


def _read_known(tx: Transaction, report: IncomingReport) -> _Known:
    keys = [_section_key(report, section) for section in report.sections]
    state = tx.run(queries.SECTION_STATE, source=report.source, section_key="", waiting=waiting_uid(report.source))[0]
    row = tx.run(queries.SECTION_HASHES, keys=keys)[0]
    names = [key.rpartition("/")[2] for key in row["keys"]]
    hashes = dict(zip(names, row["hashes"], strict=True))
    return _Known(state["root_uid"] or "", state["root_ref"] or "", state["last_observed_at"] or 0, hashes)


def _section_key(report: IncomingReport, section: WireSection) -> str:
    return f"{report.source}/{section.name}"


def _missing(report: IncomingReport, known: _Known) -> tuple[str, ...]:
    """Sections sent as hash only that are not stored so; a late report says something else, so it is needed whole."""
    return tuple(
        section.name
        for section in report.sections
        if not section.is_whole and known.hashes.get(section.name) != section.hash
    )


def _finish(tx: Transaction, report: IncomingReport, manifest: str, when: tuple[str, int]) -> None:
    """Note the contact; the newest report of a source also confirms its unchanged sections and sets the manifest."""
    root_uid, now = when
    tx.lock([f"source:{report.source}"])
    state = tx.run(queries.SECTION_STATE, source=report.source, section_key="", waiting=waiting_uid(report.source))[0]
    properties: dict[str, Any] = {
        "kind": kind_of(report.source),
        "name": report.source.partition(":")[2],
        "network_scope": report.network_scope,
        "root_uid": root_uid,
        "root_ref": report.root_ref,
        "last_contact_at": now,
        "last_report_id": report.report_id,
    }
    if report.observed_at >= (state["last_observed_at"] or 0):
        _confirm_sections(tx, report, state["confirmed_at"] or 0)
        at = report.observed_at
        properties |= {"manifest": manifest, "last_observed_at": at, "confirmed_at": at}
    tx.run(queries.SAVE_SOURCE, key=report.source, properties=properties)


def _confirm_sections(tx: Transaction, report: IncomingReport, confirmed_at: int) -> None:
    hashes = {_section_key(report, section): section.hash for section in report.sections}
    row = tx.run(queries.SECTIONS_OF, keys=sorted(hashes))[0]
    names = ("key", "hash", "outcome", "horizons")
    keys: list[str] = []
    horizons: list[str] = []
    for key, stored_hash, outcome, text in zip(*(row[name] for name in names), strict=True):
        if stored_hash == hashes[key] and outcome == "complete":
            before: dict[str, int] = msgspec.json.decode(text)
            keys.append(key)
            horizons.append(
                msgspec.json.encode(
                    {name: max(at, report.observed_at, confirmed_at) for name, at in before.items()}
                ).decode()
            )
    if keys:
        tx.run(queries.CONFIRM_SECTIONS, keys=keys, horizons=horizons, observed_at=report.observed_at)
