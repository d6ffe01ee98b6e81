"""Who signs an edit."""

from dataclasses import dataclass

from graph_schema.data_sources import MANUAL


@dataclass(frozen=True)
class Signature:
    """Who edits, why, until when it holds (microseconds, 0 for ever) and which revision of the CI they looked at."""

    actor: str
    reason: str = ""
    expires_at: int = 0
    revision: int | None = None

    @property
    def source(self) -> str:
        """The data source that this person is."""
        return f"{MANUAL.name}:{self.actor}"
