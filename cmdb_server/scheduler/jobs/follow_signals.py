"""Look again for the CIs of signals that fit none, and end those that nobody repeats any more."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Bring signals up to date with the graph and the time."""
    ended, changed = services.signals.end_due(), services.signals.match_again()
    return {"ended": ended, "matched": changed} if ended or changed else None


job = Job(name="follow_signals", minutes=1, run=run)
