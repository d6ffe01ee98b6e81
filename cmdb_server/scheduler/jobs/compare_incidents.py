"""Compare what the cause of incidents that are over should have taken down with what signals told of."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Compare those that ended or were changed."""
    compared = services.incident_predictions.keep()
    return {"compared": compared} if compared else None


job = Job(name="compare_incidents", minutes=1, run=run)
