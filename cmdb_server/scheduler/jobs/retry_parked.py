"""Try what is parked again: what it lacked may have come, or the server may have learnt what it is."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_AT_ONCE = 200


def run(services: Services) -> dict[str, int] | None:
    """Retry the parked items whose time has come; each waits longer after every attempt."""
    due = services.waiting.due(_AT_ONCE)
    tried = [services.ingest.retry_parked(uid, "") for uid in due]
    stored = sum(result is not None and not result.parked for result in tried)
    return {"tried": len(due), "stored": stored} if due else None


job = Job(name="retry_parked", minutes=5, run=run)
