"""Apply saved reconciliation rules to the end, and judge anew claims that have become too old or fresh again."""

from cmdb_server.scheduler.job import Job
from cmdb_server.services import Services

_AT_MOST_SECONDS = 60.0


def run(services: Services) -> dict[str, int] | None:
    """Finish what somebody began and did not see through."""
    changed, left = services.rules.apply_some(seconds=_AT_MOST_SECONDS)
    changed += services.rules.judge_again()
    return {"changed": changed, "left": left} if changed or left else None


job = Job(name="judge_claims", minutes=5, run=run)
