"""Forget the notices that were sent or given up long ago."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Forget them."""
    forgotten = services.notifications.notices.forget()
    return {"notices": forgotten} if forgotten else None


job = Job(name="forget_notices", minutes=60, run=run)
