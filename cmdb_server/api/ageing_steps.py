"""What silence leads to, as answers tell it."""

from pydantic import BaseModel

from cmdb_server.ingest.ageing import SilentSource
from cmdb_server.ingest.freshness import GONE, next_step
from cmdb_server.timestamps import rfc3339

_STATUS_OF = {"": "active", GONE: "retired"}


class AgeingStep(BaseModel):
    """What comes next if the source stays silent: the status of its CIs, not before a time and so many attempts."""

    status: str
    not_before: str
    attempts_left: int


def step_of(entry: SilentSource) -> AgeingStep | None:
    """The next step of a source, None when nothing comes after the last."""
    step = next_step(entry.source.contacts, entry.silence, entry.rule)
    if step is None:
        return None
    return AgeingStep(status=status_of(step.freshness), not_before=rfc3339(step.at), attempts_left=step.attempts_left)


def status_of(freshness: str) -> str:
    """What the freshness of a source makes of CIs that no other source sees."""
    return _STATUS_OF.get(freshness, freshness)
