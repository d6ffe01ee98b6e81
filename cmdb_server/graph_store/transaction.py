"""What runs in one transaction: statements in their order, as few of them sent as that takes."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from cmdb_server.graph_store.joining import joined
from cmdb_server.graph_store.messages import messages
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.unprinted import unprinted
from cmdb_server.graph_store.values import check_parameters
from graph_schema import cypher

_LOCK = Query("store.lock", "UNWIND $keys AS key MERGE (i:Identifier {key: key}) SET i.lock = $token")


class Running(Protocol):
    """The client library's transaction."""

    def run(self, query: Any, parameters: Any) -> Any:  # noqa: ANN401 - it wants literal text; ours are constants checked by Query
        """The result of a statement."""
        ...


class Transaction:
    """One transaction; made by GraphStore."""

    def __init__(self, running: Running, *, labels_classes: bool = False, is_reading: bool = False) -> None:
        """`running` is the driver's transaction; one that only reads locks nothing.

        `recorded_at` is its time in the history once it has one; `statements` counts what was asked in it.
        """
        self._running = running
        self._labels_classes = labels_classes
        self._is_reading = is_reading
        self.changed: set[str] = set()
        self.recorded_at = 0
        self.is_clock_moving = False
        self.events_written = 0
        self.statements = 0
        self._waiting: list[tuple[Query, dict[str, Any]]] = []

    def run(self, query: Query, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - what a query takes is checked by value
        """The rows that a query answers, as dictionaries. Raises ParameterError for values that are not portable."""
        self.later(query, **parameters)
        return self.send()

    def later(self, query: Query, **parameters: Any) -> None:  # noqa: ANN401 - as run
        """Have a query that answers nothing sent with the next one, at the end otherwise. Raises ParameterError."""
        check_parameters(query.name, parameters)
        self._waiting.append((query, parameters))

    def send(self) -> list[dict[str, Any]]:
        """Send what waits to be sent; the rows that the last of it answers. Raises MessageTooLargeError."""
        waiting, rows = self._waiting, list[dict[str, Any]]()
        self._waiting = []
        for together in messages(waiting) if waiting else ():
            text, parameters = joined(together)
            self.statements += 1
            rows = rows_of(self._running.run(text, unprinted(parameters)))
        return rows

    def lock(self, keys: Collection[str]) -> None:
        """Lock identifier keys until the transaction ends, in a fixed order so that two lockers do not cross.

        They are locked before anything is read: the statement that reads next begins with it.
        """
        if keys and not self._is_reading:
            self.later(_LOCK, keys=sorted(set(keys)), token=secrets.token_hex(4))

    def label(self, uids: Sequence[str], added: Sequence[str], removed: Sequence[str] = ()) -> None:
        """Show CIs under these classes, no longer under those; nothing where the engine has no labels for classes."""
        if self._labels_classes and uids:
            self.send()
            text = cypher.label_change(added, removed)
            self._running.run(text, {"uids": list(uids)}).consume()

    def touched(self, uids: Iterable[str]) -> None:
        """Say which CIs this transaction changes; subscribers hear of them after the commit."""
        self.changed |= set(uids)


def rows_of(result: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the client library's
    """The rows of a result, as dictionaries."""
    keys = result.keys()
    return [dict(zip(keys, record.values(), strict=True)) for record in result]
