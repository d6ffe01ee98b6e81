"""Keep which services incidents took down that are over, and for how long."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Keep those of incidents that ended or were changed."""
    kept = services.outages.keep()
    return {"kept": kept} if kept else None


job = Job(name="keep_outages", minutes=0.5, run=run)
