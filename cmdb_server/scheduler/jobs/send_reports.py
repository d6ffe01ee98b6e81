"""Send reports of assets whose time has come."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Make the notices of those that are due; they go out with the other mail."""
    made = services.report_schedules.send_due()
    return {"made": made} if made else None


job = Job(name="send_reports", minutes=1, run=run)
