"""Open incidents by signals, one for each cause, and tell those whose signals are over."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_SECONDS = 5


def run(services: Services) -> dict[str, int] | None:
    """Bring incidents up to date with the signals."""
    if not services.settings.incidents_from_signals:
        return None
    done = services.signal_incidents.follow()
    return {**done.counts, "signals": done.signals} if done.signals or any(done.counts.values()) else None


job = Job(name="follow_incidents", minutes=_SECONDS / 60, run=run)
