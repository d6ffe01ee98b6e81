"""Keep how many single points of failure there are today."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Count them."""
    return dict(vars(services.single_points.count()))


job = Job(name="count_single_points", minutes=24 * 60, run=run)
