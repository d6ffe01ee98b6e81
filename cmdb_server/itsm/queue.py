"""Lists and full text of records, which catch up with the graph before they answer."""

import threading

from cmdb_server.graph_store.queries import itsm as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.index import RecordIndex, Wanted
from cmdb_server.itsm.keeping import names_of
from cmdb_server.itsm.record import Record, Task
from cmdb_server.itsm.tasks.index import WantedTasks

_PAGE = 2_000
_ALL = -1  # SQLite's word for no limit
# A transaction takes its time before it commits: what is older than this was seen when it was read.
_OVERLAP = 60 * 1_000_000


class RecordQueue:
    """Answers lists; what was changed since it was asked last is read first. Safe to use from several threads."""

    def __init__(self, store: GraphStore) -> None:
        """The graph is read with the first question."""
        self._store = store
        self._lock = threading.Lock()
        self._known_until = 0
        self._index = RecordIndex()

    def find(self, wanted: Wanted, offset: int, limit: int) -> tuple[int, list[Record]]:
        """How many there are, and one page of them."""
        names = names_of(self._store, wanted.ci) if wanted.ci else ()
        with self._lock:
            self._catch_up()
            return self._index.find(wanted, names, (offset, limit))

    def every(self, wanted: Wanted) -> list[Record]:
        """All of them, in the order wanted."""
        return self.find(wanted, 0, _ALL)[1]

    def counts(self, kind: str, name: str, limit: int = 500) -> list[tuple[str, int]]:
        """The values of a field of a type with how many records have each, the most frequent first."""
        with self._lock:
            self._catch_up()
            return self._index.counts(kind, name, limit)

    def tasks(self, wanted: WantedTasks, offset: int, limit: int) -> tuple[int, list[tuple[Record, Task]]]:
        """How many open tasks there are, and one page of them with their records, the first due first."""
        with self._lock:
            self._catch_up()
            return self._index.tasks(wanted, (offset, limit))

    def connected(self, kind: str) -> list[tuple[str, str]]:
        """The uids of CIs as records of a type name them, each with the record's number."""
        with self._lock:
            self._catch_up()
            return self._index.connected(kind)

    def similar(self, kind: str, text: str, limit: int) -> list[Record]:
        """Records of a type whose words are most like a text, the most alike first."""
        with self._lock:
            self._catch_up()
            return self._index.similar(kind, text, limit)

    def look_again(self) -> None:
        """Read with the next question what was written under times that have passed, too."""
        with self._lock:
            self._known_until = 0

    def _catch_up(self) -> None:
        since = self._known_until - _OVERLAP
        while True:
            changed = self._store.read_at_once(queries.CHANGED_SINCE, since=since, limit=_PAGE)[0]
            numbers, revisions, times = (changed[name] for name in ("numbers", "revisions", "times"))
            if unknown := self._index.unknown(zip(numbers, revisions, strict=True)):
                self._index.take(self._store.read_at_once(queries.RECORDS, numbers=unknown)[0]["properties"])
            if times:
                since = times[-1]
                self._known_until = max(self._known_until, since)
            if len(numbers) < _PAGE:
                return
