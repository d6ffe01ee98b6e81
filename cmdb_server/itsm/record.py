"""A record and its timeline, and how both lie in the graph."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from cmdb_server.timestamps import microseconds

EntryKind = Literal[
    "opened",
    "changed",
    "moved",
    "affects",
    "comment",
    "note",
    "status",
    "file",
    "voted",
    "lapsed",
    "step",
    "task",
]
TaskState = Literal["open", "done", "cancelled"]


class Change(msgspec.Struct, frozen=True):
    """One value before and after; "" for none."""

    field: str
    before: str
    after: str


class Fact(msgspec.Struct, frozen=True):
    """Something that speaks against a plan, in words; of two of one key that of the higher rank is worse."""

    key: str
    rank: int
    text: str


class TeamVoters(msgspec.Struct, frozen=True):
    """A team with the people in it who may vote."""

    name: str
    voters: tuple[str, ...]


class Need(msgspec.Struct, frozen=True):
    """Whose yes a plan needs: `quorum` of the `voters` by name; without any, of those who may vote on changes.

    With `teams` it is `quorum` of each of them; `voters` are then all people in them.
    """

    key: str
    label: str
    quorum: int
    voters: tuple[str, ...] = ()
    teams: tuple[TeamVoters, ...] = ()


class Vote(msgspec.Struct, frozen=True):
    """A yes or no to a plan, by somebody for themselves or `on_behalf_of` another; it counts for these needs."""

    by: str
    at: int
    is_yes: bool
    needs: tuple[str, ...]
    reason: str = ""
    on_behalf_of: str = ""

    @property
    def whose(self) -> str:
        """Whose vote it is."""
        return self.on_behalf_of or self.by


class Ballot(msgspec.Struct, frozen=True):
    """The votes on a plan (by its digest), bound to the facts of when they began.

    `lapsed` says in words why those before no longer count. `scenario` is a digest of what the plan's scenario says, ""
    for none.
    """

    opened_at: int
    plan: str
    facts: tuple[Fact, ...]
    needs: tuple[Need, ...]
    votes: tuple[Vote, ...] = ()
    lapsed: tuple[str, ...] = ()
    scenario: str = ""


class Task(msgspec.Struct, frozen=True):
    """Something that has to be done for a record, `number` within it; times as RFC 3339, "" for none.

    While it is open the record does not go the transition that it `holds` ("": it goes them all).
    """

    number: int
    title: str
    state: TaskState = "open"
    assignee: str = ""
    team: str = ""
    due: str = ""
    holds: str = ""
    note: str = ""
    ended_by: str = ""
    ended_at: str = ""


@dataclass(frozen=True)
class Record:
    """A record as it is; times in microseconds (0: not yet), `revision` rises with every change.

    `affects` are the uids of CIs as they were named; `computed` is what follows from them (impact and why).
    """

    uid: str
    number: str
    type: str
    state: str
    values: Mapping[str, str]
    affects: Sequence[str]
    opened_by: str
    opened_at: int
    changed_at: int
    closed_at: int = 0
    revision: int = 1
    computed: Mapping[str, str] = field(default_factory=dict[str, str])
    ballot: Ballot | None = None
    tasks: Sequence[Task] = ()

    def value(self, name: str) -> str:
        """A value, "" where there is none."""
        return self.values.get(name, "")


@dataclass(frozen=True)
class Entry:
    """One line of a record's timeline; a note is read by those only who work on records."""

    uid: str
    at: int
    by: str
    kind: EntryKind
    text: str = ""
    changes: Sequence[Change] = ()


def new_entry(at: int, by: str, kind: EntryKind, text: str = "", changes: Sequence[Change] = ()) -> Entry:
    """A line of a timeline, with a uid of its own."""
    return Entry(f"ren_{secrets.token_hex(8)}", at, by, kind, text, tuple(changes))


# Written with the entry itself: what happened and that it has to be told are there, or neither.
WAITING = "waiting"
_VALUES = msgspec.json.Decoder(dict[str, str])
_CHANGES = msgspec.json.Decoder(tuple[Change, ...])
_BALLOT = msgspec.json.Decoder(Ballot | None)
_TASKS = msgspec.json.Decoder(tuple[Task, ...])
_JSON = ("values", "computed", "ballot", "tasks")


def stored(record: Record, *, is_open: bool) -> dict[str, Any]:
    """A record as properties of its node; `open_type` is its type while it is open, `planned_until` when it ends."""
    kept = {name: value for name, value in vars(record).items() if name not in (*_JSON, "affects")}
    told = {name: msgspec.json.encode(getattr(record, name)).decode() for name in _JSON}
    found: dict[str, Any] = {}
    if record.value("planned_end"):
        found["planned_until"] = microseconds(record.value("planned_end"))
    if record.value("template"):
        found["template"] = record.value("template")
    is_open_as = {"open_type": record.type if is_open else ""}
    return {**kept, **told, **found, **is_open_as, "affects": list(record.affects)}


def record_of(properties: Mapping[str, Any]) -> Record:
    """A record from the properties of its node."""
    names = ("uid", "number", "type", "state", "opened_by", "opened_at", "changed_at", "closed_at", "revision")
    values, computed = (_VALUES.decode(properties[name]) for name in ("values", "computed"))
    kept = {name: properties[name] for name in names}
    ballot = _BALLOT.decode(properties.get("ballot") or "null")
    tasks = _TASKS.decode(properties.get("tasks") or "[]")
    affects = tuple(properties["affects"] or ())
    return Record(**kept, values=values, affects=affects, computed=computed, ballot=ballot, tasks=tasks)


def stored_entry(entry: Entry, record_uid: str) -> dict[str, Any]:
    """An entry as properties of its node; it waits there to be told to those whom it concerns."""
    changes = msgspec.json.encode(entry.changes).decode()
    return {"record_uid": record_uid, "at": entry.at, "by": entry.by, "kind": entry.kind, "text": entry.text,
            "changes": changes, "outbox": WAITING}  # fmt: skip


def changes_of(text: str) -> tuple[Change, ...]:
    """The changes that an entry's node tells."""
    return _CHANGES.decode(text)


def entry_of(properties: Mapping[str, Any]) -> Entry:
    """An entry from the properties of its node."""
    kept = {name: properties[name] for name in ("uid", "at", "by", "kind", "text")}
    return Entry(**kept, changes=changes_of(properties["changes"]))
