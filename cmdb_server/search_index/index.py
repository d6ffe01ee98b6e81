"""The index of one server: built from the graph at start, told of every committed change, asked by the API."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.search_index import csv_rows, dashboard, listing, reading, searching
from cmdb_server.search_index.answers import CIPage, Dashboard, Facet, Filters, SearchHit
from cmdb_server.search_index.contents import Contents
from graph_schema import Registry

_CONTACTS_SECONDS = 10
_MICROSECONDS = 1_000_000


class SearchIndex:
    """Lists, facets, search and dashboard numbers; safe to use from several threads.

    Changes are taken over when somebody asks, not while they are written: a report costs ingest nothing here.
    """

    def __init__(
        self,
        store: GraphStore,
        registry: Registry,
        clock: Callable[[], int],
        *,
        path: Path | None = None,
        catch_up_seconds: float | None = None,
    ) -> None:
        """`clock` gives microseconds; `catch_up_seconds` is how often to look for what other servers wrote."""
        self._store = store
        self._clock = clock
        self._catch_up_microseconds = None if catch_up_seconds is None else int(catch_up_seconds * _MICROSECONDS)
        self._contents = Contents(registry, path)
        self._lock = threading.RLock()
        self._pending: set[str] = set()
        self._pending_lock = threading.Lock()
        self._contacts_at = 0
        self._caught_up_at = 0
        self._known_until = 0
        store.subscribe(self._hear)

    def build(self) -> int:
        """Read the whole graph; answers how many CIs are shown. Call it once, before anything is asked."""
        with self._lock:
            self._known_until = reading.read_clock(self._store)
            locations = self._contents.locations
            locations.fill(*reading.read_locations(self._store, locations.end_classes))
            for read in reading.read_all(self._store):
                self._contents.fill(read)
            self._refresh()
            return len(self._contents.created_at)

    def list_cis(self, filters: Filters, sort: str, offset: int, limit: int) -> CIPage:
        """One page of the CIs asked for. Raises UnknownColumnError for a sort that is no column."""
        with self._fresh() as contents:
            return listing.list_cis(contents, filters, sort, (offset, limit))

    def facets(self, filters: Filters) -> tuple[Facet, ...]:
        """What the CIs asked for can be narrowed by; counts of a facet ignore its own selection."""
        with self._fresh() as contents:
            return listing.facets(contents, filters)

    def search(self, q: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """The CIs that fit a text, exact identifiers first."""
        with self._fresh() as contents:
            return searching.search(contents, q, limit)

    def dashboard(self) -> Dashboard:
        """The numbers of the dashboard as of now."""
        parked = reading.read_parked(self._store)
        with self._fresh() as contents:
            return dashboard.dashboard(contents, self._clock(), parked)

    def export_csv(self, filters: Filters, sort: str) -> Iterator[str]:
        """The CIs asked for as CSV, header first, in blocks of lines. Raises UnknownColumnError at once."""
        with self._fresh() as contents:
            selected = listing.ordered_ids(contents, filters, sort)
            head = csv_rows.columns_of(contents, selected)
        return self._csv_blocks(head, selected)

    def _csv_blocks(self, head: tuple[str, ...], selected: list[int]) -> Iterator[str]:
        yield csv_rows.header(head)
        for start in range(0, len(selected), csv_rows.BLOCK):
            with self._lock:
                rows = self._contents.listed(selected[start : start + csv_rows.BLOCK])
            yield csv_rows.lines(head, rows)

    def _hear(self, uids: frozenset[str]) -> None:
        with self._pending_lock:
            self._pending |= uids

    @contextmanager
    def _fresh(self) -> Generator[Contents]:
        with self._lock:
            self._refresh()
            yield self._contents

    def _refresh(self) -> None:
        now = self._clock()
        if self._catch_up_microseconds is not None and now - self._caught_up_at >= self._catch_up_microseconds:
            changed, self._known_until = reading.read_changed(self._store, self._known_until)
            self._caught_up_at = now
            self._hear(frozenset(changed))
        if now - self._contacts_at >= _CONTACTS_SECONDS * _MICROSECONDS or self._pending:
            self._contents.contacts = reading.read_contacts(self._store)
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
        wave, done = taken, set[str]()
        while wave:
            moved: set[str] = set()
            for read in reading.read_some(self._store, sorted(wave)):
                moved |= self._contents.replace(read)
            done |= wave
            wave = moved - done
