"""Let people's edits whose time is over count no longer."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Give the values back to the other sources."""
    expired = services.sources.expire()
    return {"expired": expired} if expired else None


job = Job(name="expire_edits", minutes=1, run=run)
