"""Look into the directory for people who have left and hold something still."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Ask the directory, where one is set up; the home page shows who looks after assets what was found."""
    if not services.leaving.directory.is_on:
        return None
    looked, holding = services.leaving.look()
    return {"left": looked.people, "holding": len(holding)}


job = Job(name="look_for_leavers", minutes=240, run=run)
