"""End the log-ins whose time is over, so that what is open in the graph is open."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """End expired sessions."""
    ended = services.sessions.expire()
    return {"ended": ended} if ended else None


job = Job(name="expire_sessions", minutes=10, run=run)
