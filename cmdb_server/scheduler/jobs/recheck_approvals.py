"""Let approvals of changes lapse whose facts became worse: discovery and other changes go on meanwhile."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Recheck every change that is voted on or waits to begin."""
    lapsed = services.desk.approvals.recheck_all(services.desk.types)
    return {"lapsed": lapsed} if lapsed else None


job = Job(name="recheck_approvals", minutes=2, run=run)
