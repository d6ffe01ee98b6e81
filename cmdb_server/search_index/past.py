"""The index as it was at a time: a copy of that of now, in which what changed since then is put back.

The copy is one of memory (sqlite's backup, maps of maps), so it costs milliseconds; reading costs what changed since.
"""

import threading
from collections.abc import Collection, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.history.reading import Past, changed_since
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import MERGED
from cmdb_server.search_index.live import LiveContents
from cmdb_server.search_index.reading import LOCATION, WINDOW, ReadCIs

_KEPT = 2


class Lender(Protocol):
    """Lends contents to one at a time."""

    def fresh(self, relationship_types: Collection[str] = ()) -> AbstractContextManager[Contents]:
        """The contents with everything that belongs to their time, and with the relationships of these types."""
        ...

    def held(self) -> AbstractContextManager[Contents]:
        """The contents as they are."""
        ...


class PastContents:
    """Lends the contents of one time, made when they are first asked for."""

    def __init__(self, live: LiveContents, at: int) -> None:
        """`at` in microseconds, a time that has come."""
        self._live, self._at = live, at
        self._lock = threading.RLock()
        self._contents: Contents | None = None
        self._types: set[str] = set()

    @contextmanager
    def fresh(self, relationship_types: Collection[str] = ()) -> Generator[Contents]:
        """The contents of the time, which never change; made anew for relationships that nobody asked about yet."""
        with self._lock:
            if self._contents is None or not self._types.issuperset(relationship_types):
                self._types |= set(relationship_types)
                self._contents = self._made()
            yield self._contents

    def held(self) -> AbstractContextManager[Contents]:
        """The same."""
        return self.fresh()

    def _made(self) -> Contents:
        store = self._live.store
        instants.settle(store, self._at)
        with self._live.fresh(self._types) as now:
            contents = now.copied()
        contents.now = self._at
        # Who made contact when is known of the last time only; what is told of then is when a CI had changed.
        contents.contacts = {}
        wave, done = store.read(lambda tx: changed_since(tx, self._at)), set[str]()
        while wave:
            moved: set[str] = set()
            for window in _windows(sorted(wave)):
                moved |= contents.replace(_read(store, window, contents.links.types, self._at))
            done |= wave
            wave = moved - done
        return contents


class PastContentsKept:
    """The contents of the times that were asked for last."""

    def __init__(self, live: LiveContents) -> None:
        """`live` are the contents to walk back from."""
        self._live = live
        self._kept: dict[int, PastContents] = {}
        self._lock = threading.Lock()

    def get(self, at: int) -> PastContents:
        """The contents of a time in microseconds."""
        with self._lock:
            found = self._kept.pop(at, None) or PastContents(self._live, at)
            self._kept[at] = found
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
            return found


def _windows(uids: list[str]) -> list[list[str]]:
    return [uids[start : start + WINDOW] for start in range(0, len(uids), WINDOW)]


def _read(store: GraphStore, uids: Sequence[str], types: Sequence[str], at: int) -> ReadCIs:
    def read(tx: Transaction) -> ReadCIs:
        past = Past(tx, at)
        cis = past.cis(uids)
        changed_at = past.last_changes(uids)
        places = {bond.source: bond.target for bond in reversed(past.outgoing(cis, [LOCATION]))}
        # A CI that was not there yet is as little shown as one that was merged away.
        shown = [cis.get(uid, {"uid": uid, "status": MERGED}) | _changed(uid, changed_at) for uid in uids]
        links: dict[str, list[tuple[str, str]]] = {}
        for bond in past.outgoing(cis, types) if types else ():
            links.setdefault(bond.type, []).append((bond.source, bond.target))
        return ReadCIs(shown, places, links)

    return store.read(read)


def _changed(uid: str, changed_at: dict[str, int]) -> dict[str, int]:
    return {"updated_at": changed_at[uid]} if uid in changed_at else {}
