"""How far a change has come: its steps with times and who did them, as rows of the record. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.declare import Transition
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import MOST_ROWS, rows_of, text_of
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.timestamps import rfc3339

PROGRESS = "progress"
WAITING, STARTED, DONE, FAILED, SKIPPED = "waiting", "started", "done", "failed", "skipped"
BACK = "yes"
# From where a step comes to be what somebody says of it; one that failed may be tried once more.
_SOURCES: Mapping[str, tuple[str, ...]] = {
    STARTED: (WAITING, FAILED),
    DONE: (WAITING, STARTED),
    FAILED: (WAITING, STARTED),
    SKIPPED: (WAITING,),
}
_SAYS_WHY = (FAILED, SKIPPED)
_STATES = {"implementation": "", "backing_out": BACK}
_LONGEST = 200


class NotUnderWayError(CmdbError):
    """Something is said of a step that is not being worked on."""

    def __init__(self, message: str) -> None:
        """409, saying how it stands."""
        super().__init__(message, 409, "not_under_way")


@dataclass(frozen=True)
class StepSaid:
    """What somebody says of a step (`turn`, from 1): that it is started, done, failed or skipped."""

    turn: int
    state: str
    note: str = ""

    @property
    def words(self) -> str:
        """The same in words."""
        note = " ".join(self.note.split())
        return f"Step {self.turn} is {self.state}{': ' if note else ''}{note}"


def planned_steps(record: Record) -> dict[str, str]:
    """The steps of a plan as they are before the first of them is begun, as values of the record."""
    rows = [{**row, "state": WAITING} for row in rows_of(record, "steps")]
    return {PROGRESS: text_of(rows)}


def with_way_back(record: Record) -> dict[str, str]:
    """The steps with the way back behind them, which is begun now."""
    way = " ".join(record.value("rollback").split())[:_LONGEST] or "put everything back as it was"
    rows = [*rows_of(record, PROGRESS)[: MOST_ROWS - 1], {"step": way, "state": WAITING, "is_back": BACK}]
    return {PROGRESS: text_of(rows)}


def progressed(record: Record, said: StepSaid, by: str, at: int) -> Record:
    """The record with what somebody says of one of its steps. Raises NotUnderWayError, RecordRefusedError."""
    rows = rows_of(record, PROGRESS)
    if record.state not in _STATES:
        raise NotUnderWayError(f"{record.number} is not being carried out: steps are told of while it is")
    if not 1 <= said.turn <= len(rows):
        _refuse("turn", str(said.turn), "is no step", f"give 1 to {len(rows)}")
    row = rows[said.turn - 1]
    if row.get("is_back", "") != _STATES[record.state]:
        raise NotUnderWayError(f"step {said.turn} of {record.number} is not of what is being done: {record.state}")
    if said.state not in _SOURCES:
        _refuse("state", said.state, "is nothing that is said of a step", f"give one of {', '.join(_SOURCES)}")
    if row["state"] not in _SOURCES[said.state]:
        raise NotUnderWayError(f"step {said.turn} of {record.number} is {row['state']}: it cannot be {said.state} then")
    note = " ".join(said.note.split())
    if said.state in _SAYS_WHY and not note:
        _refuse("note", "", "is missing", f"say why it is {said.state}")
    if len(note) > _LONGEST:
        _refuse("note", note, f"has {len(note)} characters", f"shorten it to {_LONGEST} characters")
    rows[said.turn - 1] = _told(row, said.state, note, (by, rfc3339(at)))
    return replace(record, values={**record.values, PROGRESS: text_of(rows)})


def _told(row: Mapping[str, str], state: str, note: str, by: tuple[str, str]) -> dict[str, str]:
    who, now = by
    told = {**row, "state": state, "by": who, "note": note}
    if state == STARTED:
        return {**told, "started_at": now, "ended_at": ""}
    return {**told, "started_at": row.get("started_at", "") or now, "ended_at": now}


def carried_out(way: Transition, record: Record, at: int) -> Record:
    """The record with what follows from a transition: the times of a change, and its steps."""
    return replace(record, values={**record.values, **_following(way, record, at)})


def _following(way: Transition, record: Record, at: int) -> dict[str, str]:
    now = rfc3339(at)
    if way.running == "begins":
        return {"actual_start": now, **planned_steps(record)}
    if way.running == "backs_out":
        return with_way_back(record)
    return {"actual_end": now} if way.running == "ends" else {}


def _refuse(field: str, value: str, message: str, remedy: str) -> None:
    raise RecordRefusedError((FieldError(field, value[:100], message, remedy),))
