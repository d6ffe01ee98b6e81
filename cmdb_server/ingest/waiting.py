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
from cmdb_server.ingest.parked_rights import Line, ParkedRights, WaitingItem
from cmdb_server.ingest.writing import Cause, tick, write_events
from cmdb_server.permissions.sight import Places, Sight
from cmdb_server.timestamps import rfc3339

_MINUTE = 60 * 1_000_000
FIRST_RETRY = 10 * _MINUTE
LAST_RETRY = 24 * 60 * _MINUTE
DISCARDED = "discarded"


@dataclass(frozen=True)
class ParkedFilter:
    """Which parked items: of a source, with a reason, with a text in section, item, field or reason; "" for any."""

    source: str = ""
    reason: str = ""
    q: str = ""


@dataclass(frozen=True)
class ReasonCount:
    """How many items wait for one reason, since when the oldest does (RFC 3339), and what to do about it."""

    reason: str
    remedy: str
    count: int
    oldest_at: str


class Page(NamedTuple):
    """How many items pass a filter, how many more there are that may not be seen, and one page of the former."""

    total: int
    hidden: int
    items: list[WaitingItem]


def retry_at(last_at: int, attempts: int) -> int:
    """When to try an item again by itself: after ten minutes, then twice as long each time, at last once a day."""
    return last_at + min(FIRST_RETRY << min(max(attempts - 1, 0), 10), LAST_RETRY)


class WaitingItems:
    """Lists, counts and discards what is parked."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], rights: ParkedRights | None = None) -> None:
        """`clock` in microseconds; without `rights` everything may be seen."""
        self._store = store
        self._clock = clock
        self._rights = rights

    def seen_by(self, sight: Sight, places: Places) -> "WaitingItems":
        """The same as somebody may see it."""
        return WaitingItems(self._store, self._clock, ParkedRights(sight, places))

    def page(self, wanted: ParkedFilter, offset: int, limit: int) -> Page:
        """One page of the items that pass a filter, the latest first."""

        def read(tx: Transaction) -> Page:
            lines = _lines(tx)
            seen = self._seen(lines)
            ordered = sorted(((line.last_at, line.uid) for line in seen if _passes(line, wanted)), reverse=True)
            items = _items(tx, [uid for _, uid in ordered[offset : offset + limit]])
            return Page(len(ordered), len(lines) - len(seen), self._rights.items(items) if self._rights else items)

        return self._store.read(read)

    def reasons(self) -> list[ReasonCount]:
        """The reasons for which items wait, the most frequent first."""
        found: dict[str, list[Line]] = {}
        for line in self._seen(self._store.read(_lines)):
            found.setdefault(line.reason, []).append(line)
        counts = [
            ReasonCount(reason, lines[0].remedy, len(lines), rfc3339(min(line.first_at for line in lines)))
            for reason, lines in found.items()
        ]
        return sorted(counts, key=lambda entry: (-entry.count, entry.reason))

    def due(self, limit: int) -> list[str]:
        """The items to try again now, those that wait longest for it first."""
        now = self._clock()
        times = [
            (retry_at(line.last_at, line.attempts), line.uid) for line in self._store.read(_lines) if line.is_whole
        ]
        return [uid for at, uid in sorted(times) if at <= now][:limit]

    def item(self, uid: str) -> WaitingItem | None:
        """One item, None when nothing of that uid is parked, or nothing that may be seen."""
        found = self._store.read(lambda tx: _items(tx, [uid]))
        seen = self._rights.items(found) if self._rights else found
        return seen[0] if seen else None

    def discard(self, uid: str, actor: str, reason: str) -> bool:
        """Give an item up, noted in the history of the CI whose report it was part of; False when none is parked."""
        return self._store.write(partial(self._discard, uid, actor, reason))

    def _seen(self, lines: list[Line]) -> list[Line]:
        return self._rights.lines(lines) if self._rights else lines

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


def _lines(tx: Transaction) -> list[Line]:
    row = tx.run(queries.PARKED)[0]
    return [Line(*entry) for entry in zip(*(row[name] for name in Line._fields), strict=True)]


def _passes(line: Line, wanted: ParkedFilter) -> bool:
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
        stored.get("ci_class") or "",
        stored["root_uid"],
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
