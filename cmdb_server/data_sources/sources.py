"""Lists the data sources, and withdraws one: its observations go and what it fed is recomputed, piece by piece."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import withdrawal as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import withdrawal
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry
from graph_schema.data_sources import kind_of

PIECE = 100
EXPIRED = "the edit has expired"
_SECTION = "withdrawal"
_TEXTS = ("key", "root_uid", "network_scope", "withdrawn_by", "withdrawn_because")
_TIMES = ("last_contact_at", "last_observed_at")
Progress = Callable[[int], None]


@dataclass(frozen=True)
class StoredSource:
    """A data source and how much it says; times in microseconds. `withdrawn_by` is set while it is being withdrawn."""

    key: str
    root_uid: str
    network_scope: str
    withdrawn_by: str
    withdrawn_because: str
    last_contact_at: int
    last_observed_at: int
    observations: int
    cis: int


class NoSuchSourceError(CmdbError):
    """A data source that is not there."""

    def __init__(self, source: str, ref: str = "") -> None:
        """404, naming the key."""
        what = f"what {source[:100]!r} says of {ref[:100]!r}" if ref else f"data source {source[:100]!r}"
        super().__init__(f"there is no {what}; `cmdb sources list` shows them", 404, "not_found")


def _ignore(_left: int) -> None:
    """Nobody watches."""


class Sources:
    """Lists and withdraws data sources; withdrawing may be interrupted at any point and goes on when asked again."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._registry = registry
        self._clock = clock

    def all(self, kind: str = "") -> list[StoredSource]:
        """The sources, of one kind if it is given, by key."""

        def read(tx: Transaction) -> list[StoredSource]:
            row = tx.run(queries.SOURCES)[0]
            found = sorted(zip(*(row[name] for name in (*_TEXTS, *_TIMES)), strict=True))
            wanted = [entry for entry in found if not kind or kind_of(entry[0]) == kind]
            counts = {
                row["source"]: (row["observations"], row["cis"])
                for row in tx.run(queries.OBSERVATION_COUNTS, sources=[entry[0] for entry in wanted])
            }
            return [_source((*entry, *counts.get(entry[0], (0, 0)))) for entry in wanted]

        return self._store.read(read)

    def withdraw(self, source: str, actor: str, reason: str, *, progress: Progress = _ignore) -> int:
        """Take back all that a source said; how many observations that were. `progress` hears how many are left.

        Raises NoSuchSourceError.
        """
        before = self._count(source)
        left = self.withdraw_some(source, actor, reason, seconds=0.0)
        while left:
            progress(left)
            left = self.withdraw_some(source, actor, reason, seconds=0.0)
        progress(0)
        return before

    def withdraw_some(self, source: str, actor: str, reason: str, *, seconds: float) -> int:
        """Withdraw a source for so long, a piece at least; how many observations are left. Raises NoSuchSourceError."""
        until = time.monotonic() + seconds
        if not self._store.write(
            lambda tx: tx.run(queries.SET_WITHDRAWING, source=source, actor=actor, reason=reason)
        ) and not self._count(source):
            raise NoSuchSourceError(source)
        while self._withdraw_piece(source, actor, reason):
            if time.monotonic() >= until and (left := self._count(source)):
                return left
        self._store.transact([f"source:{source}"], partial(self._forget, source, actor))
        return 0

    def withdraw_but(self, source: str, actor: str, reason: str, *, kept: Collection[str], seconds: float) -> int:
        """Withdraw for so long what a source says of other CIs than those kept; how many observations are left."""
        until = time.monotonic() + seconds
        while self._withdraw_piece(source, actor, reason, kept):
            if time.monotonic() >= until:
                rows = self._store.read(lambda tx: tx.run(queries.COUNT_BUT, source=source, kept=sorted(kept)))
                return int(rows[0]["observations"])
        return 0

    def withdraw_ref(self, source: str, ref: str, actor: str, reason: str) -> int:
        """Take back what a source says of one CI under its ref and of all that lies within it; how many observations.

        Raises NoSuchSourceError.
        """
        cause = self._cause(source, actor, reason)

        def work(tx: Transaction) -> int:
            taken = withdrawal.take(tx, source, withdrawal.refs_with_parts(tx, source, ref))
            if taken:
                withdrawal.withdraw(tx, (self._registry, cause), taken)
            return sum(len(found) for found in taken.values())

        count = self._store.transact([f"source:{source}"], work)
        if not count:
            raise NoSuchSourceError(source, ref)
        return count

    def go_on(self) -> int:
        """Go on with withdrawals that were interrupted; how many sources."""
        waiting = [entry for entry in self.all() if entry.withdrawn_by]
        for entry in waiting:
            self.withdraw(entry.key, entry.withdrawn_by, entry.withdrawn_because)
        return len(waiting)

    def expire(self) -> int:
        """Let edits whose time is over count no longer; how many."""
        row = self._store.read(lambda tx: tx.run(queries.EXPIRED, now=self._clock(), limit=10 * PIECE)[0])
        for uid, ref_key, source in zip(row["uid"], row["ref_key"], row["source"], strict=True):
            self._store.transact([f"source:{source}"], partial(self._expire, uid, ref_key, source))
        return len(row["uid"])

    def withdraw_observation(self, source: str, uid: str, actor: str, reason: str = "") -> bool:
        """Take back one thing that a source said, an edit for instance; False when it is not there."""
        cause = self._cause(source, actor, reason)

        def work(tx: Transaction) -> bool:
            ref_keys = tx.run(queries.REF_OF, uid=uid)
            taken = withdrawal.take(tx, source, [row["ref_key"] for row in ref_keys])
            mine = {ci: {uid: found[uid]} for ci, found in taken.items() if uid in found}
            if mine:
                withdrawal.withdraw(tx, (self._registry, cause), mine)
            return bool(mine)

        return self._store.transact([f"source:{source}"], work)

    def _withdraw_piece(self, source: str, actor: str, reason: str, kept: Collection[str] = ()) -> bool:
        cause = self._cause(source, actor, reason)

        def work(tx: Transaction) -> bool:
            ref_keys = tx.run(queries.SOME_OF_SOURCE, source=source, kept=sorted(kept), limit=PIECE)[0]["ref_keys"]
            taken = withdrawal.take(tx, source, ref_keys)
            if taken:
                withdrawal.withdraw(tx, (self._registry, cause), taken)
            return bool(taken)

        return self._store.transact([f"source:{source}"], work)

    def _expire(self, uid: str, ref_key: str, source: str, tx: Transaction) -> None:
        taken = withdrawal.take(tx, source, [ref_key])
        mine = {ci: {uid: found[uid]} for ci, found in taken.items() if uid in found}
        cause = self._cause(source, "", EXPIRED)
        withdrawal.withdraw(tx, (self._registry, cause), mine, keep=True)

    def _forget(self, source: str, actor: str, tx: Transaction) -> None:
        tx.run(queries.FORGET_EVIDENCE, source=source)
        tx.run(queries.FORGET_SECTIONS, source=source)
        tx.run(queries.FORGET_TRACED_CALLS, source=source)
        tx.run(queries.FORGET_PARKED, source=source, actor=actor, at=self._clock())
        tx.run(queries.FORGET_SOURCE, source=source)

    def _cause(self, source: str, actor: str, reason: str) -> Cause:
        now = self._clock()
        return Cause(source, _SECTION, now, now, actor, reason)

    def _count(self, source: str) -> int:
        return int(self._store.read(lambda tx: tx.run(queries.COUNT_OF_SOURCE, source=source)[0]["observations"]))


def _source(stored: Sequence[Any]) -> StoredSource:
    return StoredSource(*stored)
