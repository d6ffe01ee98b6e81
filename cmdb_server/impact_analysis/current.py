"""The snapshot of now: read once, then kept in step with every commit, of this server and of others on its graph."""

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from cmdb_server.graph_store.queries import search as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.impact_analysis.changing import with_changes
from cmdb_server.impact_analysis.loading import read_again, read_everything
from cmdb_server.impact_analysis.snapshot import Snapshot, View, snapshot_of

LARGEST_OVERLAY = 20_000
_log = logging.getLogger(__name__)


class CurrentSnapshot:
    """Answers with a snapshot that holds every change committed before the question.

    Changed CIs are read again when the next question comes. More than `largest_overlay` of them are read in the
    background as a whole; until that is done questions are answered from the snapshot before, which tells its time.
    """

    def __init__(
        self,
        store: GraphStore,
        view: View,
        clock: Callable[[], int],
        largest_overlay: int = LARGEST_OVERLAY,
        *,
        is_shared: bool = False,
    ) -> None:
        """`clock` gives the server's time in microseconds.

        `is_shared`: other servers write to the graph, too, so the history is asked before each answer what they wrote.
        """
        self._store, self._view, self._clock, self._largest_overlay = store, view, clock, largest_overlay
        self._is_shared, self._known_until = is_shared, 0
        self._touched: set[str] = set()
        self._touching = threading.Lock()
        self._reading = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._rebuild: threading.Thread | None = None
        store.subscribe(self._hear)

    def get(self) -> Snapshot:
        """The snapshot of now. Raises what the store raises when the graph cannot be read."""
        with self._reading:
            if self._snapshot is None:
                self._snapshot = self._read_everything()
            if self._rebuild is not None and self._rebuild.is_alive():
                return self._snapshot
            if self._is_shared:
                self._catch_up()
            with self._touching:
                is_large = len(self._touched) > self._largest_overlay
            if is_large:
                self._rebuild = threading.Thread(target=self._replace, name="impact-snapshot", daemon=True)
                self._rebuild.start()
            else:
                self._snapshot = self._read_touched(self._snapshot)
            return self._snapshot

    def wait(self) -> None:
        """Wait for a rebuild in the background, if there is one."""
        if self._rebuild is not None:
            self._rebuild.join()

    def _hear(self, uids: frozenset[str]) -> None:
        with self._touching:
            self._touched |= uids

    def _catch_up(self) -> None:
        """Hear of what is recorded since the last time; no earlier time comes after a later one, whoever writes."""
        row = self._store.read(lambda tx: tx.run(queries.CHANGED_SINCE, since=self._known_until)[0])
        self._known_until = row["latest"] or self._known_until
        self._hear(frozenset(row["uids"]))

    @contextmanager
    def _taking(self) -> Generator[list[str]]:
        """The CIs to read again; they stay to be read when the block does not come to its end."""
        with self._touching:
            touched, self._touched = self._touched, set()
        is_done = False
        try:
            yield sorted(touched)
            is_done = True
        finally:
            if not is_done:
                self._hear(frozenset(touched))

    def _replace(self) -> None:
        self._snapshot = self._read_everything()

    def _read_everything(self) -> Snapshot:
        with self._taking():
            taken_at = self._clock()
            self._known_until = instants.latest(self._store) if self._is_shared else 0
            snapshot = snapshot_of(self._view, read_everything(self._store, self._view.types), taken_at)
        size = {"cis": len(snapshot.cis.uid), "relationships": len(snapshot.relationships.uid)}
        _log.info("impact_snapshot_read", extra=size)
        _ = snapshot.access.ways  # takes about a second for 30,000 machines, of which no question need wait then
        return snapshot

    def _read_touched(self, snapshot: Snapshot) -> Snapshot:
        with self._taking() as touched:
            if touched:
                taken_at = self._clock()
                rows = read_again(self._store, self._view.types, touched)
                snapshot = with_changes(snapshot, touched, rows, taken_at)
        return snapshot
