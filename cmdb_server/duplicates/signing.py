"""Who decides about identity and why, and the refusal of a decision."""

from dataclasses import dataclass

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.ingest.items import shown


class DecisionRefusedError(CmdbError):
    """A decision that cannot be taken; nothing changed."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """What is wrong with which value, and what to do."""
        error = FieldError(field, shown(value), message, remedy)
        super().__init__(f"{field} {shown(value)!r} {message}; {remedy}", 422, "decision_refused", (error,))


@dataclass(frozen=True)
class Signed:
    """Who decides, and why."""

    actor: str
    reason: str = ""
