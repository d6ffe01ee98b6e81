"""Put into the inbox what discovery found to be different without a change behind it."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Judge what was told since the last time."""
    found = services.watching.follow()
    return {"unauthorised": found} if found else None


job = Job(name="watch_changes", minutes=0.5, run=run)
