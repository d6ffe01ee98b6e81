"""Tell of certificates that expire, and of the services that fail on the day."""

from cmdb_server.certificates.telling import tell
from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Write the events that are due."""
    told = tell(services.store, services.impact.snapshot(), services.clock())
    return {"certificates": told} if told else None


job = Job(name="tell_expiry", minutes=15, run=run)
