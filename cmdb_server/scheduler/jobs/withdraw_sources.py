"""Finish withdrawing sources where somebody began and did not see it through."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Withdraw what is left of them."""
    withdrawn = services.sources.go_on()
    return {"withdrawn": withdrawn} if withdrawn else None


job = Job(name="withdraw_sources", minutes=5, run=run)
