"""What a scheduled job is."""

from collections.abc import Callable
from dataclasses import dataclass

from cmdb_server.services import Services


@dataclass(frozen=True)
class Job:
    """Something to do every `minutes`, by one of several servers.

    It must be harmless when two do it at once: a server that was away for long may go on with what another took over.

    `run` answers what it did, as values for the log; None when there was nothing to do.
    """

    name: str
    minutes: float
    run: Callable[[Services], dict[str, int] | None]
