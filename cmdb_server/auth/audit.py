"""The audit log: who logged in or failed to, who changed rights, to whom a secret was shown. It only grows."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import rights as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.timestamps import OPEN

_LONGEST = 300


class Actor(NamedTuple):
    """Who acts: the name of a person or program, and the address it came from, "" for the server itself."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class AuditEntry:
    """What somebody did to what, and when (microseconds); `action` is `<kind of thing>.<what happened to it>`."""

    uid: str
    at: int
    actor: str
    address: str
    action: str
    subject: str
    detail: dict[str, Any]


class BadAuditCursorError(CmdbError):
    """A cursor that this server did not give out."""

    def __init__(self, cursor: str) -> None:
        """422, naming the parameter."""
        remedy = "leave it out to start with the newest entry"
        error = FieldError("cursor", cursor[:100], "is no cursor of this list", remedy)
        super().__init__(f"cursor {error.message}; {remedy}", 422, "bad_cursor", (error,))


class AuditLog:
    """Appends and reads; nothing is ever changed or removed."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._turns = count()

    def note(self, tx: Transaction, actor: Actor, action: str, subject: str, **detail: object) -> None:
        """Append an entry in the transaction of what it tells of: both are there, or neither. Never pass a secret."""
        properties = {**self._told(actor, action), "subject": subject[:_LONGEST], "detail": _detail(detail)}
        tx.run(queries.APPEND_AUDIT, uid=self._uid(), properties=properties)

    def note_each(self, tx: Transaction, actor: Actor, action: str, names: Mapping[str, str]) -> None:
        """The same of many subjects at once, each with its name."""
        tx.run(
            queries.APPEND_AUDITS,
            uid=[self._uid() for _ in names],
            subject=[subject[:_LONGEST] for subject in names],
            detail=[_detail({"name": name}) for name in names.values()],
            **self._told(actor, action),
        )

    def _told(self, actor: Actor, action: str) -> dict[str, Any]:
        told = {"actor": actor.name[:_LONGEST], "address": actor.address[:_LONGEST], "action": action}
        return {"at": self._clock(), **told}

    def _uid(self) -> str:
        return f"au_{next(self._turns):010d}{secrets.token_hex(8)}"

    def append(self, actor: Actor, action: str, subject: str, **detail: object) -> None:
        """Append an entry about what changes nothing in the graph."""
        self._store.write(lambda tx: self.note(tx, actor, action, subject, **detail))

    def page(self, cursor: str, limit: int, *, actor: str = "", action: str = "") -> tuple[list[AuditEntry], str]:
        """Entries before a cursor ("" for the newest), newest first, and the cursor of those before, "" at the end.

        `actor` is a name in full, `action` the beginning of one. Raises BadAuditCursorError.
        """
        until, until_uid = _position(cursor)
        asked = {"until": until, "until_uid": until_uid, "actor": actor, "action": action, "limit": limit + 1}
        rows = self._store.read(lambda tx: tx.run(queries.AUDIT, **asked)[0]["entries"])
        entries = sorted(map(_entry, rows), key=lambda entry: (entry.at, entry.uid), reverse=True)
        shown = entries[:limit]
        return shown, f"{shown[-1].at}.{shown[-1].uid}" if len(entries) > limit else ""


def _detail(told: Mapping[str, object]) -> str:
    return msgspec.json.encode(told).decode()


def _position(cursor: str) -> tuple[int, str]:
    if not cursor:
        return OPEN, ""
    at, _, uid = cursor.partition(".")
    if not (at.isascii() and at.isdigit() and int(at) < OPEN and uid):
        raise BadAuditCursorError(cursor)
    return int(at), uid


def _entry(stored: dict[str, Any]) -> AuditEntry:
    names = ("uid", "at", "actor", "address", "action", "subject")
    return AuditEntry(**{name: stored[name] for name in names}, detail=msgspec.json.decode(stored["detail"]))
