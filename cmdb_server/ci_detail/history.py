"""What happened to a CI, newest first, in pieces that a cursor leads through."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from cmdb_server.ci_detail import traps
from cmdb_server.ci_detail.answers import CIName, Event, EventChange, EventPage
from cmdb_server.ci_detail.references import References, read_references, time_text
from cmdb_server.data_source_names import source_name
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import OPEN, rfc3339

MOST_COUNTED = 1_000
_CHANGES = msgspec.json.Decoder(list[dict[str, Any]])


class BadCursorError(CmdbError):
    """A cursor that this server did not give out."""

    def __init__(self, cursor: str) -> None:
        """422, naming the parameter."""
        remedy = "leave it out to start with the newest event"
        error = FieldError("cursor", cursor[:100], "is no cursor of this list", remedy)
        super().__init__(f"cursor {error.message}; {remedy}", 422, "bad_cursor", (error,))


def read_history(tx: Transaction, uid: str, cursor: str, limit: int, until: int = OPEN - 1) -> EventPage:
    """The events of a CI before the cursor, "" for the newest, up to a time. Raises BadCursorError."""
    before, before_uid = min(_position(cursor), (until + 1, ""))
    asked = {"uid": uid, "before": before, "before_uid": before_uid, "limit": limit + 1}
    rows = [*tx.run(queries.HISTORY, **asked), *traps.read_events(tx, asked)]
    found = sorted((row["properties"] for row in rows), key=_place, reverse=True)[: limit + 1]
    shown = found[:limit]
    changes = {entry["uid"]: _CHANGES.decode(entry.get("changes") or "[]") for entry in shown}
    named = {one["other"] for many in changes.values() for one in many if one.get("other")}
    others = read_references(tx, named | {entry["part_uid"] for entry in shown if entry.get("part_uid")})
    items = [_event(entry, changes[entry["uid"]], others) for entry in shown]
    last = shown[-1] if len(found) > limit else None
    return EventPage(items, f"{last['recorded_at']}.{last['uid']}" if last else None)


def count_events(tx: Transaction, uid: str, until: int = OPEN) -> int:
    """How many events a CI has up to a time, at most MOST_COUNTED: what is now does not cost what there was."""
    asked = {"uid": uid, "until": until, "most": MOST_COUNTED}
    return min(MOST_COUNTED, tx.run(queries.HISTORY_COUNT, **asked)[0]["events"] + traps.count_events(tx, asked))


def _place(stored: Mapping[str, Any]) -> tuple[int, str]:
    return stored["recorded_at"], stored["uid"]


def _position(cursor: str) -> tuple[int, str]:
    if not cursor:
        return OPEN, ""
    at, _, uid = cursor.partition(".")
    if not (at.isascii() and at.isdigit() and int(at) < OPEN and uid):
        raise BadCursorError(cursor)
    return int(at), uid


def _event(stored: Mapping[str, Any], changes: Sequence[Mapping[str, Any]], others: References) -> Event:
    if "oid" in stored:
        return traps.event_of(stored, others)
    source = stored.get("source") or ""
    return Event(
        stored["uid"],
        rfc3339(stored["recorded_at"]),
        time_text(stored.get("observed_at") or 0),
        stored.get("kind") or "changed",
        source_name(source) if source else None,
        stored.get("actor") or None,
        stored.get("reason") or None,
        [_change(change, others) for change in changes if change.keys() & {"attribute", "relationship"}],
        time_text(stored.get("recorded_from") or 0),
    )


def _change(change: Mapping[str, Any], others: References) -> EventChange:
    other = change.get("other")
    known = others.cis.get(other) if other else None
    return EventChange(
        attribute=change.get("attribute"),
        relationship=change.get("relationship"),
        old=change.get("old"),
        new=change.get("new"),
        other=CIName(other, known.name if known else other) if other else None,
        direction=change.get("direction"),
        change=change.get("change"),
    )
