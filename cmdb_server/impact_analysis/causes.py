"""The picture in the other direction: what a symptom can come from, and what each of these would do to it alone."""

import numpy as np

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import ImpactPicture, rfc3339
from cmdb_server.impact_analysis.evidence import read_contacts, source_keys
from cmdb_server.impact_analysis.picture import (
    LARGEST_PICTURE,
    Scene,
    affected_of,
    connecting,
    counts_of,
    edges_of,
    levels_of,
    nodes_of,
)
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import State, candidates, single_failures
from impact.blast_radius import WEIGHT
from impact.rows import IntArray, integers


def causes_picture(store: GraphStore, snapshot: Snapshot, symptom: int, limit: int) -> ImpactPicture:
    """The candidate causes of a symptom, nearest first; `affected` are those that would hit it alone, worst first."""
    reach = candidates(snapshot.graph, integers([symptom]))
    states = np.zeros(len(snapshot.cis.uid), np.int8)
    for ci, state in single_failures(snapshot.graph, symptom).items():
        states[ci] = state
    scene = Scene(snapshot, reach, states, [symptom])
    suspects = np.flatnonzero(states).astype(np.int32)
    suspects = suspects[np.lexsort((suspects, reach.entered[suspects], -states[suspects]))]
    shown = _shown(scene, suspects, min(limit, LARGEST_PICTURE))
    positions = connecting(snapshot, shown)
    contacts = read_contacts(store, source_keys(snapshot, positions))
    return ImpactPicture(
        source=[snapshot.cis.uid[symptom]],
        down=[],
        degraded=[],
        direction="causes",
        counts=counts_of(scene, services=0),
        levels=levels_of(reach),
        truncated=len(shown) < len(reach.cis()),
        hidden=len(reach.cis()) - len(shown),
        snapshot_at=rfc3339(snapshot.taken_at) or "",
        as_of=None,
        nodes=nodes_of(scene, shown),
        edges=edges_of(snapshot, positions, contacts),
        services=[],
        affected=affected_of(
            scene, suspects[:limit], lambda cis: np.asarray([WEIGHT[State(states[ci])] for ci in cis], np.float64)
        ),
    )


def _shown(scene: Scene, suspects: IntArray, limit: int) -> IntArray:
    reached = scene.reach.cis()
    if len(reached) <= limit:
        return reached
    others = reached[1:][~np.isin(reached[1:], suspects)]
    return np.concatenate([reached[:1], suspects, others])[:limit]
