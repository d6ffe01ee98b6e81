"""Close problems whose fix has held, and reopen those whose trouble came back."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Look at every problem that is resolved and not yet closed."""
    done = services.problems.verify(services.impact)
    found = {"closed": done.closed, "reopened": done.reopened}
    return found if any(found.values()) else None


job = Job(name="verify_problems", minutes=10, run=run)
