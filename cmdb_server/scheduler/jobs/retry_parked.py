"""Try what is parked again: what it lacked may have come, or the server may have learnt what it is."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_AT_ONCE = 200


def run(services: Services) -> dict[str, int] | None:
    """Retry the parked items whose time has come; each waits longer after every attempt."""
    due = services.waiting.due(_AT_ONCE)
    for uid in due:
        services.ingest.retry_parked(uid, "")
    left = sum(services.waiting.item(uid) is not None for uid in due)
    return {"tried": len(due), "stored": len(due) - left} if due else None


job = Job(name="retry_parked", minutes=5, run=run)
