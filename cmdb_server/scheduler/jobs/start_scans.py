"""Start the network scans whose time has come."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Start what is due; collectors fetch the jobs."""
    started = services.scans.runs.start_due()
    return {"runs": started} if started else None


job = Job(name="start_scans", minutes=0.5, run=run)
