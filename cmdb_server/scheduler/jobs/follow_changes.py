"""Follow changes that are carried out: expected signals, reading again, comparison with what was foretold."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_SECONDS = 5


def run(services: Services) -> dict[str, int] | None:
    """Bring everything up to date that is carried out or was just finished."""
    done = services.change_runs.follow(services.clock())
    return done if any(done.values()) else None


job = Job(name="follow_changes", minutes=_SECONDS / 60, run=run)
