"""Records as answers tell of them: with words for choices and states, and CIs by name as far as they may be seen."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from cmdb_server.api.times import time_or_none
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.declare import Field, Kind, Part, RecordType
from cmdb_server.itsm.priority import effective_impact, priority
from cmdb_server.itsm.record import Change, Entry, EntryKind, Record
from cmdb_server.itsm.workflow import Transition
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

_STATE = "state"
Told: TypeAlias = tuple[Sequence[Transition], Sequence[Entry]]


class _Declared(BaseModel):
    """Something of a record type, told as it is declared."""

    model_config = ConfigDict(from_attributes=True)


class ChoiceOut(_Declared):
    """A value that a field takes, and its word."""

    value: str
    label: str


class FieldOut(_Declared):
    """A field of a record type: what it takes, who may set it, whether whoever opens a record may.

    Where it has a value those that it `needs` must have one; a time is `not_before` that of another field.
    """

    name: str
    label: str
    kind: Kind
    help: str
    choices: list[ChoiceOut]
    is_required: bool
    parts: list[Part]
    on_opening: bool
    default: str
    longest: int
    needs: list[str]
    not_before: str


class StateOut(_Declared):
    """A state of a record type; nobody has to do anything about a record that is not open."""

    name: str
    label: str
    is_open: bool


class TransitionOut(_Declared):
    """A way to another state: who may go it, the fields it needs and those that are offered with it."""

    name: str
    label: str
    sources: list[str]
    target: str
    parts: list[Part]
    needs: list[str]
    asks: list[str]
    needs_reason: bool


class RecordTypeOut(_Declared):
    """A record type as it is declared; the first state is where records begin."""

    name: str
    label: str
    plural: str
    prefix: str
    states: list[StateOut]
    transitions: list[TransitionOut]
    fields: list[FieldOut]


class AffectedCI(BaseModel):
    """A CI that a record is about, as it is now; `named` is the uid by which it was named, before a merge perhaps."""

    uid: str
    name: str
    ci_class: str
    status: str
    named: str


class RecordOut(BaseModel):
    """A record in a list; `priority` is 1 (first) to 5. `impact` is said or follows from the CIs, "" where unknown."""

    number: str
    type: str
    title: str
    state: str
    state_label: str
    is_open: bool
    priority: int
    impact: str
    assignee: str
    team: str
    requester: str
    opened_by: str
    opened_at: str
    changed_at: str
    closed_at: str | None
    affects: list[AffectedCI]
    revision: int


class ChangeOut(BaseModel):
    """A value before and after, in words."""

    field: str
    label: str
    before: str
    after: str


class EntryOut(BaseModel):
    """A line of a record's timeline; a note is for those only who work on records."""

    uid: str
    at: str
    by: str
    kind: EntryKind
    text: str
    changes: list[ChangeOut]


class ComputedImpact(BaseModel):
    """The impact that follows when what is affected is down: its level, and how many services and users are hit."""

    level: Literal["", "1", "2", "3"]
    services: int
    users: int
    worst: AffectedCI | None


class ValueOut(BaseModel):
    """A field's value; `shown` is it in words; `may_change` whether whoever asks may set it."""

    field: str
    value: str
    shown: str
    may_change: bool


class RecordDetail(RecordOut):
    """A record with all its values, what somebody may do with it, and its timeline, the oldest first."""

    values: list[ValueOut]
    computed: ComputedImpact
    ways: list[TransitionOut]
    may_note: bool
    may_affect: bool
    entries: list[EntryOut]


class RecordTelling:
    """Tells of records; names are those of a snapshot as whoever asks sees it."""

    def __init__(self, services: Services) -> None:
        """`services` as whoever asks may use them."""
        self._desk = services.desk
        self._snapshot: Snapshot = services.impact.snapshot()

    def record(self, record: Record) -> RecordOut:
        """A record in a list."""
        kind = self._desk.type_of(record)
        state = kind.state_of[record.state]
        return RecordOut(
            number=record.number,
            type=record.type,
            title=record.value("title"),
            state=record.state,
            state_label=state.label,
            is_open=state.is_open,
            priority=priority(record),
            impact=effective_impact(record),
            assignee=record.value("assignee"),
            team=record.value("team"),
            requester=record.value("requester"),
            opened_by=record.opened_by,
            opened_at=rfc3339(record.opened_at),
            changed_at=rfc3339(record.changed_at),
            closed_at=time_or_none(record.closed_at),
            affects=[found for uid in record.affects if (found := self.ci(uid))],
            revision=record.revision,
        )

    def detail(
        self, record: Record, parts: frozenset[Part], told: tuple[Sequence[Transition], Sequence[Entry]]
    ) -> RecordDetail:
        """A record for somebody with these parts in it; `told` are the ways there are and the timeline."""
        kind, (ways, entries) = self._desk.type_of(record), told
        return RecordDetail(
            **self.record(record).model_dump(),
            values=[self._value(record, field, parts) for field in kind.fields],
            computed=self._computed(record),
            ways=list(map(TransitionOut.model_validate, ways)),
            may_note="worker" in parts,
            may_affect=bool(parts.intersection(("requester", "worker"))),
            entries=[self._entry(kind, entry) for entry in entries],
        )

    def ci(self, uid: str) -> AffectedCI | None:
        """A CI by the uid that it was named by, None where nobody knows it."""
        cis, current = self._snapshot.cis, self._desk.current(uid, self._snapshot)
        number = self._snapshot.numbers.get(current)
        if number is None:
            return None
        told = {"name": cis.name[number], "ci_class": cis.ci_class[number], "status": cis.status[number]}
        return AffectedCI(uid=current, named=uid, **told)

    def _value(self, record: Record, field: Field, parts: frozenset[Part]) -> ValueOut:
        value = record.value(field.name)
        may = bool(parts.intersection(field.parts))
        return ValueOut(field=field.name, value=value, shown=self._shown(field, value), may_change=may)

    def _computed(self, record: Record) -> ComputedImpact:
        found = record.computed
        worst = self.ci(found["worst"]) if found.get("worst") else None
        numbers = {name: int(found.get(name, "0")) for name in ("services", "users")}
        return ComputedImpact.model_validate({"level": found.get("impact", ""), "worst": worst, **numbers})

    def _entry(self, kind: RecordType, entry: Entry) -> EntryOut:
        changes = [self._change(kind, change) for change in entry.changes]
        return EntryOut(
            uid=entry.uid, at=rfc3339(entry.at), by=entry.by, kind=entry.kind, text=entry.text, changes=changes
        )

    def _change(self, kind: RecordType, change: Change) -> ChangeOut:
        field = kind.field_of.get(change.field)
        if change.field == _STATE:
            before, after = (kind.state_of[name].label for name in (change.before, change.after))
            return ChangeOut(field=_STATE, label="State", before=before, after=after)
        if field is None:
            before, after = map(self._name, (change.before, change.after))
            return ChangeOut(field=change.field, label="Affects", before=before, after=after)
        before, after = (self._shown(field, value) for value in (change.before, change.after))
        return ChangeOut(field=field.name, label=field.label, before=before, after=after)

    def _shown(self, field: Field, value: str) -> str:
        if field.kind == "ci":
            return self._name(value)
        return next((choice.label for choice in field.choices if choice.value == value), value)

    def _name(self, uid: str) -> str:
        found = self.ci(uid) if uid else None
        return found.name or found.uid if found else uid
