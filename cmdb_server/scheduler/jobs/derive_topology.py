"""Decide who is wired to whom, once new tables of devices have come in."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Derive the topology of the network scopes that are due."""
    done = services.topology.run()
    counts = {
        "scopes": len(done),
        "links": sum(entry.links for entry in done),
        "changed": sum(entry.changed for entry in done),
    }
    return counts if done else None


job = Job(name="derive_topology", minutes=0.25, run=run)
