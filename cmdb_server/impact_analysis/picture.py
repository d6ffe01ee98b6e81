"""The impact picture: at most `limit` CIs of the reach and what connects them; counts, levels, services complete."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import AffectedCI, Counts, Edge, Group, ImpactPicture, Level, Node, rfc3339
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.evidence import edge_of, read_contacts, relationship_at, source_keys
from cmdb_server.impact_analysis.services import keys_on, read_facts, service_impacts, witness_paths
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import BlastRadius, Reach, State
from impact.dependency_view import member_group
from impact.rows import IntArray, integers, plain

LARGEST_PICTURE = 5_000
SOURCE = "source"
States = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Scene:
    """What a picture is drawn from: CIs with level and state (by CI number), and the failed or asked ones of them."""

    snapshot: Snapshot
    reach: Reach
    states: States
    sources: Sequence[int]


def impact_picture(store: GraphStore, asked: Asked, limit: int) -> ImpactPicture:
    """What the failed CIs do. `limit` is cut to LARGEST_PICTURE."""
    snapshot, failed, radius = asked.snapshot, asked.failed, asked.radius
    scene = Scene(snapshot, radius.reach, radius.outcome.states(), failed.all())
    shown = _shown(scene, radius, min(limit, LARGEST_PICTURE))
    positions = connecting(snapshot, shown)
    paths = witness_paths(radius)
    contacts = read_contacts(
        store, snapshot, source_keys(snapshot, positions) | keys_on(snapshot, list(paths.values()))
    )
    services = service_impacts(snapshot, radius, paths, (contacts, read_facts(store, snapshot, paths)))
    given = set(scene.sources)
    affected = integers([ci for ci in plain(radius.outcome.affected()) if ci not in given])
    return ImpactPicture(
        source=[snapshot.cis.uid[ci] for ci in scene.sources],
        down=[snapshot.cis.uid[ci] for ci in plain(failed.down)],
        degraded=[snapshot.cis.uid[ci] for ci in plain(failed.degraded)],
        direction="impact",
        counts=counts_of(scene, services=sum(ci not in given for ci in paths)),
        levels=levels_of(scene.reach),
        truncated=len(shown) < len(scene.reach.cis()),
        hidden=len(scene.reach.cis()) - len(shown),
        snapshot_at=rfc3339(snapshot.taken_at) or "",
        as_of=rfc3339(snapshot.as_of or 0),
        nodes=nodes_of(scene, shown),
        edges=edges_of(snapshot, positions, contacts),
        services=services,
        affected=affected_of(scene, radius.worst_first(affected)[:limit], radius.scores),
        entering=asked.entering,
    )


def counts_of(scene: Scene, services: int) -> Counts:
    """CIs by state and in reach, without the sources themselves."""
    others = scene.reach.cis()
    others = others[~np.isin(others, integers(scene.sources))]
    number = np.bincount(scene.states[others], minlength=len(State)).tolist()
    return Counts(number[State.DOWN], number[State.DEGRADED], number[State.AT_RISK], len(others), services)


def levels_of(reach: Reach) -> list[Level]:
    """How many CIs are at each distance; level 0 are the sources."""
    return [Level(level, len(wave)) for level, wave in enumerate(reach.waves)]


def nodes_of(scene: Scene, shown: IntArray) -> list[Node]:
    """The CIs of the picture with their labels."""
    snapshot, sources = scene.snapshot, set(scene.sources)
    cis = snapshot.cis
    return [
        Node(
            uid=cis.uid[ci],
            name=cis.name[ci],
            ci_class=cis.ci_class[ci],
            class_label=class_label(snapshot, ci),
            root=_root(snapshot, ci),
            site=snapshot.site(ci),
            level=scene.reach.level(ci) or 0,
            state=SOURCE if ci in sources else State(scene.states[ci]).word,
            group=_group(scene, ci),
            criticality=int(cis.criticality[ci]) or None,
            users=int(cis.users[ci]) or None,
        )
        for ci in plain(shown)
    ]


def _root(snapshot: Snapshot, ci: int) -> str | None:
    """The name of the computer or device that a CI is a part of or runs on."""
    root = snapshot.numbers.get(snapshot.cis.root_uid[ci])
    return None if root is None or root == ci else snapshot.cis.name[root]


def class_label(snapshot: Snapshot, ci: int) -> str:
    """The class as people read it; its name where this version does not know it."""
    name = snapshot.cis.ci_class[ci]
    spec = snapshot.view.registry.classes.get(name)
    return spec.label if spec else name


def connecting(snapshot: Snapshot, shown: IntArray) -> list[int]:
    """The relationships that carry failure between these CIs, by position."""
    inside = np.zeros(len(snapshot.cis.uid), np.bool_)
    inside[shown] = True
    found = snapshot.relationships_of.gather(np.sort(shown))
    return plain(found[snapshot.is_requirement[found] & inside[snapshot.relationships.target[found]]])


def edges_of(snapshot: Snapshot, positions: Sequence[int], contacts: Mapping[str, int]) -> list[Edge]:
    """Relationships as edges of the picture."""
    return [edge_of(snapshot, relationship_at(snapshot, position, contacts)) for position in positions]


def affected_of(
    scene: Scene, affected: IntArray, scores: Callable[[IntArray], npt.NDArray[np.float64]]
) -> list[AffectedCI]:
    """The CIs that are not up, in the given order."""
    cis = scene.snapshot.cis
    return [
        AffectedCI(
            uid=cis.uid[ci],
            name=cis.name[ci],
            ci_class=cis.ci_class[ci],
            level=scene.reach.level(ci) or 0,
            state=State(scene.states[ci]).word,
            score=score,
        )
        for ci, score in zip(plain(affected), scores(affected).tolist(), strict=True)
    ]


def _shown(scene: Scene, radius: BlastRadius, limit: int) -> IntArray:
    """The failed CIs, then what is not up by its score, then the nearest of the rest."""
    reached = scene.reach.cis()
    if len(reached) <= limit:
        return reached
    is_source = np.isin(reached, integers(scene.sources))
    is_hit = (scene.states[reached] != State.UP) & ~is_source
    worst = radius.worst_first(reached[is_hit])
    return np.concatenate([reached[is_source], worst, reached[~is_source & ~is_hit]])[:limit]


def _group(scene: Scene, ci: int) -> Group | None:
    snapshot = scene.snapshot
    if not snapshot.owns_a_group[ci]:
        return None
    group = member_group(snapshot.graph, ci)
    members = snapshot.graph.members.of(group)
    working = int(np.count_nonzero(scene.states[members] != State.DOWN))
    return Group(int(snapshot.graph.k[group]), len(members), working)
