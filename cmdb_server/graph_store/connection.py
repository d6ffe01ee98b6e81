"""Where an engine answers, and what it means when it does not."""

from dataclasses import dataclass, field

from cmdb_server.errors import CmdbError


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
