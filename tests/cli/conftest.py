"""Installations for every test of the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.programs import Engine, Installation, Server
from tests.ingest.machines import Machine, digits

MACHINES = (
    Machine("app1", connects=(("10.0.0.2", 5432),), packages=(("nginx", "1.22"),)),
    Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,)),
)
TWINS = (
    Machine("twin", "10.0.0.3", programs=(), machine_id=digits("one"), fqdn=None),
    Machine("twin", "10.0.0.4", programs=(), machine_id=digits("two"), fqdn=None),
)


@pytest.fixture(scope="session")
def engine(engine_name: str, pytestconfig: pytest.Config) -> Engine:
    """The engine of this run."""
    return Engine(engine_name, str(pytestconfig.getoption("--neo4j-home")))


@pytest.fixture
def installation(engine: Engine, tmp_path: Path) -> Installation:
    """A data directory of the test's own; nothing is in it yet."""
    return Installation(engine, tmp_path / "data")


@pytest.fixture(scope="session")
def server(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with three machines, for tests that change nothing of it."""
    installation = Installation(engine, tmp_path_factory.mktemp("cmdb") / "data")
    with installation.running() as server:
        server.store(*MACHINES)
        yield server


@pytest.fixture
def cmdb(server: Server) -> Installation:
    """The command line on that server's data directory."""
    return server.installation


@pytest.fixture(scope="session")
def twins(server: Server) -> list[str]:
    """The uids of two servers of the same name."""
    return server.store(*TWINS)
