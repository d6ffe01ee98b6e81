"""The parked items: listed, counted by reason, looked at, discarded; which of them to try again and when.

Retrying one is ingest's own work (pipeline.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import msgspec

from cmdb_server.graph_store.queries import parked as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.changes import BondWrites, CIWrite
from cmdb_server.ingest.writing import Cause, tick, write_events
from cmdb_server.timestamps import rfc3339

_MINUTE = 60 * 1_000_000
FIRST_RETRY = 10 * _MINUTE
LAST_RETRY = 24 * 60 * _MINUTE
DISCARDED = "discarded"


@dataclass(frozen=True)
class WaitingItem:
    """A parked item; times in microseconds. `content` is what was sent; `retry_at` 0: it is not tried by itself."""

    uid: str
    source: str
    section: str
    item: str
    field: str
    value: str
    reason: str
    remedy: str
    content: Any
    first_at: int
    last_at: int
    attempts: int
    retry_at: int


@dataclass(frozen=True)
class ParkedFilter:
    """Which parked items: of a source, with a reason, with a text in section, item, field or reason; "" for any."""

    source: str = ""
    reason: str = ""
    q: str = ""


@dataclass(frozen=True)
class ReasonCount:
    """How many items wait for one reason, and since when the oldest does (RFC 3339)."""

    reason: str
    count: int
    oldest_at: str


class _Line(NamedTuple):
    """What of a parked item lists are made of."""

    uid: str
    source: str
    section: str
    item: str
    field: str
    reason: str
    first_at: int
    last_at: int
    attempts: int
    is_whole: bool


def retry_at(last_at: int, attempts: int) -> int:
    """When to try an item again by itself: after ten minutes, then twice as long each time, at last once a day."""
    return last_at + min(FIRST_RETRY << min(max(attempts - 1, 0), 10), LAST_RETRY)


class WaitingItems:
    """Lists, counts and discards what is parked."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock

    def page(self, wanted: ParkedFilter, offset: int, limit: int) -> tuple[int, list[WaitingItem]]:
        """How many items pass a filter, and one page of them, the latest first."""

        def read(tx: Transaction) -> tuple[int, list[WaitingItem]]:
            ordered = sorted(((line.last_at, line.uid) for line in _lines(tx) if _passes(line, wanted)), reverse=True)
            return len(ordered), _items(tx, [uid for _, uid in ordered[offset : offset + limit]])

        return self._store.read(read)

    def reasons(self) -> list[ReasonCount]:
        """The reasons for which items wait, the most frequent first."""
        ages: dict[str, list[int]] = {}
        for line in self._store.read(_lines):
            ages.setdefault(line.reason, []).append(line.first_at)
        counts = [ReasonCount(reason, len(times), rfc3339(min(times))) for reason, times in ages.items()]
        return sorted(counts, key=lambda entry: (-entry.count, entry.reason))

    def due(self, limit: int) -> list[str]:
        """The items to try again now, those that wait longest for it first."""
        now = self._clock()
        times = [
            (retry_at(line.last_at, line.attempts), line.uid) for line in self._store.read(_lines) if line.is_whole
        ]
        return [uid for at, uid in sorted(times) if at <= now][:limit]

    def item(self, uid: str) -> WaitingItem | None:
        """One item, None when nothing of that uid is parked."""
        found = self._store.read(lambda tx: _items(tx, [uid]))
        return found[0] if found else None

    def discard(self, uid: str, actor: str, reason: str) -> bool:
        """Give an item up, noted in the history of the CI whose report it was part of; False when none is parked."""
        return self._store.write(partial(self._discard, uid, actor, reason))

    def _discard(self, uid: str, actor: str, reason: str, tx: Transaction) -> bool:
        now = self._clock()
        rows = tx.run(queries.DISCARD, uid=uid, at=now, actor=actor, reason=reason)
        if not rows:
            return False
        [found] = rows
        if root := found["root_uid"]:
            what = f"{found['section']} {found['item']}".strip()
            cause = Cause(found["source"], found["section"], now, now, actor, f"gave up {what}: {reason}".rstrip(": "))
            # Nothing of the CI changed: the event tells what was given up, and no change to walk back.
            write = CIWrite(root, is_new=False, properties={}, changes=[{"parked": uid}], kind=DISCARDED)
            write_events(tx, [write], BondWrites(), (cause, tick(tx, now)))
        return True


def _lines(tx: Transaction) -> list[_Line]:
    row = tx.run(queries.PARKED)[0]
    return [_Line(*entry) for entry in zip(*(row[name] for name in _Line._fields), strict=True)]


def _passes(line: _Line, wanted: ParkedFilter) -> bool:
    text = f"{line.section} {line.item} {line.field} {line.reason} {line.source}".casefold()
    return (
        wanted.source in ("", line.source)
        and wanted.reason in ("", line.reason)
        and wanted.q.casefold().strip() in text
    )


def _items(tx: Transaction, uids: list[str]) -> list[WaitingItem]:
    if not uids:
        return []
    found = {entry["uid"]: entry for entry in tx.run(queries.PARKED_ITEMS, uids=uids)[0]["properties"]}
    return [_item(found[uid]) for uid in uids if uid in found and found[uid].get("status") == "parked"]


def _item(stored: dict[str, Any]) -> WaitingItem:
    content = msgspec.json.decode(stored["content"])
    return WaitingItem(
        stored["uid"],
        stored["source"],
        stored["section"],
        stored["item"],
        stored["field"],
        stored["value"],
        stored["reason"],
        stored["remedy"],
        content,
        stored["first_at"],
        stored["last_at"],
        stored["attempts"],
        0 if isinstance(content, str) else retry_at(stored["last_at"], stored["attempts"]),
    )
