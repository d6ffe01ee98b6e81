"""Declare the incidents major that the rule makes so."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Look at every open incident, where there is a rule."""
    declared = services.majors.declare(services.impact)
    return {"declared": declared} if declared else None


job = Job(name="declare_majors", minutes=0.5, run=run)
