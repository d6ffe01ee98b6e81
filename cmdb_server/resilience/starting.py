"""What never comes back when everything starts from nothing, and why."""

import numpy as np

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.resilience.answers import CannotStart, Circle
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.timestamps import rfc3339
from impact import StartCircle, start_circles

_WAITING_SHOWN = 20


def not_starting(snapshot: Snapshot, offset: int, limit: int) -> CannotStart:
    """A part of the circles, the largest first."""
    found = start_circles(snapshot.graph)
    total = int(np.sum([len(circle.cis) + len(circle.waiting) for circle in found], dtype=np.int64))
    items = [_circle(snapshot, circle) for circle in found[offset : offset + limit]]
    return CannotStart(total, len(found), items, rfc3339(snapshot.taken_at))


def _circle(snapshot: Snapshot, circle: StartCircle) -> Circle:
    first = [point_ci(snapshot, ci) for ci in circle.waiting[:_WAITING_SHOWN]]
    return Circle([point_ci(snapshot, ci) for ci in circle.cis], len(circle.waiting), first)
