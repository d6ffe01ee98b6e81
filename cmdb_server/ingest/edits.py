"""What makes a section of a report a person's edit: who signed it, until when it holds, and what must hold before."""

from collections.abc import Callable
from dataclasses import dataclass

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.writing import Cause


@dataclass(frozen=True)
class Edit:
    """Until when an edit holds (microseconds, 0 for ever), and what else its transaction does.

    The check runs first; it locks what it looks at, and what it raises refuses the edit. `then` runs last, with the uid
    of the CI that the edit made, "" for none.
    """

    expires_at: int
    check: Callable[[Transaction], None]
    then: Callable[[Transaction, str], None] | None = None


def signature(edit: Edit, cause: Cause) -> dict[str, object]:
    """What is stored with the observations of an edit."""
    signed: dict[str, object] = {"actor": cause.actor, "reason": cause.reason}
    return {**signed, "expires_at": edit.expires_at} if edit.expires_at else signed
