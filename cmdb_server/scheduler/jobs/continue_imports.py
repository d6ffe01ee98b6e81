"""Go on with imports whose page was closed, or whose server ended in the middle."""

from cmdb_server.imports.batch_values import WORKING
from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_QUIET_MICROSECONDS = 30 * 1_000_000
_MOST_CHUNKS = 200


def run(services: Services) -> dict[str, int] | None:
    """Do the chunks that are left of imports that nobody drives."""
    quiet_since = services.clock() - _QUIET_MICROSECONDS
    left = [batch for batch in services.imports.all() if batch.state in WORKING and batch.updated_at < quiet_since]
    done = 0
    for batch in left:
        now = batch
        while now is not None and now.state in WORKING and done < _MOST_CHUNKS:
            now = services.imports.advance(batch.uid)
            done += 1
    return {"chunks": done} if done else None


job = Job(name="continue_imports", minutes=0.5, run=run)
