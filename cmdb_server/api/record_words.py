"""Records as answers tell of them: with words for choices and states, and CIs by name as far as they may be seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from cmdb_server.api.record_shapes import (
    AffectedCI,
    BallotOut,
    ChangeOut,
    ComputedImpact,
    EntryOut,
    FactOut,
    NeedOut,
    RecordDetail,
    RecordOut,
    StillOut,
    TransitionOut,
    ValueOut,
    VoteOut,
)
from cmdb_server.api.task_words import TaskOut
from cmdb_server.api.times import time_or_none
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.changes.facts import named
from cmdb_server.itsm.changes.quorum import Standing
from cmdb_server.itsm.changes.voting import verdict, verdict_on
from cmdb_server.itsm.declare import Field, Part, RecordType
from cmdb_server.itsm.priority import effective_impact, priority
from cmdb_server.itsm.record import Ballot, Change, Entry, Need, Record
from cmdb_server.itsm.rows import rows_in
from cmdb_server.itsm.tasks.task import LABELS
from cmdb_server.itsm.workflow import Transition
from cmdb_server.permissions.sight import HIDDEN
from cmdb_server.scenarios.scenarios import shared_name
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

_STATE, _TEMPLATE = "state", "template"
# What is told as it is kept.
_PLAIN: Mapping[str, str] = {"vote": "Vote", "file": "File", "mail": "By mail", **LABELS}


class RecordTelling:
    """Tells of records; names are those of a snapshot as whoever asks sees it."""

    def __init__(self, services: Services) -> None:
        """`services` as whoever asks may use them."""
        self._desk = services.desk
        self._snapshot: Snapshot = services.impact.snapshot()
        self._reads, self._templates = services.impact.reads, services.templates
        self._store = services.store

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
            listed={
                field.name: self._shown(field, record.value(field.name)) for field in kind.fields if field.in_lists
            },
            vote=verdict(record.ballot) if record.ballot else "",
            revision=record.revision,
        )

    def detail(
        self, record: Record, who: tuple[frozenset[Part], bool],
        told: tuple[Sequence[Transition], Sequence[Entry], list[TaskOut]],
    ) -> RecordDetail:  # fmt: skip
        """A record for somebody with parts in it, who may vote or not; `told` are ways, timeline and tasks."""
        kind, (ways, entries, tasks), (parts, may_vote) = self._desk.type_of(record), told, who
        state = kind.state_of[record.state]
        return RecordDetail(
            **self.record(record).model_dump(),
            values=[self.value(record, field, parts, is_settled=state.is_settled) for field in kind.fields],
            computed=self._computed(record),
            ballot=self._ballot(record.ballot, self._desk.approvals.standings(record)) if record.ballot else None,
            may_vote=may_vote,
            ways=list(map(TransitionOut.model_validate, ways)),
            may_note="worker" in parts,
            may_affect=bool(parts.intersection(kind.connected_by)) and not state.is_settled,
            tasks=tasks,
            may_plan="worker" in parts and bool(kind.held_by_tasks) and not kind.is_final(record.state),
            entries=[self._entry(kind, entry) for entry in entries],
        )

    def ci(self, uid: str) -> AffectedCI | None:
        """A CI by the uid that it was named by, None where nobody knows it."""
        cis, current = self._snapshot.cis, self._desk.current(uid, self._snapshot)
        number = self._snapshot.numbers.get(current)
        if number is None:
            return None
        root = self._snapshot.numbers.get(cis.root_uid[number], number)
        return AffectedCI(
            uid=current,
            name=cis.name[number],
            ci_class=cis.ci_class[number],
            status=cis.status[number],
            root=None if root == number else cis.name[root],
            named=uid,
        )

    def kind_of(self, record: Record) -> RecordType:
        """The declaration behind a record."""
        return self._desk.type_of(record)

    def value(self, record: Record, field: Field, parts: frozenset[Part], *, is_settled: bool) -> ValueOut:
        """A value of a record for somebody with parts in it."""
        is_told = self._reads(field.group)
        value = record.value(field.name) if is_told else ""
        may = is_told and bool(parts.intersection(field.parts)) and not (is_settled and field.is_planned)
        return ValueOut(field=field.name, value=value, shown=self._shown(field, value), may_change=may)

    def _computed(self, record: Record) -> ComputedImpact:
        found = record.computed
        worst = self.ci(found["worst"]) if found.get("worst") else None
        numbers = {name: int(found.get(name, "0")) for name in ("services", "users")}
        return ComputedImpact.model_validate({"level": found.get("impact", ""), "worst": worst, **numbers})

    def _ballot(self, ballot: Ballot, stand: Sequence[Standing]) -> BallotOut:
        needs = [
            NeedOut(**_plain(need, how), verdict=verdict_on(ballot, need))
            for need, how in zip(ballot.needs, stand, strict=True)
        ]
        votes = [
            VoteOut(by=vote.by, on_behalf_of=vote.on_behalf_of, at=rfc3339(vote.at),
                    vote="yes" if vote.is_yes else "no", reason=vote.reason)
            for vote in ballot.votes
        ]  # fmt: skip
        return BallotOut(
            opened_at=rfc3339(ballot.opened_at),
            verdict=verdict(ballot),
            facts=[FactOut(key=fact.key, text=named(fact.text, self._name)) for fact in ballot.facts],
            needs=needs,
            votes=votes,
            lapsed=[named(text, self._name) for text in ballot.lapsed],
        )

    def _entry(self, kind: RecordType, entry: Entry) -> EntryOut:
        changes = [self._change(kind, change) for change in entry.changes]
        text = named(entry.text, self._name) if entry.kind == "lapsed" else entry.text
        return EntryOut(uid=entry.uid, at=rfc3339(entry.at), by=entry.by, kind=entry.kind, text=text, changes=changes)

    def _change(self, kind: RecordType, change: Change) -> ChangeOut:
        field = kind.field_of.get(change.field)
        if change.field == _STATE:
            before, after = (kind.state_of[name].label for name in (change.before, change.after))
            return ChangeOut(field=_STATE, label="State", before=before, after=after)
        if (label := _PLAIN.get(change.field)) is not None:
            return ChangeOut(field=change.field, label=label, before=change.before, after=change.after)
        if field is None:
            before, after = map(self._name, (change.before, change.after))
            return ChangeOut(field=change.field, label="Affects", before=before, after=after)
        before, after = (self._shown(field, value) for value in (change.before, change.after))
        return ChangeOut(field=field.name, label=field.label, before=before, after=after)

    def _shown(self, field: Field, value: str) -> str:
        if not self._reads(field.group):
            return HIDDEN
        if field.kind == "ci":
            return self._name(value)
        if field.name == _TEMPLATE:
            return self._template(value)
        if field.kind == "scenario" and value:
            return shared_name(self._store, value) or value
        if field.kind == "rows":
            return "\n".join(self._row(field, row) for row in rows_in(value))
        return next((choice.label for choice in field.choices if choice.value == value), value)

    def _template(self, uid: str) -> str:
        """The name of a template, its id where it was removed."""
        return next((one.wanted.name for one in self._templates.all() if one.uid == uid), uid) if uid else ""

    def _row(self, field: Field, row: Mapping[str, str]) -> str:
        cells = (self._shown(column, row.get(column.name, "")) for column in field.columns)
        return ", ".join(cell for cell in cells if cell)

    def _name(self, uid: str) -> str:
        found = self.ci(uid) if uid else None
        return found.name or found.uid if found else uid


def _plain(need: Need, how: Standing) -> dict[str, Any]:
    still = [StillOut(name=name, teams=list(teams)) for name, teams in how.still.items()]
    told = {"key": need.key, "label": need.label, "quorum": need.quorum, "voters": list(need.voters)}
    return told | {"said": how.said, "wanted": how.wanted, "still": still}
