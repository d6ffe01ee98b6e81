"""Join the old events of the classes that say how long their history is kept in single events."""

from cmdb_server.history.retention import Retention
from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Join what is due."""
    counts = Retention(services.store, services.registry, services.clock).run()
    return counts if any(counts.values()) else None


job = Job(name="join_old_events", minutes=24 * 60, run=run)
