"""The Impact JSON: states, rounds, reach and services of one question, complete, and what the answer rests on."""

import numpy as np

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import Impact, rfc3339
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.columns import UNSTATED
from cmdb_server.impact_analysis.evidence import read_contacts
from cmdb_server.impact_analysis.services import keys_on, read_facts, service_impacts, witness_paths
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import BlastRadius, State
from impact.dependency_view import Travel
from impact.rows import plain

REMOTE_PEER = "remote_peer"
STALE = "stale"


def evaluation(store: GraphStore, asked: Asked) -> Impact:
    """What follows from the failed CIs."""
    snapshot, failed, radius = asked.snapshot, asked.failed, asked.radius
    uid, outcome = snapshot.cis.uid, radius.outcome
    affected = plain(outcome.affected())
    paths = witness_paths(radius)
    contacts = read_contacts(store, snapshot, keys_on(snapshot, list(paths.values())))
    assumed = _assumed(snapshot, radius)
    return Impact(
        down=[uid[ci] for ci in plain(failed.down)],
        degraded=[uid[ci] for ci in plain(failed.degraded)],
        states={uid[ci]: outcome.state(ci).word for ci in affected},
        services=service_impacts(snapshot, radius, paths, (contacts, read_facts(store, snapshot, paths))),
        reach=[uid[ci] for ci in plain(radius.reach.cis())],
        rounds={uid[ci]: outcome.round(ci) for ci in affected},
        assumed=assumed,
        unknowns=_unknowns(snapshot, radius) | {"assumed_relationships": len(assumed)},
        snapshot_at=rfc3339(snapshot.taken_at) or "",
        as_of=rfc3339(snapshot.as_of or 0),
        entering=asked.entering,
    )


def _assumed(snapshot: Snapshot, radius: BlastRadius) -> list[str]:
    """Relationships between CIs that are not up whose effect nobody declared."""
    columns, states = snapshot.relationships, radius.outcome.states()
    found = snapshot.relationships_of.gather(np.sort(radius.outcome.affected()))
    found = found[snapshot.is_requirement[found]]
    found = found[states[columns.target[found]] != State.UP]
    is_by_strength = snapshot.view.travel[columns.type[found]] == Travel.BY_STRENGTH
    positions = plain(found[is_by_strength])
    undeclared = (at for at in positions if columns.strength[at] == UNSTATED or columns.derivation[at])
    return sorted(columns.uid[at] for at in undeclared)


def _unknowns(snapshot: Snapshot, radius: BlastRadius) -> dict[str, int]:
    """Addresses that nobody has inventoried, and CIs that were not seen for long, in the reach or right behind it."""
    reached = radius.reach.cis()
    near = plain(np.unique(np.concatenate([reached, snapshot.graph.dependencies(reached)])))
    return {
        "remote_peers": sum(snapshot.cis.ci_class[ci] == REMOTE_PEER for ci in near),
        "stale_cis": sum(snapshot.cis.status[ci] == STALE for ci in near),
    }
