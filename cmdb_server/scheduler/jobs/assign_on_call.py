"""Give incidents that nobody works on to who of their team is on call."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_SECONDS = 15


def run(services: Services) -> dict[str, int] | None:
    """Look at the teams whose rota says so."""
    given = services.assigning.assign(services.impact)
    return {"given": given} if given else None


job = Job(name="assign_on_call", minutes=_SECONDS / 60, run=run)
