"""Times of the history: a question about one must have the same answer for ever."""

from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import GraphStore


def latest(store: GraphStore) -> int:
    """The time of the last recorded change in microseconds, 0 for an empty graph."""
    rows = store.read(lambda tx: tx.run(queries.CLOCK))
    return int(rows[0]["at"]) if rows else 0


def settle(store: GraphStore, at: int) -> None:
    """Let every later commit be later than a time that has come: whoever has that time already is waited for.

    The clock is locked by every writer until its commit, so where it shows the time, or more, nothing can come before.
    """
    if latest(store) < at:
        store.write(lambda tx: tx.run(queries.ADVANCE, at=at))
