"""A record and its timeline, and how both lie in the graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

EntryKind = Literal["opened", "changed", "moved", "affects", "comment", "note"]


class Change(msgspec.Struct, frozen=True):
    """One value before and after; "" for none."""

    field: str
    before: str
    after: str


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


_VALUES = msgspec.json.Decoder(dict[str, str])
_CHANGES = msgspec.json.Decoder(tuple[Change, ...])
_JSON = ("values", "computed")


def stored(record: Record, *, is_open: bool) -> dict[str, Any]:
    """A record as properties of its node; `open_type` is its type while it is open."""
    kept = {name: value for name, value in vars(record).items() if name not in (*_JSON, "affects")}
    told = {name: msgspec.json.encode(getattr(record, name)).decode() for name in _JSON}
    return {**kept, **told, "affects": list(record.affects), "open_type": record.type if is_open else ""}


def record_of(properties: Mapping[str, Any]) -> Record:
    """A record from the properties of its node."""
    names = ("uid", "number", "type", "state", "opened_by", "opened_at", "changed_at", "closed_at", "revision")
    values, computed = (_VALUES.decode(properties[name]) for name in _JSON)
    kept = {name: properties[name] for name in names}
    return Record(**kept, values=values, affects=tuple(properties["affects"] or ()), computed=computed)


def stored_entry(entry: Entry, record_uid: str) -> dict[str, Any]:
    """An entry as properties of its node."""
    changes = msgspec.json.encode(entry.changes).decode()
    return {"record_uid": record_uid, "at": entry.at, "by": entry.by, "kind": entry.kind, "text": entry.text,
            "changes": changes}  # fmt: skip


def entry_of(properties: Mapping[str, Any]) -> Entry:
    """An entry from the properties of its node."""
    kept = {name: properties[name] for name in ("uid", "at", "by", "kind", "text")}
    return Entry(**kept, changes=_CHANGES.decode(properties["changes"]))
