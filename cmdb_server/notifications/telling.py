"""What of a record and of what happened to it somebody is told: no more than its page shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm import following
from cmdb_server.itsm.changes.facts import named
from cmdb_server.itsm.declare import Field, RecordType
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Change, Record
from cmdb_server.itsm.tasks.task import LABELS
from cmdb_server.notifications.kinds import AT_RISK, MISSED, TASK_LATE
from cmdb_server.notifications.notices import Told

_AFFECTS, _LONGEST = "affects", 4_000
_WORDS = {
    "opened": "opened it", "changed": "changed it", "moved": "moved it on", "affects": "said what it affects",
    "comment": "commented", "note": "noted", "status": "gave a status update", "file": "changed its files",
    "voted": "voted", "step": "told of a step",
    "task": "changed its tasks",
}  # fmt: skip
_PASSIVE = {
    "lapsed": "The approval lapsed: facts became worse.",
    AT_RISK: "A service level is at risk.",
    MISSED: "A service level is missed.",
    TASK_LATE: "A task is late.",
}


@dataclass(frozen=True)
class Line:
    """A value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Letter:
    """What somebody is told of one thing that happened; times in microseconds."""

    number: str
    path: str
    title: str
    type_label: str
    state: str
    priority: int
    at: int
    headline: str
    text: str
    lines: Sequence[Line]


class Telling:
    """Puts into words what one person may read."""

    def __init__(self, impact: ImpactAnalysis) -> None:
        """`impact` as they see it."""
        self._reads, self._impact = impact.reads, impact

    def letter(self, kind: RecordType, record: Record, told: Told) -> Letter:
        """What they are told of something that happened."""
        headline = _PASSIVE.get(told.what) or f"{told.by} {_WORDS.get(told.what, told.what)}."
        text = named(told.text, self._name) if told.what == "lapsed" else told.text
        shown = text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."
        lines = [line for change in told.changes if (line := self._line(kind, change))]
        title, state = record.value("title"), kind.state_of[record.state].label
        head = (record.number, path_of(record), title, kind.label, state, priority(record), told.at)
        return Letter(*head, headline=headline, text=shown, lines=lines)

    def _line(self, kind: RecordType, change: Change) -> Line | None:
        field = kind.field_of.get(change.field)
        if change.field == "state":
            return Line("State", *(kind.state_of[name].label for name in (change.before, change.after)))
        if change.field == _AFFECTS:
            return Line("Affects", self._name(change.before), self._name(change.after))
        if field is None:
            return Line(LABELS.get(change.field, change.field.capitalize()), change.before, change.after)
        if not self._reads(field.group):
            return None
        return Line(field.label, self._shown(field, change.before), self._shown(field, change.after))

    def _shown(self, field: Field, value: str) -> str:
        if field.kind == "rows":
            return "see its page" if value else ""
        if field.kind == "ci":
            return self._name(value)
        return next((choice.label for choice in field.choices if choice.value == value), value)

    def _name(self, uid: str) -> str:
        if not uid:
            return ""
        snapshot = self._impact.snapshot()
        number = snapshot.numbers.get(following.current(uid, snapshot))
        return uid if number is None else snapshot.cis.name[number] or uid


def path_of(record: Record) -> str:
    """Where the page of a record is."""
    return f"/{record.type}s/{record.number}"


def plain_changes(kind: RecordType, changes: Sequence[Change], keep: Callable[[Field], bool]) -> list[Change]:
    """The changes of fields that are told to everybody who reads records; CIs stay uids."""
    return [one for one in changes if (field := kind.field_of.get(one.field)) is None or keep(field)]
