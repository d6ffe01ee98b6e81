"""The parked items: listed, looked at, discarded. Retrying one is ingest's own work (pipeline.py)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import parked as queries
from cmdb_server.graph_store.store import GraphStore, Transaction


@dataclass(frozen=True)
class WaitingItem:
    """A parked item; times in microseconds. `content` is what was sent."""

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


class WaitingItems:
    """Lists and discards what is parked."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock

    def page(self, offset: int, limit: int) -> tuple[int, list[WaitingItem]]:
        """How many items are parked, and one page of them, the latest first."""

        def read(tx: Transaction) -> tuple[int, list[WaitingItem]]:
            row = tx.run(queries.PARKED)[0]
            ordered = sorted(zip(row["last_at"], row["uid"], strict=True), reverse=True)
            return len(ordered), _items(tx, [uid for _, uid in ordered[offset : offset + limit]])

        return self._store.read(read)

    def item(self, uid: str) -> WaitingItem | None:
        """One item, None when nothing of that uid is parked."""
        found = self._store.read(lambda tx: _items(tx, [uid]))
        return found[0] if found else None

    def discard(self, uid: str, actor: str) -> bool:
        """Give an item up; False when nothing of that uid is parked."""
        return bool(self._store.write(lambda tx: tx.run(queries.DISCARD, uid=uid, at=self._clock(), actor=actor)))


def _items(tx: Transaction, uids: list[str]) -> list[WaitingItem]:
    if not uids:
        return []
    found = {entry["uid"]: entry for entry in tx.run(queries.PARKED_ITEMS, uids=uids)[0]["properties"]}
    return [_item(found[uid]) for uid in uids if uid in found and found[uid].get("status") == "parked"]


def _item(stored: dict[str, Any]) -> WaitingItem:
    return WaitingItem(
        stored["uid"],
        stored["source"],
        stored["section"],
        stored["item"],
        stored["field"],
        stored["value"],
        stored["reason"],
        stored["remedy"],
        msgspec.json.decode(stored["content"]),
        stored["first_at"],
        stored["last_at"],
        stored["attempts"],
    )
