"""Which edits undo an event, and which newer change stands against it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.history.comparison import subject_of
from cmdb_server.history.past import PastEvent
from cmdb_server.timestamps import rfc3339

# What follows from attributes and reports, and comes back with them.
FOLLOWS = frozenset(("identifiers", "sources", "owner_uid", "root_uid"))
_RETIRED, _ACTIVE, _STALE = "retired", "active", "stale"
_REMEDIES = {"merged_into": "a merge is undone by unmerging the CI"}
MOST_RELATIONSHIPS = 200


class NotUndoableError(CmdbError):
    """An event that edits cannot undo."""

    def __init__(self, event: str, message: str, remedy: str) -> None:
        """422, naming the event."""
        error = FieldError("event_uid", event, message, remedy)
        super().__init__(f"event {event} {message}; {remedy}", 422, "not_undoable", (error,))


class UndoConflictError(CmdbError):
    """A newer change of the same value: undoing would take that away too."""

    def __init__(self, event: PastEvent, newer: Mapping[str, PastEvent]) -> None:
        """409, naming each value with the newer event."""
        remedy = "undo that one first, or edit the CI by hand"
        errors = tuple(
            FieldError(what, other.uid, f"changed again at {rfc3339(other.recorded_at)}", remedy)
            for what, other in newer.items()
        )
        shown = ", ".join(f"{entry.field} ({entry.message} by event {entry.value})" for entry in errors[:3])
        super().__init__(f"event {event.uid} cannot be undone: {shown}; {remedy}", 409, "undo_conflict", errors)


@dataclass(frozen=True)
class RelationshipEdit:
    """A relationship that leaves the CI, to be said to be there (with these attributes) or not to be there."""

    uid: str
    type: str
    target: str
    facts: Mapping[str, Any] | None
    is_open: bool


@dataclass(frozen=True)
class Plan:
    """The edits that undo an event; `status` is retired or active where that changes."""

    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    relationships: Sequence[RelationshipEdit] = ()
    status: str = ""


def plan_of(event: PastEvent, newer: Iterable[PastEvent]) -> Plan:
    """How to undo an event, given all later ones of its CI. Raises UndoConflictError, NotUndoableError."""
    changes = [change for change in event.changes if change.get("attribute") not in FOLLOWS]
    if against := _overlapping(changes, newer):
        raise UndoConflictError(event, against)
    status = _status(event, changes)
    attributes: dict[str, Any] = {}
    for change in changes:
        name = change.get("attribute", "")
        if name in _REMEDIES:
            raise NotUndoableError(event.uid, f"changed {name}", _REMEDIES[name])
        if name and name != "status" and event.kind != "created" and change.get("old") != change.get("new"):
            attributes[name] = change.get("old")
    relationships = () if status == _RETIRED else tuple(_relationships(changes))
    if len(relationships) > MOST_RELATIONSHIPS:
        remedy = "withdraw what the source says instead"
        raise NotUndoableError(event.uid, f"changed {len(relationships)} relationships", remedy)
    if not (attributes or relationships or status):
        raise NotUndoableError(event.uid, "changed no value of its own", "undo the change that it follows from")
    return Plan(attributes, relationships, status)


def _status(event: PastEvent, changes: Iterable[Mapping[str, Any]]) -> str:
    old = next((change.get("old") for change in changes if change.get("attribute") == "status"), "")
    if event.kind == "created" or old == _RETIRED:
        return _RETIRED
    if old == _STALE:
        raise NotUndoableError(event.uid, "ended that the CI was stale", "it becomes stale when nobody sees it")
    return _ACTIVE if old == _ACTIVE else ""


def _overlapping(changes: Iterable[Mapping[str, Any]], newer: Iterable[PastEvent]) -> dict[str, PastEvent]:
    mine = {subject_of(change): change for change in changes}
    found: dict[str, PastEvent] = {}
    for event in newer:
        for change in event.changes:
            if subject_of(change) in mine:
                found.setdefault(_name(change), event)
    return found


def _name(change: Mapping[str, Any]) -> str:
    return change.get("attribute") or f"{change['relationship']} to {change['other']}"


def _relationships(changes: Iterable[Mapping[str, Any]]) -> Iterable[RelationshipEdit]:
    for change in changes:
        if "relationship_uid" in change and (change["change"] != "changed" or "old" in change):
            is_open = change["change"] != "opened"
            uid, kind, other = change["relationship_uid"], change["relationship"], change["other"]
            yield RelationshipEdit(uid, kind, other, change.get("old"), is_open)
