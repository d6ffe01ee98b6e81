"""Recognise programs that touch others only to look at them."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Decide of those that may have changed."""
    scanners = services.scanners.run()
    return None if scanners is None else {"scanners": scanners}


job = Job(name="recognise_scanners", minutes=0.25, run=run)
