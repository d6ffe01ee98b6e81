"""Start the scans of devices that said by a trap that they changed."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Start what is due; collectors fetch the jobs."""
    started = services.scans.traps.rereading.start_due()
    return {"addresses": started} if started else None


job = Job(name="start_rereads", minutes=0.25, run=run)
