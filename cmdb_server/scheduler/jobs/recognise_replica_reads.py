"""Recognise programs that read from a replica and could as well ask its primary."""

from cmdb_server.replica_reads.recognition import recognise
from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services


def run(services: Services) -> dict[str, int] | None:
    """Decide of everybody who needs a replica."""
    readers = recognise(services.store, services.ingest, services.impact.snapshot())
    return None if readers is None else {"readers": readers}


job = Job(name="recognise_replica_reads", minutes=1, run=run)
