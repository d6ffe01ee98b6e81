"""A store that counts its statements and what they answer, for benches: neither must grow with the estate."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar, cast

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Connection, GraphStore, Transaction

T = TypeVar("T")


class CountingStore(GraphStore):
    """A store that counts the statements of its transactions, and the values that these answer, those of lists each."""

    def __init__(self, connection: Connection) -> None:
        """Nothing is counted yet."""
        super().__init__(connection)
        self.statements = 0
        self.values_read = 0

    def read(self, work: Callable[[Transaction], T]) -> T:
        """What `work` reads, counted."""
        return super().read(lambda tx: self._counted(work, tx))

    def transact(self, keys: Collection[str], work: Callable[[Transaction], T]) -> T:
        """What `work` does, counted."""
        return super().transact(keys, lambda tx: self._counted(work, tx))

    def _at_once(self, query: Query, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        self.statements += 1
        return super()._at_once(query, parameters)

    def _counted(self, work: Callable[[Transaction], T], tx: Transaction) -> T:
        send = tx.send

        def counted() -> list[dict[str, Any]]:
            rows = send()
            self.values_read += sum(map(_values_in, (value for row in rows for value in row.values())))
            return rows

        vars(tx)["send"] = counted
        done = work(tx)
        tx.send()
        self.statements += tx.statements
        return done


def _values_in(value: object) -> int:
    return len(cast("list[object]", value)) if isinstance(value, list) else 1
