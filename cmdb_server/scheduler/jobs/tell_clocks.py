"""Tell those who work on records of service levels that are at risk or missed."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Look at the clocks of every open record."""
    made = services.notifications.tell_clocks(services.records)
    return {"made": made} if made else None


job = Job(name="tell_clocks", minutes=1, run=run)
