"""A meeting of the board of changes and its minutes. Pure."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from cmdb_server.itsm.changes.voting import Verdict, verdict, verdict_on
from cmdb_server.itsm.record import Record, Vote


class Point(msgspec.Struct, frozen=True):
    """A change on the agenda, by number, and what was said of it."""

    change: str
    note: str = ""


class Heard(msgspec.Struct, frozen=True):
    """Whose yes a change needs, and what their votes come to."""

    label: str
    quorum: int
    verdict: Verdict


class Decision(msgspec.Struct, frozen=True):
    """A change as it stands, or stood when the minutes were closed; `verdict` None where it was never voted on."""

    change: str
    title: str
    state: str
    planned_start: str
    planned_end: str
    verdict: Verdict | None
    needs: tuple[Heard, ...]
    votes: tuple[Vote, ...]


class Said(msgspec.Struct, frozen=True):
    """What people write of a meeting: when it is, who leads it, who was there, its agenda in order, other remarks."""

    held_at: int
    chair: str = ""
    present: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    remarks: str = ""


class Meeting(msgspec.Struct, frozen=True):
    """A meeting; times in microseconds. Once it is closed (`closed_at`) `decisions` are kept and nothing changes."""

    uid: str
    said: Said
    opened_by: str
    opened_at: int
    decisions: tuple[Decision, ...] = ()
    closed_by: str = ""
    closed_at: int = 0
    revision: int = 1

    @property
    def is_closed(self) -> bool:
        """Whether its minutes are closed."""
        return bool(self.closed_at)

    @property
    def fingerprint(self) -> str:
        """A digest (SHA-256) of closed minutes, by which a printed copy is known to be whole; "" of open ones."""
        told = (self.uid, self.said, self.decisions, self.closed_by, self.closed_at)
        return sha256(msgspec.json.encode(told)).hexdigest() if self.is_closed else ""


def decision_on(record: Record, state: str) -> Decision:
    """A change as it stands; `state` is the word for its state."""
    ballot = record.ballot
    needs = ballot.needs if ballot else ()
    return Decision(
        change=record.number,
        title=record.value("title"),
        state=state,
        planned_start=record.value("planned_start"),
        planned_end=record.value("planned_end"),
        verdict=verdict(ballot) if ballot else None,
        needs=tuple(Heard(need.label, need.quorum, verdict_on(ballot, need)) for need in needs if ballot),
        votes=ballot.votes if ballot else (),
    )


def stored(meeting: Meeting) -> dict[str, Any]:
    """A meeting as properties of its node."""
    return {"minutes": msgspec.json.encode(meeting).decode(), "status": "kept"}


def meeting_of(properties: Mapping[str, Any]) -> Meeting:
    """A meeting from the properties of its node."""
    return _DECODER.decode(properties["minutes"])


_DECODER = msgspec.json.Decoder(Meeting)
