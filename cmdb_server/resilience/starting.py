"""What never comes back when everything starts from nothing, and why."""

import numpy as np

from cmdb_server.impact_analysis.columns import SOFT
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.resilience.answers import CannotStart, Circle
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.timestamps import rfc3339
from impact import Graph, StartCircle, build_graph, start_circles
from impact.dependency_view import Relationships, requirements_of

_WAITING_SHOWN = 20


def not_starting(snapshot: Snapshot, offset: int, limit: int) -> CannotStart:
    """A part of the circles, the largest first."""
    found = start_circles(_starting(snapshot))
    total = int(np.sum([len(circle.cis) + len(circle.waiting) for circle in found], dtype=np.int64))
    items = [_circle(snapshot, circle) for circle in found[offset : offset + limit]]
    return CannotStart(total, len(found), items, rfc3339(snapshot.taken_at))


def _starting(snapshot: Snapshot) -> Graph:
    """Who waits for whom when everything starts from nothing.

    A part waits for nothing: it is there with its whole. What is used while a program starts is waited for, also where
    the program runs on without it.
    """
    view, columns = snapshot.view, snapshot.relationships
    specs = view.registry.relationship_types
    waits = np.asarray([specs[name].waits_at_start for name in view.types], np.bool_)
    kept = snapshot.is_requirement & waits[columns.type]
    requirements = Relationships(
        source=columns.source[kept],
        target=columns.target[kept],
        travel=view.travel[columns.type[kept]],
        is_soft=(columns.strength[kept] == SOFT) & ~columns.is_at_start[kept],
    )
    return build_graph(len(snapshot.cis.uid), requirements_of(requirements, snapshot.cis.k))


def _circle(snapshot: Snapshot, circle: StartCircle) -> Circle:
    first = [point_ci(snapshot, ci) for ci in circle.waiting[:_WAITING_SHOWN]]
    return Circle([point_ci(snapshot, ci) for ci in circle.cis], len(circle.waiting), first)
