"""The lease in the graph by which exactly one of several servers runs a scheduled job."""

import secrets
from collections.abc import Callable

from cmdb_server.graph_store.queries import scheduler as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

RUNNING_MICROSECONDS = 2 * 60 * 1_000_000
_LONGEST_MICROSECONDS = 2 * 24 * 60 * 60 * 1_000_000


class Leases:
    """The leases of one server."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._clock = store, clock
        self._holder = secrets.token_hex(8)
        self._running: set[str] = set()

    def take(self, job: str) -> bool:
        """Whether this server may run a job now; nobody else may until it is given back or its holder is long gone."""

        def take(tx: Transaction) -> bool:
            now, rows = self._clock(), tx.run(queries.LEASE, key=_key(job))
            # One that is further ahead than any is given was taken before the clock went back.
            if rows and now < rows[0]["until"] < now + _LONGEST_MICROSECONDS and rows[0]["holder"] != self._holder:
                return False
            self._save(tx, job, now + RUNNING_MICROSECONDS)
            return True

        is_ours = self._store.transact((_key(job),), take)
        if is_ours:
            self._running.add(job)
        return is_ours

    def give_back(self, job: str, until: int) -> None:
        """Let others run the job from a time on: not before it is due again."""
        self._running.discard(job)
        self._store.transact((_key(job),), lambda tx: self._save(tx, job, until))

    def renew(self) -> None:
        """Keep what is running for a while longer; called more often than leases last."""
        until = self._clock() + RUNNING_MICROSECONDS
        for job in tuple(self._running):
            self._store.transact((_key(job),), lambda tx, job=job: self._save(tx, job, until))

    def _save(self, tx: Transaction, job: str, until: int) -> None:
        tx.run(queries.SAVE_LEASE, key=_key(job), holder=self._holder, until=until)


def _key(job: str) -> str:
    return f"lease:{job}"
