"""The contents of one server's index, kept in step with the graph."""

import threading
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from pathlib import Path

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.search_index import reading
from cmdb_server.search_index.contents import Contents
from graph_schema import Registry

_CONTACTS_SECONDS = 10
_MICROSECONDS = 1_000_000


class LiveContents:
    """Lends the contents as of now to one at a time.

    Changes are taken over when somebody asks, not while they are written: a report costs ingest nothing here.
    """

    def __init__(
        self,
        store: GraphStore,
        registry: Registry,
        clock: Callable[[], int],
        *,
        path: Path | None,
        catch_up_seconds: float | None,
    ) -> None:
        """`clock` gives microseconds; `catch_up_seconds` is how often to look for what other servers wrote."""
        self.store = store
        self.clock = clock
        self._catch_up_microseconds = None if catch_up_seconds is None else int(catch_up_seconds * _MICROSECONDS)
        self._contents = Contents(registry, path)
        self._lock = threading.RLock()
        self._learning_lock = threading.Lock()
        self._learnt: set[str] = set()
        self._pending: set[str] = set()
        self._pending_lock = threading.Lock()
        self._contacts_at = 0
        self._caught_up_at = 0
        self._known_until = 0
        store.subscribe(self._hear)

    def build(self) -> int:
        """Read the whole graph; answers how many CIs are shown."""
        with self._lock:
            self._known_until = reading.read_clock(self.store)
            locations = self._contents.locations
            locations.fill(*reading.read_locations(self.store, locations.end_classes))
            for read in reading.read_all(self.store):
                self._contents.fill(read)
            self._refresh()
            return len(self._contents.created_at)

    @contextmanager
    def fresh(self, relationship_types: Collection[str] = ()) -> Generator[Contents]:
        """The contents with every change committed before, and with the relationships of these types."""
        for name in sorted(relationship_types):
            self._learn(name)
        with self._lock:
            self._refresh()
            yield self._contents

    @contextmanager
    def held(self) -> Generator[Contents]:
        """The contents as they are."""
        with self._lock:
            yield self._contents

    def _learn(self, type_name: str) -> None:
        """Read the relationships of a type when the first question follows it; others may ask meanwhile."""
        with self._learning_lock:
            if type_name in self._learnt:
                return
            with self._lock:
                self._contents.links.follow(type_name)
            ends: list[tuple[int, int]] = []
            for window in reading.read_links(self.store, type_name):
                with self._lock:
                    ends += self._contents.members(window)
            with self._lock:
                self._contents.links.fill(type_name, ends)
            self._learnt.add(type_name)

    def _hear(self, uids: frozenset[str]) -> None:
        with self._pending_lock:
            self._pending |= uids

    def _refresh(self) -> None:
        now = self._contents.now = self.clock()
        if self._catch_up_microseconds is not None and now - self._caught_up_at >= self._catch_up_microseconds:
            changed, self._known_until = reading.read_changed(self.store, self._known_until)
            self._caught_up_at = now
            self._hear(frozenset(changed))
        if now - self._contacts_at >= _CONTACTS_SECONDS * _MICROSECONDS or self._pending:
            self._contents.contacts = reading.read_contacts(self.store)
            self._contacts_at = now
        self._take_over()

    def _take_over(self) -> None:
        with self._pending_lock:
            taken, self._pending = self._pending, set()
        is_done = False
        try:
            self._replace(taken)
            is_done = True
        finally:
            if not is_done:
                self._hear(frozenset(taken))

    def _replace(self, taken: set[str]) -> None:
        wave = taken
        while wave:
            # Those too that were taken over before what they stand in: places that are known move nobody again.
            moved: set[str] = set()
            for read in reading.read_some(self.store, sorted(wave), self._contents.links.types):
                moved |= self._contents.replace(read)
            wave = moved
