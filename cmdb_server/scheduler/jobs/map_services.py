"""Decide the members of services anew where something that they rest on has changed."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Bring the members of services up to date."""
    changed = services.service_maps.run()
    return {"changed": changed} if changed else None


job = Job(name="map_services", minutes=0.25, run=run)
