"""Let what silent sources said become stale, then gone."""

from cmdb_server.ingest.ageing import RUN_EVERY_MINUTES
from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Age what is due."""
    counts = services.ageing.run()
    return counts if any(counts.values()) else None


job = Job(name="age", minutes=RUN_EVERY_MINUTES, run=run)
