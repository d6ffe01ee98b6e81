"""Forget the events of traps that ended long ago."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Forget them."""
    forgotten = services.scans.traps.forget_old()
    return {"events": forgotten} if forgotten else None


job = Job(name="forget_traps", minutes=60, run=run)
