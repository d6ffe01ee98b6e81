"""What people do with records: open, change, move, say something, connect with CIs."""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question, find
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm import keeping, records, workflow
from cmdb_server.itsm.declare import Field, RecordType
from cmdb_server.itsm.priority import HitService, found_impact
from cmdb_server.itsm.record import Change, Entry, EntryKind, Record
from cmdb_server.itsm.workflow import NotYourPartError, RecordRefusedError, Worker
from cmdb_server.timestamps import microseconds, rfc3339
from graph_schema.loading import load_all

_PREFIX, _ENTRY_PREFIX = "rec_", "ren_"
_LONGEST_TEXT = 20_000
_MOST_AFFECTED = 200
_AFFECTS = "affects"


@dataclass(frozen=True)
class People:
    """Who there is: the names of people and of teams."""

    persons: Callable[[], Collection[str]]
    teams: Callable[[], Collection[str]]


class Desk:
    """Keeps records as their types declare; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], impact: ImpactAnalysis, people: People) -> None:
        """`clock` in microseconds; `impact` sees everything, whoever asks."""
        self._store, self._clock, self._impact, self._people = store, clock, impact, people
        self.types: Mapping[str, RecordType] = {kind.name: kind for kind in load_all(records, RecordType)}

    def one(self, number: str) -> Record:
        """A record. Raises UnknownRecordError."""
        return keeping.read_record(self._store, number.upper())

    def timeline(self, record: Record, who: Worker) -> list[Entry]:
        """What happened to a record, the oldest first, as far as it is for somebody."""
        entries = keeping.read_entries(self._store, record)
        return [entry for entry in entries if entry.kind != "note" or "worker" in who.parts(record)]

    def type_of(self, record: Record) -> RecordType:
        """The declaration behind a record."""
        return self.types[record.type]

    def ways(self, record: Record, who: Worker) -> list[workflow.Transition]:
        """The transitions that somebody may go from where a record stands."""
        return workflow.ways(self.type_of(record), record, who)

    def open(
        self, kind: RecordType, values: Mapping[str, str], affects: Sequence[str], by: tuple[Worker, ImpactAnalysis]
    ) -> Record:
        """A new record; `affects` are CIs by uid or name, as `by` (who, and the analysis as they see it) may name them.

        Raises RecordRefusedError, NotYourPartError, UnknownCIError.
        """
        (who, seen), now = by, self._clock()
        named = self._spelt(kind, values, seen.snapshot())
        found = workflow.opening(kind, named, who)
        if "started_at" in kind.field_of:
            found = {"started_at": rfc3339(now // 1_000_000 * 1_000_000)} | found
        uids = tuple(dict.fromkeys(_uid(seen.snapshot(), ci, f"{_AFFECTS}[{turn}]") for turn, ci in enumerate(affects)))
        _check_number(uids)
        uid, state = _PREFIX + secrets.token_hex(8), kind.states[0].name
        made = Record(uid, "", kind.name, state, found, uids, who.name, now, now, computed=self._computed(uids))
        return keeping.create(self._store, kind, made, self._entry(who, "opened"))

    def change(
        self, number: str, values: Mapping[str, str], by: tuple[Worker, ImpactAnalysis], revision: int | None
    ) -> Record:
        """Set values of a record. Raises UnknownRecordError, RecordChangedError and what `open` raises."""
        (who, seen), kind = by, self.type_of(self.one(number))
        given = self._spelt(kind, values, seen.snapshot())

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            after = workflow.changed(kind, record, given, who)
            changes = workflow.differences(kind, record, after)
            return kind, after, self._entry(who, "changed", changes=changes) if changes else None

        return keeping.change(self._store, number.upper(), revision, decide)

    def move(self, number: str, name: str, said: "Saying", by: tuple[Worker, ImpactAnalysis]) -> Record:
        """Go a transition, setting what it needs with it. Raises NoWayError and what `change` raises."""
        (who, seen), kind = by, self.type_of(self.one(number))
        given = self._spelt(kind, said.values, seen.snapshot())

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            workflow.check_way(kind, record, name, who)
            moved = workflow.moved(kind, workflow.changed(kind, record, given, who), name, said.text, who)
            after = self._timed(kind, record, moved)
            changes = (Change("state", record.state, after.state), *workflow.differences(kind, record, after))
            return kind, after, self._entry(who, "moved", said.text.strip(), changes)

        return keeping.change(self._store, number.upper(), said.revision, decide)

    def say(self, number: str, text: str, kind: EntryKind, who: Worker) -> Record:
        """Add a comment, or a note that only those read who work on records. Raises as `change` does."""
        if not text.strip() or len(text) > _LONGEST_TEXT:
            message = "is empty" if not text.strip() else f"has {len(text)} characters"
            raise RecordRefusedError((FieldError("text", text[:100], message, f"write 1 to {_LONGEST_TEXT} of them"),))

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            if kind == "note" and "worker" not in who.parts(record):
                raise NotYourPartError(f"a note on {record.number}", ("worker",))
            return self.type_of(record), record, self._entry(who, kind, text.strip())

        return keeping.change(self._store, number.upper(), None, decide)

    def affect(
        self, number: str, cis: tuple[Sequence[str], Sequence[str]], reason: str, by: tuple[Worker, ImpactAnalysis]
    ) -> Record:
        """Connect a record with CIs (uids or names) and part it from others (uids). Raises as `open` does."""
        (who, seen), (added, gone) = by, cis
        snapshot = seen.snapshot()
        more = [_uid(snapshot, ci, f"add[{turn}]") for turn, ci in enumerate(added)]

        def affected(record: Record) -> tuple[str, ...]:
            stay = (uid for uid in record.affects if not {uid, self.current(uid, snapshot)}.intersection(gone))
            return tuple(dict.fromkeys((*stay, *more)))

        # Computed before the record is locked, which keeps all writers of an embedded engine waiting.
        foreseen = affected(self.one(number))
        _check_number(foreseen)
        computed = self._computed(foreseen)

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            if not who.parts(record).intersection(("requester", "worker")):
                raise NotYourPartError(f"saying what {record.number} affects", ("requester", "worker"))
            uids = affected(record)
            _check_number(uids)
            found = computed if uids == foreseen else self._computed(uids)
            parted = [Change(_AFFECTS, uid, "") for uid in record.affects if uid not in uids]
            joined = [Change(_AFFECTS, "", uid) for uid in uids if uid not in record.affects]
            changes = (*parted, *joined, *_differing(record.computed, found))
            after = replace(record, affects=uids, computed=found)
            entry = self._entry(who, "affects", reason.strip(), changes) if parted or joined else None
            return self.type_of(record), after, entry

        return keeping.change(self._store, number.upper(), None, decide)

    def current(self, uid: str, snapshot: Snapshot) -> str:
        """The CI that a CI went into, itself where it was not merged away."""
        seen: set[str] = set()
        while uid not in seen and (number := snapshot.numbers.get(uid)) is not None:
            seen.add(uid)
            uid = snapshot.cis.merged_into[number] or uid
        return uid

    def _computed(self, uids: Sequence[str]) -> Mapping[str, str]:
        """The impact that follows when these CIs are down; nothing of those that are not in use."""
        snapshot = self._impact.snapshot()
        numbers = {snapshot.numbers.get(self.current(uid, snapshot)) for uid in uids}
        down = sorted(snapshot.cis.uid[ci] for ci in numbers if ci is not None and snapshot.is_counted[ci])
        if not down:
            return {}
        asked = self._impact.asked(Question(down=tuple(down)))
        cis, outcome = asked.snapshot.cis, asked.radius.outcome
        found = found_impact(
            [
                HitService(cis.uid[ci], outcome.state(ci).word, int(cis.users[ci]), int(cis.criticality[ci]))
                for ci in map(int, asked.radius.services())
            ]
        )
        told = {"services": str(found.services), "users": str(found.users), "worst": found.worst}
        return {"impact": found.level, **told}

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

    def _spelt(self, kind: RecordType, values: Mapping[str, str], snapshot: Snapshot) -> dict[str, str]:
        """The values as they are kept: CIs by uid, times in UTC; people, teams and records that there are."""
        errors: list[FieldError] = []
        found: dict[str, str] = {}
        for name, value in values.items():
            field, text = kind.field_of.get(name), value.strip()
            if field is None or not text:
                found[name] = text
            elif field.kind == "ci":
                found[name] = _uid(snapshot, text, name)
            elif field.kind == "record":
                found[name] = self.one(text).number
            elif error := self._unknown(field, text):
                errors.append(error)
            else:
                found[name] = _utc(text) if field.kind == "time" else text
        if errors:
            raise RecordRefusedError(errors)
        return found

    def _unknown(self, field: Field, text: str) -> FieldError | None:
        if field.kind == "time" and not _utc(text):
            remedy = "give a time as RFC 3339, e.g. 2027-01-31T12:00:00Z"
            return FieldError(field.name, text[:100], "is no time with its zone", remedy)
        if field.kind == "time" and microseconds(_utc(text)) > self._clock():
            return FieldError(field.name, text[:100], "has not come yet", "give a time that has come")
        if field.kind == "person" and text not in self._people.persons():
            return FieldError(field.name, text[:100], "is nobody's name", "give the name of an account")
        if field.kind == "team" and text not in self._people.teams():
            return FieldError(
                field.name, text[:100], "is no team", "give one of the teams; `cmdb team list` shows them"
            )
        return None

    def _entry(self, who: Worker, kind: EntryKind, text: str = "", changes: Sequence[Change] = ()) -> Entry:
        return Entry(_ENTRY_PREFIX + secrets.token_hex(8), self._clock(), who.name, kind, text, tuple(changes))


@dataclass(frozen=True)
class Saying:
    """What goes with a transition: values, why, and the revision that was read (None: any)."""

    values: Mapping[str, str]
    text: str = ""
    revision: int | None = None


def _uid(snapshot: Snapshot, name: str, field: str) -> str:
    return snapshot.cis.uid[find(snapshot, name, field)]


def _check_number(uids: Sequence[str]) -> None:
    if len(uids) > _MOST_AFFECTED:
        remedy = f"name at most {_MOST_AFFECTED}: the services, or what they have in common"
        raise RecordRefusedError((FieldError(_AFFECTS, str(len(uids)), "are too many CIs", remedy),))


def _utc(text: str) -> str:
    """A time in UTC, "" for what is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return rfc3339(microseconds(text)) if at.tzinfo else ""


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    level = (before.get("impact", ""), after.get("impact", ""))
    return [Change("impact", *level)] if level[0] != level[1] else []
