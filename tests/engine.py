"""The engine that the tests run against: started once per run, emptied before each test that uses it.

Chosen with `--engine arcadedb|neo4j`; never a stand-in.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cmdb_server.graph_store.engine import EngineSettings
from cmdb_server.graph_store.migrate import ensure_schema
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Connection, GraphStore, open_store
from cmdb_server.graph_store.supervisor import Supervisor
from graph_schema import load_registry

# For the engines, also those that the tests' commands start: they live for minutes, so compiling a second time costs
# more than it saves, a third of the processor time of a run.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

_WIPE = Query("test.wipe", "MATCH (n) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS gone // maintenance")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The engine of this run."""
    parser.addoption("--engine", default="arcadedb", choices=["arcadedb", "neo4j"], help="graph engine of this run")
    parser.addoption(
        "--neo4j-home",
        default=str(Path.home() / ".cache" / "plumbline" / "neo4j"),
        help="folder that holds Neo4j's lib",
    )


@pytest.fixture(scope="session")
def engine_name(pytestconfig: pytest.Config) -> str:
    """The engine of this run; every test that uses one gets here."""
    return str(pytestconfig.getoption("--engine"))


@pytest.fixture(scope="session")
def engine_settings(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> EngineSettings:
    """How the run's engine is started."""
    home = Path(str(pytestconfig.getoption("--neo4j-home")))
    return EngineSettings(tmp_path_factory.mktemp("graph"), engine_name, neo4j_home=home)


@pytest.fixture(scope="session")
def engine_connection(engine_settings: EngineSettings) -> Iterator[Connection]:
    """The run's engine."""
    supervisor = Supervisor(engine_settings)
    connection = supervisor.start()
    yield connection
    supervisor.stop()


@pytest.fixture(scope="session")
def session_store(engine_connection: Connection) -> Iterator[GraphStore]:
    """The run's store; tests use `store`, which is empty."""
    with opened_store(engine_connection) as opened:
        yield opened


@contextmanager
def started_store(settings: EngineSettings) -> Generator[GraphStore]:
    """A store on an engine of its own, which ends with it."""
    supervisor = Supervisor(settings)
    try:
        with opened_store(supervisor.start()) as opened:
            yield opened
    finally:
        supervisor.stop()


@contextmanager
def opened_store(connection: Connection) -> Generator[GraphStore]:
    """A store with the declared schema in place."""
    opened = open_store(connection)
    ensure_schema(opened, load_registry())
    yield opened
    opened.close()


@pytest.fixture
def store(session_store: GraphStore) -> GraphStore:
    """A store on an empty graph."""
    wipe(session_store)
    session_store.unsubscribe_all()
    return session_store


@pytest.fixture
def second_store(engine_connection: Connection, store: GraphStore) -> Iterator[GraphStore]:
    """The graph as another server sees it, which knows nothing of the first one's locks."""
    assert store.is_alive()
    opened = open_store(replace(engine_connection, single_writer=False))
    yield opened
    opened.close()


def wipe(store: GraphStore) -> None:
    """Delete everything, a few thousand nodes at a time."""
    while store.write(lambda tx: tx.run(_WIPE))[0]["gone"]:
        pass
