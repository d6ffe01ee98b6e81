"""The smallest sets of CIs that together take one down."""

from collections import Counter
from math import prod

from cmdb_server.errors import FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.question import ImpactQuestionError
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.resilience.answers import CutSet, CutSetPage
from cmdb_server.resilience.often import shares_of
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.timestamps import rfc3339
from impact import CutSetsError, cut_sets


def cuts_of(store: GraphStore, snapshot: Snapshot, ci: int, order: int, page: tuple[int, int]) -> CutSetPage:
    """A part (offset, limit) of the sets of up to `order` CIs. Raises ImpactQuestionError where it is too large."""
    try:
        found = cut_sets(snapshot.graph, ci, order, snapshot.access)
    except CutSetsError as error:
        refused = FieldError("order", str(order), str(error), "ask for a lower order")
        raise ImpactQuestionError(refused) from error
    # A group does not fail by itself: what takes it down is among the sets too.
    found = [cut for cut in found if not any(snapshot.owns_a_group[one] for one in cut)]
    shares = shares_of(store, snapshot, sorted({one for cut in found for one in cut}))
    likely = [(prod(float(1 - shares.works[one]) for one in cut), cut) for cut in found]
    likely.sort(key=lambda entry: (len(entry[1]), -entry[0], entry[1]))
    offset, limit = page
    return CutSetPage(
        ci=point_ci(snapshot, ci),
        items=[
            CutSet([point_ci(snapshot, one) for one in cut], share) for share, cut in likely[offset : offset + limit]
        ],
        total=len(found),
        by_size={str(size): count for size, count in sorted(Counter(map(len, found)).items())},
        order=order,
        snapshot_at=rfc3339(snapshot.taken_at),
    )
