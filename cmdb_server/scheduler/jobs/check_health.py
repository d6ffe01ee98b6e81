"""Make signals of what is known anyway: silent agents, programs that are gone, certificates, clocks."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services
from cmdb_server.signals.checking import Seen, run_checks


def run(services: Services) -> dict[str, int] | None:
    """Run every check."""
    done = run_checks(services.signals, Seen(services.store, services.registry, services.clock()))
    return {"opened": done.opened, "resolved": done.resolved} if done.opened or done.resolved else None


job = Job(name="check_health", minutes=2, run=run)
