"""On what a result hangs: single relationships and groups on the proofs of services, tried one after the other.

Only what a proof rests on can turn it. Each relationship is taken away, the least sure first, and each group is given
one working member more; where a service is in a better state then, the result changes if that relationship is wrong,
and redundancy at that place would help.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import rfc3339
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.evidence import (
    Relationship,
    is_assumed,
    read_contacts,
    surest_between,
)
from cmdb_server.impact_analysis.services import keys_on, witness_paths
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.impact_analysis.whatif_answers import TurningPoint, TurningPoints, TurningService
from impact import Graph, Outcome, Requirements, overlaid, propagate
from impact.dependency_view import Travel
from impact.rows import NOTHING, IntArray, integers

MOST_TRIED = 40
_SHOWN = 5


@dataclass(frozen=True)
class _Trial:
    """A relationship of a proof; `is_member`: its source is a group that gets one more member."""

    relationship: Relationship
    is_member: bool


def turning_points(store: GraphStore, asked: Asked, most: int = MOST_TRIED) -> TurningPoints:
    """What changes the state of a service, what helps most of them first. O(most x (copy of the graph + reach))."""
    snapshot, radius = asked.snapshot, asked.radius
    paths = witness_paths(radius)
    contacts = read_contacts(store, snapshot, keys_on(snapshot, list(paths.values())))
    steps = {
        (step.source, step.target): step for path in paths.values() for step in surest_between(snapshot, path, contacts)
    }
    trials = sorted((_trial(snapshot, step) for step in steps.values()), key=_least_sure_first)[:most]
    services = list(paths)
    found: list[TurningPoint] = []
    for trial in trials:
        outcome = propagate(_without(snapshot, trial), asked.down, asked.failed.degraded, asked.isolation.at_risk)
        turned = [ci for ci in services if outcome.state(ci) < asked.outcome.state(ci)]
        if turned:
            found.append(_point(asked, trial, outcome, turned))
    return TurningPoints(sorted(found, key=lambda point: -len(point.services)), len(trials), len(steps))


def _trial(snapshot: Snapshot, step: Relationship) -> _Trial:
    travel = snapshot.view.travel[snapshot.view.types.index(step.type)]
    return _Trial(step, travel == Travel.MEMBER)


def _least_sure_first(trial: _Trial) -> tuple[float, int, int, int]:
    step = trial.relationship
    sure = 1.0 if step.confidence is None else step.confidence
    return sure, step.last_seen_at, step.source, step.target


def _without(snapshot: Snapshot, trial: _Trial) -> Graph:
    """The graph without the relationships of a step, or with one less needed of its group."""
    owner, target = trial.relationship.source, trial.relationship.target
    rows = snapshot.relationships_of.of(owner)
    rows = rows[snapshot.is_requirement[rows]]
    kept = rows if trial.is_member else rows[snapshot.relationships.target[rows] != target]
    requirements = snapshot.requirements_behind(integers(kept))
    if trial.is_member:
        requirements = _with_one_less(requirements)
    return overlaid(snapshot.graph, snapshot.graph.size, NOTHING, integers([owner]), requirements)


def _with_one_less(requirements: Requirements) -> Requirements:
    """One member more that works is one less that is needed of the others; the group is the last requirement."""
    k: IntArray = requirements.k.copy()
    k[-1] = max(k[-1] - 1, 0)
    return Requirements(requirements.owner, k, requirements.is_soft, requirements.group, requirements.member)


def _point(asked: Asked, trial: _Trial, outcome: Outcome, turned: Sequence[int]) -> TurningPoint:
    snapshot, step = asked.snapshot, trial.relationship
    cis = snapshot.cis
    services = [
        TurningService(cis.uid[ci], cis.name[ci], asked.outcome.state(ci).word, outcome.state(ci).word) for ci in turned
    ]
    return TurningPoint(
        kind="member" if trial.is_member else "relationship",
        source=cis.uid[step.source],
        target=cis.uid[step.target],
        type=step.type,
        confidence=step.confidence,
        is_assumed=is_assumed(snapshot, step),
        last_seen_at=rfc3339(step.last_seen_at),
        text=_text(snapshot, trial, services),
        services=services,
    )


def _text(snapshot: Snapshot, trial: _Trial, services: Sequence[TurningService]) -> str:
    source, target = (snapshot.cis.name[ci] for ci in (trial.relationship.source, trial.relationship.target))
    named = ", ".join(f"{one.name} {one.then.replace('_', ' ')} instead of {one.state}" for one in services[:_SHOWN])
    more = f" and {len(services) - _SHOWN} more" if len(services) > _SHOWN else ""
    if trial.is_member:
        return f"with one more working member of {source}: {named}{more}"
    return f"if {source} did not need {target}, or had another: {named}{more}"
