"""What the agent's commands change of a process is put back after each test that runs one in it."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command sends all logs to a standard error that is closed with its test."""
    root, ours = logging.getLogger(), logging.getLogger("discovery_agent")
    handlers, level = list(root.handlers), ours.level
    yield
    root.handlers[:] = handlers
    ours.setLevel(level)
