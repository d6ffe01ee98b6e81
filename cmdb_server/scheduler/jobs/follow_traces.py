"""Ask for service graphs when it is time, and decide again what follows from calls that were traced."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Keep what traces tell up to date, also where a service graph cannot be had."""
    try:
        seen = services.service_graphs.run() or 0
    finally:
        changed = services.traces.run()
    return {"seen": seen, "changed": changed} if seen or changed else None


job = Job(name="follow_traces", minutes=0.5, run=run)
