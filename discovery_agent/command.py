"""The contract of a command: one file of `cli/` with an object `command`; its name is the file's."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import NamedTuple

from discovery_agent.settings import Settings


def _no_options(_parser: ArgumentParser) -> None:
    """Most commands have none beside the settings."""


class Command(NamedTuple):
    """What a command does. `run` answers the exit code and raises DiscoveryError."""

    doc: str
    run: Callable[[Namespace, Settings], int]
    add_options: Callable[[ArgumentParser], None] = _no_options
