"""Remind those who have yet to accept what they were given."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Make the reminders that are due; they go out with the other mail."""
    made = services.acceptances.remind()
    return {"made": made} if made else None


job = Job(name="remind_acceptances", minutes=30, run=run)
