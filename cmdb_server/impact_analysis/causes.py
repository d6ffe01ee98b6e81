"""The other direction: what a symptom can come from, and what each of these would do to it alone."""

from collections.abc import Iterator

import numpy as np

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import ImpactPicture, ListedCI, rfc3339
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
from impact.rows import IntArray, integers, plain


def causes_picture(store: GraphStore, snapshot: Snapshot, symptom: int, limit: int) -> ImpactPicture:
    """The candidate causes of a symptom, nearest first; `affected` are those that would hit it alone, worst first."""
    scene, suspects = _scene(snapshot, symptom)
    reach, states = scene.reach, scene.states
    shown = _shown(scene, suspects, min(limit, LARGEST_PICTURE))
    positions = connecting(snapshot, shown)
    contacts = read_contacts(store, snapshot, source_keys(snapshot, positions))
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
        as_of=rfc3339(snapshot.as_of or 0),
        nodes=nodes_of(scene, shown),
        edges=edges_of(snapshot, positions, contacts),
        services=[],
        affected=affected_of(
            scene, suspects[:limit], lambda cis: np.asarray([WEIGHT[State(states[ci])] for ci in cis], np.float64)
        ),
    )


def cause_listing(snapshot: Snapshot, symptom: int) -> Iterator[ListedCI]:
    """Every candidate cause, those that alone would hit the symptom first; `path` leads from it to the symptom."""
    scene, suspects = _scene(snapshot, symptom)
    towards = _towards_symptom(scene)
    others = scene.reach.cis()
    others = others[~np.isin(others, suspects) & (others != symptom)]
    cis = snapshot.cis
    for ci in (*plain(suspects), *plain(others)):
        path = [ci]
        while path[-1] != symptom:
            path.append(towards[path[-1]])
        yield ListedCI(
            uid=cis.uid[ci],
            name=cis.name[ci],
            ci_class=cis.ci_class[ci],
            site=snapshot.site(ci),
            level=scene.reach.level(ci) or 0,
            state=State(scene.states[ci]).word,
            score=WEIGHT[State(scene.states[ci])],
            path=[cis.name[step] for step in path],
        )


def _scene(snapshot: Snapshot, symptom: int) -> tuple[Scene, IntArray]:
    """All candidates with what each would do alone, and those that would do something, worst and nearest first."""
    reach = candidates(snapshot.graph, integers([symptom]), snapshot.access.ways)
    states = np.zeros(len(snapshot.cis.uid), np.int8)
    for ci, state in single_failures(snapshot.graph, symptom, access=snapshot.access).items():
        states[ci] = state
    suspects = np.flatnonzero(states).astype(np.int32)
    suspects = suspects[np.lexsort((suspects, reach.entered[suspects], -states[suspects]))]
    return Scene(snapshot, reach, states, [symptom]), suspects


def _towards_symptom(scene: Scene) -> dict[int, int]:
    """For each candidate a CI one step nearer to the symptom that needs it, or whose way may lead through it."""
    graph, ways, found = scene.snapshot.graph, scene.snapshot.access.ways, dict[int, int]()
    for wave in scene.reach.waves:
        for ci in plain(wave):
            one = integers([ci])
            for needed in (*plain(graph.dependencies(one)), *plain(ways.through(one))):
                if needed not in found and scene.reach.level(needed) == (scene.reach.level(ci) or 0) + 1:
                    found[needed] = ci
    return found


def _shown(scene: Scene, suspects: IntArray, limit: int) -> IntArray:
    reached = scene.reach.cis()
    if len(reached) <= limit:
        return reached
    others = reached[1:][~np.isin(reached[1:], suspects)]
    return np.concatenate([reached[:1], suspects, others])[:limit]
