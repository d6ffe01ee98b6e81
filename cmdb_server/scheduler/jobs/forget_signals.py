"""Forget the signals that ended long ago."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Forget them."""
    forgotten = services.signals.forget_old()
    return {"signals": forgotten} if forgotten else None


job = Job(name="forget_signals", minutes=60, run=run)
