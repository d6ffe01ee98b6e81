"""The graph behind one client: managed transactions that lock first, on whichever engine answers.

The only importer of `neo4j`. Every write but that of `write_at_once` is one managed transaction that the driver repeats
as a whole, so the work given to `transact` must read what it decides on inside the transaction.
"""

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.connection import Connection as Connection
from cmdb_server.graph_store.connection import EngineError as EngineError
from cmdb_server.graph_store.connection import EngineUnavailableError as EngineUnavailableError
from cmdb_server.graph_store.messages import check_size
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.transaction import Transaction as Transaction
from cmdb_server.graph_store.transaction import rows_of
from cmdb_server.graph_store.unprinted import unprinted
from cmdb_server.graph_store.values import check_parameters

T = TypeVar("T")
Listener = Callable[[frozenset[str]], None]
_log = logging.getLogger(__name__)

_PING = Query("store.ping", "RETURN 1 AS one")
_CONSTRAINT = "Neo.ClientError.Schema.ConstraintValidationFailed"
_CONSTRAINT_TRIES = 4
_UNKNOWN_OUTCOME_TRIES = 3
_FAILURES = (exceptions.Neo4jError, exceptions.DriverError)


class _Undone(Exception):  # noqa: N818 - not an error: it makes the driver roll a rehearsal back
    """A rehearsal is over."""


class GraphStore:
    """Reads and writes on one graph. Safe to use from several threads."""

    def __init__(self, connection: Connection) -> None:
        """Open the client; nothing is sent yet."""
        self.connection = connection
        self._listeners: list[Listener] = []
        self._writer: AbstractContextManager[Any] = threading.Lock() if connection.single_writer else nullcontext()
        self._driver = _driver(connection)
        self._idle: deque[neo4j.Session] = deque()
        self._is_closed = False

    def read(self, work: Callable[[Transaction], T]) -> T:
        """What `work` reads in one transaction."""
        with self._session() as session:
            reading = partial(session.execute_read, lambda running: work(Transaction(running, is_reading=True)))
            return self._guarded(partial(_begun_with_first, session, reading))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a write that needs no lock."""
        return self.transact((), work)

    def read_at_once(self, query: Query, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as Transaction.run
        """The rows of one statement that only reads, sent at once; where that fails, read again as in `read`."""
        try:
            return self._at_once(query, parameters)
        except _FAILURES:
            return self.read(lambda tx: tx.run(query, **parameters))

    def write_at_once(self, query: Query, **parameters: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as Transaction.run
        """The rows of one statement that locks, decides and changes one thing: a transaction of its own, sent at once.

        Half the work of a managed one. Where it fails, for a conflict with others, it is done again as one of those,
        even if it was done and nobody heard of it. It is of one row, as one engine keeps the rows before a failure.
        """
        try:
            with self._writer:
                return self._at_once(query, parameters)
        except _FAILURES:
            return self.write(lambda tx: tx.run(query, **parameters))

    def transact(self, keys: Collection[str], work: Callable[[Transaction], T]) -> T:
        """Lock keys, then read, decide and write in one transaction; it may run several times, commits once.

        Raises EngineUnavailableError when the engine does not answer, EngineError when it refuses.
        """

        def run(running: neo4j.ManagedTransaction) -> tuple[T, set[str]]:
            transaction = Transaction(running, labels_classes=self.connection.labels_classes)
            transaction.lock(keys)
            answer = work(transaction)
            transaction.send()
            return answer, transaction.changed

        with self._writer, self._session() as session:
            writing = partial(_begun_with_first, session, partial(session.execute_write, run))
            result, changed = self._guarded(partial(_persist, writing))
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
            transaction.send()
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
        except _FAILURES:
            return False
        return True

    def close(self) -> None:
        """Close all connections."""
        self._is_closed = True
        while self._idle:
            self._idle.pop().close()
        self._driver.close()

    def _at_once(self, query: Query, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        check_parameters(query.name, parameters)
        check_size(query, parameters)
        with self._session() as session:
            return rows_of(session.run(query.text, unprinted(parameters)))  # pyright: ignore[reportArgumentType] - a constant checked by Query

    @contextlib.contextmanager
    def _session(self) -> Generator[neo4j.Session]:
        """A session of one's own, kept for the next one unless something failed: making one costs a tenth of a read."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = _session(self._driver, self.connection.database)
        is_fit = False
        try:
            yield session
            is_fit = True
        finally:
            if is_fit and not self._is_closed:
                self._idle.append(session)
            else:
                session.close()

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


def _begun_with_first(session: neo4j.Session, action: Callable[[], T]) -> T:
    """Send the word that a transaction begins along with its first statement, as the driver does for single queries.

    It does not offer that for transactions of several statements, of which waiting for this word is a tenth.
    """
    with session._pipelined_begin:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - see above
        return action()


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
