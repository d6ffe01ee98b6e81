"""The facts of a graph as they were at a time."""

from collections.abc import Iterable, Iterator

from cmdb_server.export.current import (
    CurrentCI,
    CurrentFacts,
    CurrentRelationship,
    Facts,
    current,
    windows,
)
from cmdb_server.graph_store.queries import export as queries
from cmdb_server.graph_store.queries import history
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.history.past import PastBond, PastEvent
from cmdb_server.history.reading import bonds_of, events_between, open_then, rewound
from graph_schema import Registry


class PastFacts:
    """The facts of a time. Every event since then is read once; what comes while this is read is read behind it."""

    def __init__(self, store: GraphStore, registry: Registry, at: int) -> None:
        """`at` in microseconds, a time that has come."""
        instants.settle(store, at)
        self._store, self._registry, self._at = store, registry, at
        self._until = at
        self._known: dict[str, list[PastEvent]] = {}

    def windows(self) -> list[tuple[str, str]]:
        """See Facts."""
        return windows(self._store)

    def cis(self, window: tuple[str, str]) -> Iterator[CurrentCI | str]:
        """See Facts."""
        low, high = window
        stored = self._store.read(lambda tx: tx.run(queries.CIS, low=low, high=high)[0]["properties"])
        uids = sorted(entry["uid"] for entry in stored)
        past = rewound(stored, self._since(uids), self._at)
        for uid in uids:
            yield current(past[uid], self._registry) if uid in past else uid

    def relationships(self, window: tuple[str, str]) -> list[CurrentRelationship]:
        """See Facts."""
        low, high = window

        def read(tx: Transaction) -> list[PastBond]:
            return bonds_of(tx.run(history.OUTGOING_IN_WINDOW, low=low, high=high, at=self._at)[0])

        stored = self._store.read(read)
        since = self._since({bond.source for bond in stored})
        return [CurrentRelationship(*bond) for bond in open_then(stored, since, self._at)]

    def contacts(self) -> dict[str, int]:
        """Nothing: who made contact when is known of the last time only."""
        return {}

    def _since(self, uids: Iterable[str]) -> list[PastEvent]:
        for event in self._store.read(lambda tx: events_between(tx, self._until)):
            self._known.setdefault(event.ci_uid, []).append(event)
            self._until = max(self._until, event.recorded_at)
        return [event for uid in uids for event in self._known.get(uid, ())]


def facts_at(store: GraphStore, registry: Registry, at: int | None) -> Facts:
    """The facts of a time (microseconds), of now without one."""
    return CurrentFacts(store, registry) if at is None else PastFacts(store, registry, at)
