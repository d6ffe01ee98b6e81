"""The graph behind one client: managed transactions that lock first, on whichever engine answers.

The only importer of `neo4j`. Every write is one managed transaction that the driver repeats as a whole, so the
work given to `transact` must read what it decides on inside the transaction.
"""

import contextlib
import logging
import secrets
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.values import check_parameters
from graph_schema import cypher

T = TypeVar("T")
Listener = Callable[[frozenset[str]], None]
_log = logging.getLogger(__name__)

_LOCK = Query("store.lock", "UNWIND $keys AS key MERGE (i:Identifier {key: key}) SET i.lock = $token")
_PING = Query("store.ping", "RETURN 1 AS one")
_CONSTRAINT = "Neo.ClientError.Schema.ConstraintValidationFailed"
_CONSTRAINT_TRIES = 4
_UNKNOWN_OUTCOME_TRIES = 3


@dataclass(frozen=True)
class Connection:
    """Where an engine answers.

    `single_writer` where concurrent writers would only conflict (embedded engine); `labels_classes` where CIs carry
    their class and its parents as further labels, for people who browse.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    engine: str
    version: str = ""
    single_writer: bool = False
    labels_classes: bool = False


class EngineUnavailableError(CmdbError):
    """The graph engine does not answer."""

    def __init__(self, reason: str) -> None:
        """`reason` is what the client library says."""
        message = f"the graph engine does not answer ({reason}); see `cmdb doctor`, nothing was lost, try again"
        super().__init__(message, 503, "engine_unavailable")


class EngineError(CmdbError):
    """The graph engine refused a statement."""


class _Undone(Exception):  # noqa: N818 - not an error: it makes the driver roll a rehearsal back
    """A rehearsal is over."""


class Transaction:
    """One transaction; made by GraphStore."""

    def __init__(
        self, running: neo4j.ManagedTransaction, *, labels_classes: bool = False, is_reading: bool = False
    ) -> None:
        """`running` is the driver's transaction; one that only reads locks nothing.

        `recorded_at` is its time in the history once it has one; `statements` counts what was asked in it.
        """
        self._running = running
        self._labels_classes = labels_classes
        self._is_reading = is_reading
        self.changed: set[str] = set()
        self.recorded_at = 0
        self.events_written = 0
        self.statements = 0

    def run(self, query: Query, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - what a query takes is checked by value
        """The rows that a query answers, as dictionaries. Raises ParameterError for values that are not portable."""
        check_parameters(query.name, parameters)
        self.statements += 1
        return _rows(self._running.run(query.text, parameters))  # pyright: ignore[reportArgumentType] - the driver wants literal text; ours are constants checked by Query

    def lock(self, keys: Collection[str]) -> None:
        """Lock identifier keys until the transaction ends, in a fixed order so that two lockers do not cross."""
        if keys and not self._is_reading:
            self.run(_LOCK, keys=sorted(set(keys)), token=secrets.token_hex(4))

    def label(self, uids: Sequence[str], added: Sequence[str], removed: Sequence[str] = ()) -> None:
        """Show CIs under these classes, no longer under those; nothing where the engine has no labels for classes."""
        if self._labels_classes and uids:
            text = cypher.label_change(added, removed)
            self._running.run(text, {"uids": list(uids)}).consume()  # pyright: ignore[reportArgumentType] - the driver wants literal text; the labels are checked names

    def touched(self, uids: Iterable[str]) -> None:
        """Say which CIs this transaction changes; subscribers hear of them after the commit."""
        self.changed |= set(uids)


class GraphStore:
    """Reads and writes on one graph. Safe to use from several threads."""

    def __init__(self, connection: Connection) -> None:
        """Open the client; nothing is sent yet."""
        self.connection = connection
        self._listeners: list[Listener] = []
        self._writer: AbstractContextManager[Any] = threading.Lock() if connection.single_writer else nullcontext()
        self._driver = _driver(connection)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """What `work` reads in one transaction."""
        with self._session() as session:
            return self._guarded(
                lambda: session.execute_read(lambda running: work(Transaction(running, is_reading=True)))
            )

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a write that needs no lock."""
        return self.transact((), work)

    def write_at_once(self, query: Query, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as Transaction.run
        """The rows of one statement that locks, decides and changes one thing: a transaction of its own, sent at once.

        Half the work of a managed one. Where it fails, for a conflict with others, it is done again as one of those.
        """
        check_parameters(query.name, parameters)
        try:
            with self._writer, self._session() as session:
                return _rows(session.run(query.text, parameters))  # pyright: ignore[reportArgumentType] - a constant checked by Query
        except (exceptions.Neo4jError, exceptions.DriverError):
            return self.write(lambda tx: tx.run(query, **parameters))

    def transact(self, keys: Collection[str], work: Callable[[Transaction], T]) -> T:
        """Lock keys, then read, decide and write in one transaction; it may run several times, commits once.

        Raises EngineUnavailableError when the engine does not answer, EngineError when it refuses.
        """

        def run(running: neo4j.ManagedTransaction) -> tuple[T, set[str]]:
            transaction = Transaction(running, labels_classes=self.connection.labels_classes)
            transaction.lock(keys)
            return work(transaction), transaction.changed

        with self._writer, self._session() as session:
            result, changed = self._guarded(lambda: _persist(lambda: session.execute_write(run)))
        if changed:
            self._tell(frozenset(changed))
        return result

    def rehearse(self, keys: Collection[str], work: Callable[[Transaction], T]) -> T:
        """What `work` answers in a transaction that locks keys, writes and is then undone: nothing of it is ever seen.

        Raises EngineUnavailableError when the engine does not answer, EngineError when it refuses.
        """
        answers: list[T] = []

        def run(running: neo4j.ManagedTransaction) -> None:
            transaction = Transaction(running, labels_classes=self.connection.labels_classes)
            transaction.lock(keys)
            answers.append(work(transaction))
            raise _Undone

        with self._writer, self._session() as session, contextlib.suppress(_Undone):
            self._guarded(lambda: _persist(lambda: session.execute_write(run)))
        return answers[-1]

    def define(self, statements: Iterable[str]) -> None:
        """Run schema statements, which the engines do not run inside transactions with data."""
        with self._session() as session:
            for statement in statements:
                self._guarded(lambda text=statement: session.run(text).consume())  # pyright: ignore[reportArgumentType] - the driver wants literal text; these are derived from declarations

    def subscribe(self, listener: Listener) -> None:
        """Call a listener with the uids that each commit of this store changed; it must be quick and not fail."""
        self._listeners.append(listener)

    def unsubscribe_all(self) -> None:
        """Forget all listeners."""
        self._listeners.clear()

    def is_alive(self) -> bool:
        """Whether the engine answers a query now."""
        try:
            with self._session() as session:
                session.run(_PING.text).consume()  # pyright: ignore[reportArgumentType] - a constant
        except (exceptions.DriverError, exceptions.Neo4jError):
            return False
        return True

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def _session(self) -> neo4j.Session:
        return _session(self._driver, self.connection.database)

    def _tell(self, changed: frozenset[str]) -> None:
        for listener in self._listeners:
            listener(changed)

    def _guarded(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except (exceptions.ServiceUnavailable, exceptions.SessionExpired, exceptions.IncompleteCommit) as error:
            _log.warning("engine_unavailable", extra={"reason": str(error)[:200]})
            raise EngineUnavailableError(type(error).__name__) from error
        except exceptions.AuthError as error:
            message = "the graph engine refuses the password; see `cmdb doctor`"
            raise EngineError(message, 503, "engine_login") from error
        except exceptions.Neo4jError as error:
            raise _refused(error) from error


def open_store(connection: Connection) -> GraphStore:
    """A store on an engine that answers there."""
    return GraphStore(connection)


def probe(connection: Connection) -> str:
    """Why the engine does not answer a query yet, "" when it does; "password" when it refuses ours."""
    try:
        with _driver(connection) as driver, _session(driver, connection.database) as session:
            session.run(_PING.text).consume()  # pyright: ignore[reportArgumentType] - a constant
    except exceptions.AuthError:
        return "password"
    except (exceptions.DriverError, exceptions.Neo4jError, OSError) as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return ""


def change_password(connection: Connection, old: str) -> None:
    """Replace the password that a new Neo4j database starts with by the connection's. Raises EngineError."""
    statement = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
    try:
        with _driver(replace(connection, password=old)) as driver, _session(driver, "system") as session:
            session.run(statement, {"old": old, "new": connection.password}).consume()
    except exceptions.Neo4jError as error:
        raise EngineError(
            f"the first password of the engine could not be set ({error.code})", 503, "engine_login"
        ) from error


def _driver(connection: Connection) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType] - the driver's options are untyped
        connection.uri,
        auth=(connection.user, connection.password),
        max_transaction_retry_time=30.0,
        initial_retry_delay=0.02,
        connection_timeout=10.0,
        telemetry_disabled=True,
        notifications_min_severity="OFF",
    )


def _session(driver: neo4j.Driver, database: str) -> neo4j.Session:
    return driver.session(database=database)  # pyright: ignore[reportUnknownMemberType] - the driver's options are untyped


def _rows(result: neo4j.Result) -> list[dict[str, Any]]:
    keys = result.keys()
    return [dict(zip(keys, record.values(), strict=True)) for record in result]


def _persist(action: Callable[[], T]) -> T:
    """Repeat what the driver does not: the race of two MERGEs, and commits whose outcome nobody knows.

    All work is idempotent, so a commit that did happen is found done when it is repeated.
    """
    conflicts = unknown = 0
    while True:
        try:
            return action()
        except exceptions.Neo4jError as error:
            conflicts += 1
            if error.code != _CONSTRAINT or conflicts >= _CONSTRAINT_TRIES:
                raise
        except exceptions.IncompleteCommit:
            unknown += 1
            if unknown >= _UNKNOWN_OUTCOME_TRIES:
                raise


def _refused(error: exceptions.Neo4jError) -> CmdbError:
    text = str(error.message or error.code)
    if "No space left" in text or "disk" in text.lower():
        message = "the disk of the data directory is full; free some space, nothing acknowledged was lost"
        return EngineError(message, 507, "storage_full")
    if error.is_retryable():
        return EngineUnavailableError(str(error.code))
    return EngineError(f"the graph engine refused a statement ({error.code}): {text[:300]}", 500, "engine_refused")
