"""Differences without a change behind them: what waits, what somebody decided, and what is noise."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import unauthorised_changes as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.unauthorised_changes.judging import Difference

Status: TypeAlias = Literal["open", "linked", "accepted", "incident", "filtered"]
STATUSES: tuple[Status, ...] = ("open", "linked", "accepted", "incident", "filtered")
PROPOSED_AFTER = 3


class DecisionRefusedError(CmdbError):
    """A decision that cannot be taken."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "decision_refused", (error,))


class DecidedError(CmdbError):
    """Somebody else has decided already."""

    def __init__(self, item: "Item") -> None:
        """409, saying what and who."""
        super().__init__(f"{item.uid} is {item.status} already, by {item.decided_by}", 409, "decided")


class NoItemError(CmdbError):
    """There is no such difference."""

    def __init__(self, uid: str) -> None:
        """404."""
        message = f"there is no unauthorised change {uid[:100]!r}; `cmdb unauthorised list` shows those there are"
        super().__init__(message, 404, "not_found")


@dataclass(frozen=True)
class Item(Difference):
    """A difference and what somebody decided about it."""

    status: Status = "open"
    change: str = ""
    incident: str = ""
    reason: str = ""
    decided_by: str = ""
    decided_at: int = 0


@dataclass(frozen=True)
class Filter:
    """Noise: an attribute of a class by a kind of source; proposed after some accepts, on or off by a person."""

    key: str
    status: Literal["proposed", "on", "off"]
    accepted: int
    decided_by: str = ""
    decided_at: int = 0


class UnauthorisedChanges:
    """Keeps decisions; safe to use from several threads and servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def page(self, status: Status, offset: int, limit: int) -> tuple[dict[str, int], list[Item]]:
        """How many there are of each status, and one page of one, the newest first."""

        def read(tx: Transaction) -> tuple[dict[str, int], list[Item]]:
            counts = {row["status"]: row["number"] for row in tx.run(queries.COUNTS, statuses=list(STATUSES))}
            rows = tx.run(queries.BY_STATUS, status=status, offset=offset, limit=limit)[0]["properties"]
            items = sorted(map(_item, rows), key=lambda item: (-item.recorded_at, item.uid))
            return dict.fromkeys(STATUSES, 0) | counts, items

        return self._store.read(read)

    def one(self, uid: str) -> Item:
        """An item that waits. Raises NoItemError, DecidedError."""
        return self._store.write(lambda tx: _waiting(tx, uid))

    def decide(self, uid: str, decided: Callable[[Item], Item], actor: Actor) -> Item:
        """Keep what somebody decides of an item that waits. Raises NoItemError, DecidedError."""

        def write(tx: Transaction) -> Item:
            made = replace(decided(_waiting(tx, uid)), decided_by=actor.name, decided_at=self._clock())
            names = ("status", "change", "incident", "reason", "decided_by", "decided_at")
            tx.run(queries.DECIDE, uid=uid, properties={name: getattr(made, name) for name in names})
            told = {"change": made.change, "incident": made.incident, "reason": made.reason}
            self._audit.note(tx, actor, f"unauthorised_changes.{made.status}", uid, **told)
            return made

        return self._store.write(write)

    def filters(self) -> list[Filter]:
        """Those that a person switched, and those that are proposed, the most accepted first."""

        def read(tx: Transaction) -> list[Filter]:
            accepted = {row["key"]: int(row["number"]) for row in tx.run(queries.ACCEPTED)}
            known = {entry["key"]: entry for entry in tx.run(queries.FILTERS)[0]["properties"]}
            keys = {*known, *(key for key, number in accepted.items() if number >= PROPOSED_AFTER)}
            return [_filter(key, known.get(key), accepted.get(key, 0)) for key in sorted(keys)]

        return sorted(self._store.read(read), key=lambda one: (-one.accepted, one.key))

    def switch(self, key: str, actor: Actor, *, is_on: bool) -> Filter:
        """Leave alike differences out of the inbox from now on, or no longer. Raises DecisionRefusedError."""
        found = next((one for one in self.filters() if one.key == key), None)
        if found is None:
            raise DecisionRefusedError("key", key, "is no filter", "`cmdb unauthorised filters` shows those there are")
        told: dict[str, Any] = {
            "status": "on" if is_on else "off", "decided_by": actor.name, "decided_at": self._clock()
        }  # fmt: skip

        def write(tx: Transaction) -> None:
            tx.run(queries.SAVE_FILTER, key=key, properties=told)
            self._audit.note(tx, actor, "unauthorised_changes.filter", key, is_on=is_on)

        self._store.write(write)
        return replace(found, **told)


def _waiting(tx: Transaction, uid: str) -> Item:
    rows = tx.run(queries.LOCK, uid=uid, token=secrets.token_hex(4))
    if not rows:
        raise NoItemError(uid)
    item = _item(rows[0]["properties"])
    if item.status not in ("open", "filtered"):
        raise DecidedError(item)
    return item


def _item(stored: Mapping[str, Any]) -> Item:
    return Item(**{entry.name: stored[entry.name] for entry in fields(Item)})


def _filter(key: str, known: Mapping[str, Any] | None, accepted: int) -> Filter:
    if known is None:
        return Filter(key, "proposed", accepted)
    return Filter(key, known["status"], accepted, known["decided_by"], known["decided_at"])
