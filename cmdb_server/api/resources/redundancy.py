"""The audit of redundancy: every group, how many of its members are needed, and what is wrong with it."""

from fastapi import Response

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.impact_questions import AssumedDep, WhatIfDep
from cmdb_server.api.routes import answer, resource
from cmdb_server.api.times import AsOf
from cmdb_server.auth.identity import READ
from cmdb_server.redundancy.audit import RedundancyAudit, audit
from cmdb_server.single_points.computing import NotReady

router = resource("redundancy")


@router.get("/redundancy-audit", name="audit_redundancy", response_model=RedundancyAudit, dependencies=[requires(READ)])
def audit_redundancy(services: ServicesDep, as_of: AsOf, changes: AssumedDep, impact: WhatIfDep) -> Response:
    """All redundancy groups in use, those first that have lost their redundancy or never had any.

    With what their members share: what takes down so many of them at once that the group is redundant on paper only.
    """
    found = services.single_points.points(as_of, changes)
    if isinstance(found, NotReady):
        return answer(audit(services.store, impact.snapshot(), None, found.progress))
    return answer(audit(services.store, found.snapshot, found.points, found.progress))
