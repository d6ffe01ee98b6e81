"""What makes a section of a report a person's edit: who signed it, until when it holds, and what must hold before."""

from collections.abc import Callable
from dataclasses import dataclass

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.writing import Cause


@dataclass(frozen=True)
class Edit:
    """Until when an edit holds (microseconds, 0 for ever), and a check.

    The check runs first in the transaction; it locks what it looks at, and what it raises refuses the edit.
    """

    expires_at: int
    check: Callable[[Transaction], None]


def signature(edit: Edit, cause: Cause) -> dict[str, object]:
    """What is stored with the observations of an edit."""
    signed: dict[str, object] = {"actor": cause.actor, "reason": cause.reason}
    return {**signed, "expires_at": edit.expires_at} if edit.expires_at else signed
