"""Tell those whom tasks are for of what should have been done."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Look at the open tasks whose time has passed."""
    made = services.notifications.tell_tasks(services.records)
    return {"made": made} if made else None


job = Job(name="tell_tasks", minutes=5, run=run)
