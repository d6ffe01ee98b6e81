"""One set of rules in the graph with a version: read with every question, so that all servers hold to the same."""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import rules as queries
from cmdb_server.graph_store.store import GraphStore, Transaction


class Versioned(msgspec.Struct, frozen=True, kw_only=True):
    """Rules that somebody saved; `version` 0: nobody has said anything. `saved_at` in microseconds."""

    version: int = 0
    saved_at: int = 0
    saved_by: str = ""


T = TypeVar("T", bound=Versioned)


class RuleBook(Generic[T]):
    """Reads and saves one set of rules."""

    def __init__(self, store: GraphStore, key: str, unsaid: T, clock: Callable[[], int]) -> None:
        """`key` is that of its node, `unsaid` what holds until somebody says otherwise; `clock` in microseconds."""
        self._store, self._key, self._unsaid, self._clock = store, key, unsaid, clock
        self._decoder = msgspec.json.Decoder(type(unsaid))

    def current(self) -> T:
        """The rules in force."""
        return self._store.read(self._read)

    def save(self, wanted: T, who: str, version: int | None, changed: Callable[[int], CmdbError]) -> T:
        """Let other rules hold; `version` is that of those that were edited, None for any.

        Raises what `changed` makes of the present version where it is another one.
        """

        def save(tx: Transaction) -> T:
            found = self._read(tx)
            if version is not None and version != found.version:
                raise changed(found.version)
            signed = {"version": found.version + 1, "saved_at": self._clock(), "saved_by": who}
            made = msgspec.structs.replace(wanted, **signed)
            properties = {"rules": msgspec.json.encode(made).decode(), "version": made.version}
            tx.run(queries.SAVE_RULE_BOOK, key=self._key, properties=properties)
            return made

        return self._store.transact([f"rules:{self._key}"], save)

    def _read(self, tx: Transaction) -> T:
        rows = tx.run(queries.RULE_BOOK, key=self._key)
        return self._decoder.decode(rows[0]["properties"]["rules"]) if rows else self._unsaid
