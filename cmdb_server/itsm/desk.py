"""What people do with records: open, change, move, say something, connect with CIs."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.queries import itsm as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm import following, keeping, records, workflow
from cmdb_server.itsm.affecting import check_number, without_rows_of
from cmdb_server.itsm.changes.approving import Approvals, Cast
from cmdb_server.itsm.changes.progress import StepSaid, carried_out, progressed
from cmdb_server.itsm.changes.running import Runs
from cmdb_server.itsm.changes.voting import APPROVED, plan_digest
from cmdb_server.itsm.custom.keeping import CustomFields, LiveTypes
from cmdb_server.itsm.declare import RecordType, Transition
from cmdb_server.itsm.files.needed import check_file
from cmdb_server.itsm.origin import NOWHERE, Origin
from cmdb_server.itsm.record import Ballot, Change, Entry, EntryKind, Record, new_entry
from cmdb_server.itsm.spelling import Known, People, check_chains, spelt, uid_of
from cmdb_server.itsm.tasks.task import changes_of_tasks, ended_with
from cmdb_server.itsm.workflow import NotYourPartError, RecordRefusedError, Worker
from cmdb_server.scenarios.scenarios import shared_name
from cmdb_server.timestamps import rfc3339
from graph_schema.loading import load_all

_PREFIX = "rec_"
_LONGEST_TEXT = 20_000
_AFFECTS = "affects"
# What a record of a type comes to be by rules of others: of the record before and after, read before it is locked.
Consequences = Callable[[RecordType], Callable[[Record, Record], Record]]


class Desk:
    """Keeps records as their types declare; safe to use from several threads and processes."""

    def __init__(
        self,
        store: GraphStore,
        clock: Callable[[], int],
        impact: ImpactAnalysis,
        others: tuple[People, Approvals, Runs, Consequences],
    ) -> None:
        """`clock` in microseconds; `impact` sees everything, whoever asks.

        `others`: people, who votes on plans, what is kept of plans that are carried out, what follows of changes.
        """
        self._store, self._clock, self._impact = store, clock, impact
        self._people, self.approvals, self.runs, self._consequences = others
        declared = {kind.name: kind for kind in load_all(records, RecordType)}
        self.custom_fields = CustomFields(store, declared, clock)
        self.types = LiveTypes(declared, self.custom_fields)

    def one(self, number: str) -> Record:
        """A record. Raises UnknownRecordError."""
        return keeping.read_record(self._store, number.upper())

    def kind_of(self, number: str) -> RecordType:
        """The type of a record by the letters of its number. Raises UnknownRecordError."""
        found = (kind for kind in self.types.values() if number.upper().startswith(kind.prefix))
        kind = next(found, None)
        if kind is None:
            raise keeping.UnknownRecordError(number)
        return kind

    def timeline(self, record: Record, who: Worker) -> list[Entry]:
        """What happened to a record, the oldest first, as far as it is for somebody."""
        entries = keeping.read_entries(self._store, record)
        return [entry for entry in entries if entry.kind != "note" or "worker" in who.parts(record)]

    def spoken_on(self, uids: Collection[str], but: Worker) -> frozenset[str]:
        """Those records (uids) of which the timeline has anything by anybody but one."""
        found = self._store.read(lambda tx: tx.run(queries.SPOKEN_ON, record_uids=sorted(uids), but=but.name))
        return frozenset(found[0]["record_uids"])

    def type_of(self, record: Record) -> RecordType:
        """The declaration behind a record."""
        return self.types[record.type]

    def ways(self, record: Record, who: Worker) -> list[workflow.Transition]:
        """The transitions that somebody may go from where a record stands."""
        return workflow.ways(self.type_of(record), record, who)

    def draft(
        self, kind: RecordType, values: Mapping[str, str], affects: Sequence[str], by: tuple[Worker, ImpactAnalysis]
    ) -> Record:
        """A record as it would be opened; `affects` are CIs by uid or name, as `by` may name them.

        `by` are who, and the analysis as they see it. Raises RecordRefusedError, NotYourPartError, UnknownCIError,
        ImpactQuestionError.
        """
        (who, seen), now = by, self._clock()
        snapshot = seen.snapshot()
        found = workflow.opening(kind, spelt(kind, values, self._known(snapshot)), who)
        if "started_at" in kind.field_of:
            found = {"started_at": rfc3339(now // 1_000_000 * 1_000_000)} | found
        uids = tuple(dict.fromkeys(uid_of(snapshot, ci, f"{_AFFECTS}[{turn}]") for turn, ci in enumerate(affects)))
        check_number(uids)
        uid, state = _PREFIX + secrets.token_hex(8), kind.states[0].name
        made = Record(uid, "", kind.name, state, found, uids, who.name, now, now)
        return replace(made, computed=following.computed_of(kind, made, self._impact))

    def open(
        self, kind: RecordType, values: Mapping[str, str], affects: Sequence[str],
        by: tuple[Worker, ImpactAnalysis], *, origin: Origin = NOWHERE,
    ) -> Record:  # fmt: skip
        """A new record, with what follows from its `origin`. Raises what `draft` raises."""
        drawn = self.draft(kind, values, affects, by)
        made = origin.given_to(drawn)
        return keeping.create(self._store, kind, made, self._entry(by[0], "opened", "", changes_of_tasks(drawn, made)))

    def change(
        self, number: str, values: Mapping[str, str], by: tuple[Worker, ImpactAnalysis], revision: int | None
    ) -> Record:
        """Set values of a record. Raises UnknownRecordError, RecordChangedError and what `draft` raises."""
        (who, seen), kind = by, self.type_of(self.one(number))
        given = self._given(kind, number, values, seen)
        follow = self._consequences(kind)
        is_about_cis = any(field.is_of_affected and field.name in given for field in kind.fields)

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            after = follow(record, workflow.changed(kind, record, given, who))
            if is_about_cis:
                after = replace(after, computed=following.computed_of(kind, after, self._impact))
            changes = (
                *workflow.differences(kind, record, after),
                *following.differing(record.computed, after.computed),
            )
            return kind, after, self._entry(who, "changed", changes=changes) if changes else None

        return self.approvals.recheck(kind, keeping.change(self._store, number.upper(), revision, decide))

    def move(self, number: str, name: str, said: "Saying", by: tuple[Worker, ImpactAnalysis]) -> Record:
        """Go a transition, setting what it needs with it. Raises NoWayError and what `change` raises."""
        (who, seen), before = by, self.one(number)
        kind = self.types.for_programs(before.type) if who.is_program else self.type_of(before)
        given, way = self._given(kind, number, said.values, seen), kind.transition(name)
        follow = self._consequences(kind)
        foreseen = self._before_moving(kind, before, way, (given, who))
        has_lapsed = False

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            nonlocal has_lapsed
            move = workflow.check_way(kind, record, name, who)
            # Once more under the lock: what became worse since the facts were looked at counts as well.
            lapsed = self.approvals.lapsed(kind, record) if APPROVED in move.guards else None
            has_lapsed = lapsed is not None
            if lapsed is not None:
                return lapsed
            moved = workflow.moved(kind, workflow.changed(kind, record, given, who), name, said.text, who)
            timed = self._timed(kind, record, carried_out(move, moved, self._clock()))
            after = follow(record, ended_with(kind, timed, who.name, self._clock()))
            if move.voting:
                after = replace(after, ballot=self._votes(kind, after, foreseen))
            went = (Change("state", record.state, after.state),) if after.state != record.state else ()
            changes = (*went, *workflow.differences(kind, record, after), *changes_of_tasks(record, after))
            return kind, after, self._entry(who, "moved", said.text.strip(), changes)

        def write(tx: Transaction) -> Record:
            after = keeping.change_within(tx, number.upper(), said.revision, decide)
            if not has_lapsed:
                check_file(tx, way, after)
                self.runs.follow(tx, way, after)
            return after

        after = self._store.write(write)
        if has_lapsed:
            self.approvals.tell_lapsed(after)
        return after

    def step(self, number: str, said: StepSaid, who: Worker) -> Record:
        """Note that a step of what is carried out is started, done, failed or skipped.

        Raises UnknownRecordError, NotYourPartError, NotUnderWayError, RecordRefusedError.
        """

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            if "worker" not in who.parts(record):
                raise NotYourPartError(f"telling of the steps of {record.number}", ("worker",))
            after = progressed(record, said, who.name, self._clock())
            return self.type_of(record), after, self._entry(who, "step", said.words)

        return keeping.change(self._store, number.upper(), None, decide)

    def vote(self, number: str, cast: Cast, who: Worker) -> Record:
        """Take somebody's vote on a record. Raises as `Approvals.vote` does."""
        return self.approvals.vote(self.kind_of(number), number.upper(), cast, who)

    def say(self, number: str, text: str, kind: EntryKind, who: Worker) -> Record:
        """Add a comment, a status update, or a note for those only who work on records. Raises as `change` does."""
        if not text.strip() or len(text) > _LONGEST_TEXT:
            message = "is empty" if not text.strip() else f"has {len(text)} characters"
            raise RecordRefusedError((FieldError("text", text[:100], message, f"write 1 to {_LONGEST_TEXT} of them"),))

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            if kind != "comment" and "worker" not in who.parts(record):
                raise NotYourPartError(f"a {kind} on {record.number}", ("worker",))
            return self.type_of(record), record, self._entry(who, kind, text.strip())

        return keeping.change(self._store, number.upper(), None, decide)

    def affect(
        self, number: str, cis: tuple[Sequence[str], Sequence[str]], reason: str, by: tuple[Worker, ImpactAnalysis]
    ) -> Record:
        """Connect a record with CIs (uids or names) and part it from others (uids). Raises as `open` does."""
        (who, seen), (added, gone) = by, cis
        snapshot = seen.snapshot()
        more = [uid_of(snapshot, ci, f"add[{turn}]") for turn, ci in enumerate(added)]
        kind = self.kind_of(number)

        def affected(record: Record) -> Record:
            stay = (uid for uid in record.affects if not {uid, self.current(uid, snapshot)}.intersection(gone))
            uids = tuple(dict.fromkeys((*stay, *more)))
            check_number(uids)
            return without_rows_of(kind, replace(record, affects=uids), gone)

        # Computed before the record is locked, which keeps all writers of an embedded engine waiting.
        foreseen = affected(self.one(number))
        computed = following.computed_of(kind, foreseen, self._impact)

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            if not who.parts(record).intersection(kind.connected_by):
                raise NotYourPartError(f"saying what {record.number} affects", kind.connected_by)
            workflow.check_unsettled(kind, record, "what it affects")
            after = affected(record)
            is_foreseen = (after.affects, after.values) == (foreseen.affects, foreseen.values)
            found = computed if is_foreseen else following.computed_of(kind, after, self._impact)
            parted = [Change(_AFFECTS, uid, "") for uid in record.affects if uid not in after.affects]
            joined = [Change(_AFFECTS, "", uid) for uid in after.affects if uid not in record.affects]
            changes = (*parted, *joined, *following.differing(record.computed, found))
            entry = self._entry(who, "affects", reason.strip(), changes) if parted or joined else None
            return kind, replace(after, computed=found), entry

        return self.approvals.recheck(kind, keeping.change(self._store, number.upper(), None, decide))

    def current(self, uid: str, snapshot: Snapshot) -> str:
        """The CI that a CI went into, itself where it was not merged away."""
        return following.current(uid, snapshot)

    def _before_moving(
        self, kind: RecordType, record: Record, way: Transition | None, by: tuple[Mapping[str, str], Worker]
    ) -> Ballot | None:
        """The votes that begin with a transition; one that rests on votes has them lapse first where they must."""
        if way is not None and APPROVED in way.guards:
            self.approvals.check_facts(kind, record)
        if way is None or way.voting != "begins":
            return None
        workflow.check_way(kind, record, way.name, by[1])
        return self.approvals.ballot(kind, workflow.changed(kind, record, *by))

    def _votes(self, kind: RecordType, record: Record, foreseen: Ballot | None) -> Ballot | None:
        """The votes that a transition has begin; None where it ends them."""
        if foreseen is None:
            return None
        return foreseen if foreseen.plan == plan_digest(kind, record) else self.approvals.ballot(kind, record)

    def _given(self, kind: RecordType, number: str, values: Mapping[str, str], seen: ImpactAnalysis) -> dict[str, str]:
        """Values of a record that there is, as they are kept."""
        known = self._known(seen.snapshot())
        given = spelt(kind, values, known)
        check_chains(kind, number.upper(), given, known)
        return given

    def _known(self, snapshot: Snapshot) -> Known:
        return Known(snapshot, self._people, self.one, self._clock(), lambda uid: bool(shared_name(self._store, uid)))

    def _timed(self, kind: RecordType, before: Record, after: Record) -> Record:
        """The record with the times that follow from its new state."""
        was_open, is_open = (kind.state_of[state].is_open for state in (before.state, after.state))
        if was_open == is_open:
            return after
        values = dict(after.values)
        if "restored_at" in kind.field_of and after.state == "resolved":
            values.setdefault("restored_at", rfc3339(self._clock() // 1_000_000 * 1_000_000))
        elif is_open:
            values.pop("restored_at", None)
        return replace(after, values=values, closed_at=0 if is_open else self._clock())

    def _entry(self, who: Worker, kind: EntryKind, text: str = "", changes: Sequence[Change] = ()) -> Entry:
        return new_entry(self._clock(), who.name, kind, text, changes)


@dataclass(frozen=True)
class Saying:
    """What goes with a transition: values, why, and the revision that was read (None: any)."""

    values: Mapping[str, str]
    text: str = ""
    revision: int | None = None
