"""Who had an asset where, and how it was at a time: read out of its timeline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.record import Entry, Record

PLACE = ("site", "building", "room", "position")
_TOLD = ("state", "holder", *PLACE)
_STATE = "state"


@dataclass(frozen=True)
class Custody:
    """A time in which an asset was in one state with one holder at one place; `until` 0: still so (microseconds).

    `by` and `why` say who made it so, and for what reason.
    """

    since: int
    until: int
    state: str
    holder: str
    place: str
    by: str
    why: str


def place_of(values: Mapping[str, str]) -> str:
    """Where something is, from the site to the rack unit."""
    return " / ".join(values[name] for name in PLACE if values.get(name))


def custody_of(record: Record, entries: Sequence[Entry]) -> list[Custody]:
    """The times of an asset, the newest first; they follow each other without a gap."""
    found: list[Custody] = []
    now, until = record, 0
    for entry in _newest_first(entries):
        before = undone(now, entry)
        is_first = entry.kind == "opened"
        if is_first or _told(before) != _told(now):
            values = now.values
            place = place_of(values)
            found.append(Custody(entry.at, until, now.state, values.get("holder", ""), place, entry.by, entry.text))
            until = entry.at
        now = before
        if is_first:
            break
    return found


def as_of(kind: RecordType, record: Record, entries: Sequence[Entry], at: int) -> Record | None:
    """A record as it was at a time (microseconds), None where it was not there yet: later changes are taken back."""
    if at < record.opened_at:
        return None
    now = record
    for entry in _newest_first(entries):
        if entry.at <= at:
            break
        now = undone(now, entry)
    return replace(now, closed_at=now.closed_at if not kind.state_of[now.state].is_open else 0)


def undone(record: Record, entry: Entry) -> Record:
    """The record before what an entry of its timeline tells."""
    values = dict(record.values)
    state, affects = record.state, list(record.affects)
    for change in entry.changes:
        if change.field == _STATE:
            state = change.before
        elif change.field == "affects":
            affects = [uid for uid in affects if uid != change.after] + [uid for uid in (change.before,) if uid]
        elif change.field not in ("vote", "file"):
            values[change.field] = change.before
    kept = {name: value for name, value in values.items() if value}
    return replace(record, values=kept, state=state, affects=tuple(affects))


def _told(record: Record) -> tuple[str, ...]:
    return (record.state, *(record.value(name) for name in _TOLD[1:]))


def _newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.at, entry.kind != "opened", entry.uid), reverse=True)
