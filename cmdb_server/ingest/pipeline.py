"""The one way of a report into the graph: every source's every fact passes here."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.ageing import bring_back, keep_aged
from cmdb_server.ingest.claim_check import ClaimCheck
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.freshness import is_sight
from cmdb_server.ingest.items import CheckedSection
from cmdb_server.ingest.keys import is_device, keys_of
from cmdb_server.ingest.parking import read_parked
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.recent_sources import OutdatedError, RecentSources, check_guess
from cmdb_server.ingest.section import SectionResult, SectionWork, root_keys
from cmdb_server.ingest.section_check import SectionCheck
from cmdb_server.ingest.section_order import in_order
from cmdb_server.ingest.section_state import SectionState, read_states
from cmdb_server.ingest.source_record import Finish, SourceRecord, confirm, finish, look_at, read_record
from cmdb_server.ingest.validation import IncomingReport, ReportRejectedError
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry
from graph_schema.data_sources import API, kind_of

T = TypeVar("T")
_MOST_ROUNDS = 5
_MOST_ITEMS = 2_000
_NOT_DONE = Finish(is_done=False, parked=0)


def now_in_microseconds() -> int:
    """The server's clock, microseconds since 1970 (UTC)."""
    return time.time_ns() // 1000


@dataclass(frozen=True)
class IngestResult:
    """What became of a report: status is stored, unchanged or partial (something of its source is parked).

    `waiting` is how many items of the source are parked, by this report or one before it.
    """

    report_id: str
    status: str
    root_uid: str
    sections: Mapping[str, SectionResult] = field(default_factory=dict[str, SectionResult])
    waiting: int = 0


@dataclass(frozen=True)
class NeedSections:
    """The sections that were sent as hash only, and that are not stored with that hash."""

    need: tuple[str, ...]


class Ingest:
    """Takes reports in; safe to use from several threads and processes at once."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int] = now_in_microseconds) -> None:
        """`clock` gives the server's time in microseconds."""
        self._store = store
        self._registry = registry
        self._claims = ClaimCheck(registry)
        self._clock = clock
        self._recent = RecentSources()

    def accept(self, report: IncomingReport, sender: str) -> IngestResult | NeedSections:
        """Store a report; when this returns, everything it says is committed or parked.

        Raises ReportRejectedError when no section holds the root CI or the source tells of another one, CmdbError when
        the graph cannot be reached.
        """
        record = self._record_of(report)
        if isinstance(record, str):
            return IngestResult(report.report_id, "unchanged", record)
        results: dict[str, SectionResult] = {}
        root_uid, end = "", _NOT_DONE
        for _ in range(_MOST_ROUNDS):
            _check_is_of_one_root(report, record)
            if need := _missing(report, record):
                return NeedSections(need)
            if record.freshness and is_sight(report.sections):
                self._bring_back(report, sender)
            try:
                root_uid, end = self._store_sections(report, record, (results, sender))
            except OutdatedError as outdated:
                record = outdated.record
                continue
            if end.is_done:
                break
            record = look_at(self._store, report.source)
        self._recent.note(report.source, end.record)
        status = "partial" if end.parked or any(result.parked for result in results.values()) else "stored"
        return IngestResult(report.report_id, status, root_uid, results, end.parked)

    def rehearse(
        self, report: IncomingReport, sender: str, look: Callable[[Transaction, tuple[SectionResult, ...]], T]
    ) -> T:
        """What `look` sees in the transaction after the report was stored, which is then undone.

        The same decisions as in `accept`, all sections in one transaction; a source's first words only: what its
        other reports said is not looked at. Raises ReportRejectedError, CmdbError.
        """
        check = SectionCheck(self._registry, self._claims, report.root_ref, report.root_identifiers)
        root = {report.root_ref: report.root_class}
        checked = in_order(check.check_all(report.sections, root), report.root_ref)
        works = [self._work(report, section, ("", sender)) for section in checked]
        keys = sorted({key for work in works for key in work.lock_keys()})
        return self._store.rehearse(keys, lambda tx: look(tx, tuple(work(tx) for work in works)))

    def accept_edit(
        self, section: CheckedSection, origin: Origin, signed: tuple[str, str], edit: Edit
    ) -> SectionResult:
        """Store what a person says, signed with actor and reason. Raises what the edit's check raises."""
        now = self._clock()
        cause = Cause(origin.source, section.name, now, now, *signed)
        work = SectionWork(self._registry, origin, section, cause, edit=edit)

        def store(tx: Transaction) -> SectionResult:
            result = work(tx)
            if edit.then:
                edit.then(tx, result.root_uid)
            return result

        return self._store.transact(work.lock_keys(), store)

    def retry_parked(self, uid: str, sender: str) -> SectionResult | None:
        """Try a parked item again; None when nothing of that uid waits."""
        parked = self._store.read(lambda tx: read_parked(tx, uid))
        if parked is None:
            return None
        check = SectionCheck(self._registry, self._claims, parked.origin.root_ref, ())
        section = check.check(parked.section, parked.classes)
        cause = Cause(parked.origin.source, section.name, parked.observed_at, self._clock(), sender, "retried")
        work = SectionWork(self._registry, parked.origin, section, cause, uid)
        result = self._store.transact(work.lock_keys(), work)
        keep_aged(self._store, self._registry, cause)
        return result

    def _record_of(self, report: IncomingReport) -> str | SourceRecord:
        """The root CI of a source that says the same as in its last report, else what is kept of the source.

        Who sends a section whole knows of a change, mostly, so the record is read first, unless it is known enough.
        """
        guess = self._recent.get(report.source)
        is_same = guess is not None and guess.is_same(report)
        if guess and not (is_same or guess.freshness or _missing(report, guess)):
            return guess
        if not is_same and any(section.is_whole for section in report.sections):
            record = look_at(self._store, report.source)
            if not record.is_same(report):
                return record
        root_uid = confirm(self._store, report, self._clock())
        return look_at(self._store, report.source) if root_uid is None else root_uid

    def _bring_back(self, report: IncomingReport, sender: str) -> None:
        cause = Cause(report.source, "", report.observed_at, self._clock(), sender, "seen again")
        bring_back(self._store, self._registry, cause)

    def _store_sections(
        self, report: IncomingReport, record: SourceRecord, context: tuple[dict[str, SectionResult], str]
    ) -> tuple[str, Finish]:
        """Store what is new of a report and was not stored before; the uid of its root CI, and how it ends.

        Raises OutdatedError where `record` is a wrong guess.
        """
        results, sender = context
        check = SectionCheck(self._registry, self._claims, report.root_ref, report.root_identifiers)
        left = [section for section in report.sections if section.is_whole and section.name not in results]
        is_late = record.is_late(report)
        wanted = [section for section in left if is_late or not record.has(report, section.name, section.hash)]
        root = {report.root_ref: report.root_class}
        checked = in_order(check.check_all(wanted, root), report.root_ref)
        is_known = bool(record.root_uid) and record.root_ref == report.root_ref
        if not is_known and not results:
            self._check_root(report, checked)
        root_uid = record.root_uid if is_known else ""
        end = _NOT_DONE
        for group, is_last in _together(checked):
            works = [self._work(report, section, (root_uid, sender)) for section in group]
            keys = {f"source:{report.source}", *(key for work in works for key in work.lock_keys())}
            names = {*results, *(section.name for section in group)}
            ending = partial(finish, report=report, now=self._clock(), stored=names) if is_last else None
            stored, end = self._store.transact(keys, _Stage(works, report, None if results else record, ending))
            results |= dict(zip((section.name for section in group), stored, strict=True))
            root_uid = next((result.root_uid for result in reversed(stored) if result.root_uid), root_uid)
        return root_uid, end

    def _work(self, report: IncomingReport, section: CheckedSection, who: tuple[str, str]) -> SectionWork:
        root_uid, sender = who
        origin = Origin(report.source, report.network_scope, report.root_ref, root_uid)
        cause = Cause(report.source, section.name, report.observed_at, self._clock(), sender)
        return SectionWork(self._registry, origin, section, cause)

    def _check_root(self, report: IncomingReport, checked: list[CheckedSection]) -> None:
        if checked and self._holds_root(checked[0], report):
            return
        message = "is in no section of this report with a value that identifies it"
        reasons = [f"{entry.field}: {entry.message}" for section in checked for entry in section.refused[:3]]
        remedy = "send the root CI with its identifying attributes" + (f" ({'; '.join(reasons)})" if reasons else "")
        raise ReportRejectedError(FieldError("root.ref", report.root_ref, message, remedy))

    def _holds_root(self, section: CheckedSection, report: IncomingReport) -> bool:
        item = section.items.get(report.root_ref)
        if item is None or item.ci_class is None:
            return False
        spec = self._registry.ci_class(item.ci_class)
        # A device is itself under its source's ref even where nothing else tells it apart.
        return is_device(spec) or bool(keys_of(spec, item.attributes, report.network_scope, item.identifiers))


@dataclass(frozen=True)
class _Stage:
    """Sections of a report that are stored in one transaction, the root's first; with the last of them how it ends.

    `supposed` is what decided which these are. Raises OutdatedError where that was a wrong guess.
    """

    works: Sequence[SectionWork]
    report: IncomingReport
    supposed: SourceRecord | None
    ending: Callable[[Transaction, SourceRecord | None], Finish] | None

    def __call__(self, tx: Transaction) -> tuple[list[SectionResult], Finish]:
        source, keys = self.report.source, [work.key for work in self.works]
        states = read_states(tx, source, keys) if keys else {}
        record = states[keys[0]].record if keys else read_record(tx, source)
        if self.supposed is not None:
            check_guess(record, self.supposed, self.report)
            _check_is_of_one_root(self.report, record)
        stored = self._store(tx, states) if keys else []
        return stored, self.ending(tx, stored[-1].record if stored else record) if self.ending else _NOT_DONE

    def _store(self, tx: Transaction, states: Mapping[str, SectionState]) -> list[SectionResult]:
        """Once the root is known, the others lock it too."""
        root_uid = self.works[0].origin.root_uid
        results = [self.works[0](tx, states[self.works[0].key])]
        placed: dict[str, str] = {}
        for work in self.works[1:]:
            if not root_uid and (root_uid := results[-1].root_uid):
                tx.lock(root_keys(root_uid))
            placed |= results[-1].uids
            # What was read before holds as long as nothing but the sections themselves was changed; with the first of
            # them it was noted until when unchanged reports confirmed the others.
            before = results[-1].record if all(result.record is not None for result in results) else None
            state = replace(states[work.key].confirmed(before), placed=placed) if before is not None else None
            results.append(work(tx, state))
        return results


def _together(checked: Sequence[CheckedSection]) -> Iterator[tuple[list[CheckedSection], bool]]:
    """The sections that are stored in one transaction: as many as keep it small, since locks and commits cost most.

    Each group with whether it is the last one, which is there even where nothing is to be stored.
    """
    group: list[CheckedSection] = []
    for section in checked:
        if group and sum(len(other.items) for other in (*group, section)) > _MOST_ITEMS:
            yield group, False
            group = []
        group.append(section)
    yield group, True


def _check_is_of_one_root(report: IncomingReport, record: SourceRecord) -> None:
    """Programs choose what they call CIs and themselves: one that told of many CIs in turn would retire them all.

    What is at an address, or on a disk that was moved, may be another machine than before, so others may tell of it.
    """
    if record.is_guess or kind_of(report.source) != API.name or record.root_ref in {"", report.root_ref}:
        return
    message = f"is another CI than {record.root_ref[:100]!r}, of which {report.source[:100]!r} tells"
    remedy = f"send it as a source of its own, such as '{report.source[:100]}/NAME', or withdraw that source first"
    raise ReportRejectedError(FieldError("root.ref", report.root_ref, message, remedy))


def _missing(report: IncomingReport, record: SourceRecord) -> tuple[str, ...]:
    """Sections sent as hash only that are not stored so; a late report says something else, so it is needed whole."""
    is_late = record.is_late(report)
    return tuple(
        section.name
        for section in report.sections
        if not section.is_whole and (is_late or not record.has(report, section.name, section.hash))
    )
