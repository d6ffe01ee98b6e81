"""Forget runs of scans that ended long ago, with what came of each address then."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Forget them."""
    forgotten = services.scans.runs.forget_old()
    return {"runs": forgotten} if forgotten else None


job = Job(name="forget_scans", minutes=10, run=run)
