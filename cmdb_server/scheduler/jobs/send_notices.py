"""Tell people and programs what happened to records."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Make notices of what waits, then send those that are due."""
    done = services.notifications.run()
    return done if any(done.values()) else None


job = Job(name="send_notices", minutes=0.25, run=run)
