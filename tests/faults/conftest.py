"""Installations that are about to have a bad day."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.programs import Engine, Installation
from tests.faults.hosting import Host


@pytest.fixture
def installation(engine_name: str, pytestconfig: pytest.Config, tmp_path: Path) -> Installation:
    """A data directory of the test's own, for the engine of this run."""
    return Installation(Engine(engine_name, str(pytestconfig.getoption("--neo4j-home"))), tmp_path / "data")


@pytest.fixture
def host(installation: Installation) -> Iterator[Host]:
    """A server that answers."""
    started = Host(installation)
    yield started
    started.server.stop()
