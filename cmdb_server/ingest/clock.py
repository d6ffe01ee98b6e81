"""The clock in the graph: one time for all that a transaction writes, later than that of every one before it.

The clock stays locked until the commit, so what is recorded up to a time never grows once that time is read.
"""

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction


def tick(tx: Transaction, now: int) -> int:
    """The time of the transaction's commit."""
    if not tx.recorded_at:
        move_clock(tx, now)
        take_time(tx, tx.run(queries.CLOCK)[0]["at"])
    return tx.recorded_at


def move_clock(tx: Transaction, now: int) -> None:
    """Have the time of the transaction's commit taken with what is read next; who reads it says so by `take_time`."""
    if not (tx.recorded_at or tx.is_clock_moving):
        tx.later(queries.MOVE_CLOCK, now=now)
        tx.is_clock_moving = True


def take_time(tx: Transaction, read: int | None) -> None:
    """The clock was read: if this transaction moved it, that is its time."""
    if tx.is_clock_moving:
        tx.recorded_at, tx.is_clock_moving = read or 0, False
