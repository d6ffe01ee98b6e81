"""Something that happened to a record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Change, Record


@dataclass(frozen=True)
class Happening:
    """`what` is the kind of its timeline entry, or clock_at_risk, clock_missed, task_late; `record` is as it is now.

    `uid` is that of the entry, `at` in microseconds.
    """

    uid: str
    at: int
    by: str
    what: str
    text: str
    changes: Sequence[Change]
    record: Record
    kind: RecordType

    def change(self, field: str) -> Change | None:
        """The change of a field, None where it was not changed."""
        return next((one for one in self.changes if one.field == field), None)

    def came_to(self, field: str) -> str:
        """What a field came to be by this, "" where it was not changed."""
        found = self.change(field)
        return found.after if found else ""


def before(one: Happening) -> Record:
    """The record as it was before something happened to it, as far as the timeline tells."""
    values, state = dict(one.record.values), one.record.state
    for change in one.changes:
        if change.field == "state":
            state = change.before
        elif change.field in one.kind.field_of:
            values[change.field] = change.before
    return replace(one.record, state=state, values={name: value for name, value in values.items() if value})
