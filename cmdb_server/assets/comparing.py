"""Rows of a file beside the assets that there are: what is new, what differs, what contradicts itself; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cmdb_server.assets.asset_file import FileRow
from cmdb_server.assets.matching import is_of_one_maker, serial_of
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.declare import RecordType, Transition
from cmdb_server.itsm.record import Change, Record
from cmdb_server.itsm.workflow import Worker, changed, differences, moved

Outcome = Literal["create", "update", "unchanged", "conflict", "reject"]
STATE = "state"


@dataclass(frozen=True)
class Compared:
    """What would come of a row: the asset that it is ("" for a new one) and what changes of that.

    `record` is the asset as it was read, `way` leads to the state that the row says.
    """

    row: FileRow
    outcome: Outcome
    number: str = ""
    changes: tuple[Change, ...] = ()
    errors: tuple[FieldError, ...] = ()
    record: Record | None = None
    way: Transition | None = None

    @property
    def values(self) -> dict[str, str]:
        """The values that are set."""
        return {change.field: change.after for change in self.changes if change.field in self.row.asset.values}


@dataclass(frozen=True)
class Known:
    """The assets that rows may be, by tag and by serial number."""

    by_tag: Mapping[str, Record]
    by_serial: Mapping[str, Sequence[Record]] = field(default_factory=dict[str, Sequence[Record]])

    def fitting(self, values: Mapping[str, str]) -> dict[str, Record]:
        """The assets that a row may be, by number: of its tag, and of its serial number and maker."""
        tagged = self.by_tag.get(_folded(values.get("asset_tag", "")))
        maker = values.get("manufacturer", "")
        of_serial = self.by_serial.get(serial_of(values.get("serial_number", "")), ())
        same = [one for one in of_serial if is_of_one_maker(maker, one.value("manufacturer"))]
        return {one.number: one for one in (*((tagged,) if tagged else ()), *same)}


def known_of(records: Sequence[Record]) -> Known:
    """Assets by what rows are known by."""
    by_serial: dict[str, list[Record]] = {}
    for record in records:
        if serial := serial_of(record.value("serial_number")):
            by_serial.setdefault(serial, []).append(record)
    tagged = {_folded(record.value("asset_tag")): record for record in records if record.value("asset_tag")}
    return Known(tagged, by_serial)


def compared(kind: RecordType, rows: Sequence[FileRow], known: Known, who: Worker) -> list[Compared]:
    """What would come of each row; a cell that is empty leaves what the asset has."""
    taken: dict[str, int] = {}
    return [_compared(kind, row, (known, taken), who) for row in rows]


def reason_for(name: str) -> str:
    """Why an asset is in another state than before."""
    return f"so says {name}"


def _compared(kind: RecordType, row: FileRow, told: tuple[Known, dict[str, int]], who: Worker) -> Compared:
    known, taken = told
    if row.errors:
        return Compared(row, "reject", errors=row.errors)
    found = known.fitting(row.asset.values)
    if not found:
        return Compared(row, "create")
    if len(found) > 1:
        message = f"is that of {' and '.join(sorted(found))}: its tag and its serial number name different assets"
        tag = row.asset.values.get("asset_tag", "")
        return Compared(row, "conflict", errors=(FieldError("asset_tag", tag, message, "correct one of them"),))
    ((number, record),) = found.items()
    if (first := taken.setdefault(number, row.number)) != row.number:
        error = FieldError("row", str(row.number), f"is about {number}, as row {first} is", "join the two rows")
        return Compared(row, "conflict", number, errors=(error,), record=record)
    return _beside(kind, row, record, who)


def _beside(kind: RecordType, row: FileRow, record: Record, who: Worker) -> Compared:
    values, state = row.asset.values, row.asset.state
    if state and state not in kind.state_of:
        error = FieldError(STATE, state[:100], "is no state", f"give one of {', '.join(kind.state_of)}")
        return Compared(row, "reject", record.number, errors=(error,), record=record)
    way = _way(kind, record, state)
    if state and state != record.state and way is None:
        now = kind.state_of[record.state].label.lower()
        message = f"cannot follow: {record.number} is {now}, and no way leads there"
        error = FieldError(STATE, state, message, "move it there step by step, or leave its state out")
        return Compared(row, "conflict", record.number, errors=(error,), record=record)
    try:
        after = changed(kind, record, values, who)
        after = moved(kind, after, way.name, reason_for("the file"), who) if way else after
    except CmdbError as error:
        return Compared(row, "reject", record.number, errors=tuple(error.errors) or (_refused(error),), record=record)
    went = (Change(STATE, record.state, after.state),) if way else ()
    changes = (*went, *differences(kind, record, after))
    outcome: Outcome = "update" if changes else "unchanged"
    return Compared(row, outcome, record.number, changes, record=record, way=way)


def _way(kind: RecordType, record: Record, state: str) -> Transition | None:
    if not state or state == record.state:
        return None
    return next((way for way in kind.transitions if record.state in way.sources and way.target == state), None)


def _refused(error: CmdbError) -> FieldError:
    return FieldError("row", "", str(error), "correct it and send it again")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
