"""Paths in words: how a failure reaches one CI, step by step, with what each step rests on."""

from collections.abc import Sequence
from itertools import pairwise

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import Evidence, ImpactPath, PathStep, StepRelationship, rfc3339
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.evidence import (
    Contacts,
    Relationship,
    read_connections,
    read_contacts,
    relationship_at,
    surest_between,
)
from cmdb_server.impact_analysis.past import read_past_connections
from cmdb_server.impact_analysis.services import keys_on
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import Outcome, State, dependency_paths, explaining_paths
from impact.rows import integers
from impact.witness import Reason, reasons

MOST_PATHS = 5
_SHOWN = 5
Connections = dict[tuple[str, str], list[Evidence]]


def explain(store: GraphStore, asked: Asked, target: int) -> list[ImpactPath]:
    """How the failure reaches the target, shortest proof first; for a target that is up, how it could.

    Empty where the target depends on none of the failed CIs.
    """
    snapshot, outcome = asked.snapshot, asked.outcome
    sources = integers([*asked.failed.all(), *asked.cut_off, *asked.with_fewer_ways])
    found = explaining_paths(outcome, sources, target, MOST_PATHS)
    paths = found or dependency_paths(snapshot.graph, sources, target, MOST_PATHS)
    contacts = read_contacts(store, snapshot, keys_on(snapshot, paths))
    connections = _connections(store, snapshot, _pairs(snapshot, paths), contacts)
    return [_path(asked, path, (contacts, connections)) for path in paths]


def _connections(
    store: GraphStore, snapshot: Snapshot, pairs: Sequence[tuple[str, str]], contacts: Contacts
) -> Connections:
    if snapshot.as_of is None:
        return read_connections(store, pairs, contacts)
    return read_past_connections(store, pairs, snapshot.as_of)


def _pairs(snapshot: Snapshot, paths: Sequence[Sequence[int]]) -> list[tuple[str, str]]:
    uid = snapshot.cis.uid
    return sorted({(uid[owner], uid[member]) for path in paths for member, owner in pairwise(path)})


def _path(asked: Asked, path: Sequence[int], evidence: tuple[Contacts, Connections]) -> ImpactPath:
    snapshot, outcome = asked.snapshot, asked.outcome
    cis = snapshot.cis
    relationships = [None, *surest_between(snapshot, path, evidence[0])]
    steps = [
        PathStep(
            uid=cis.uid[ci],
            name=cis.name[ci],
            ci_class=cis.ci_class[ci],
            state=outcome.state(ci).word,
            relationship=_step_relationship(snapshot, relationship, evidence) if relationship else None,
            note=_note(asked, path[turn - 1] if turn else None, ci),
        )
        for turn, (ci, relationship) in enumerate(zip(path, relationships, strict=True))
    ]
    return ImpactPath(steps)


def _step_relationship(
    snapshot: Snapshot, relationship: Relationship, evidence: tuple[Contacts, Connections]
) -> StepRelationship:
    contacts, connections = evidence
    uid = snapshot.cis.uid
    seen = connections.get((uid[relationship.source], uid[relationship.target]), [])
    parallel = snapshot.between(relationship.source, relationship.target)
    said = [_said(relationship_at(snapshot, int(position), contacts)) for position in parallel]
    return StepRelationship(
        type=relationship.type,
        strength=relationship.strength,
        confidence=relationship.confidence,
        sources=relationship.sources,
        last_seen_at=rfc3339(relationship.last_seen_at),
        derivation=relationship.derivation,
        evidence=[*said, *seen],
    )


def _said(relationship: Relationship) -> Evidence:
    how = f"derived from {relationship.derivation}" if relationship.derivation else "reported"
    by = ", ".join(relationship.sources[:_SHOWN]) or "nobody named"
    return Evidence(
        text=f"{relationship.type} {how} by {by}",
        sources=relationship.sources,
        last_seen_at=rfc3339(relationship.last_seen_at),
    )


def _note(asked: Asked, before: int | None, ci: int) -> str:
    """What happens at this step, in words."""
    snapshot, outcome = asked.snapshot, asked.outcome
    state = outcome.state(ci)
    if before is None:
        return asked.network_said(ci) or f"failed: {_words(state)}"
    reason = _reason(outcome, before, ci)
    if reason is None:
        return f"needs {snapshot.cis.name[before]}, but is still {_words(state)}: what it needs is met"
    graph = outcome.graph
    n, k = int(graph.n[reason.group]), int(graph.k[reason.group])
    lost = [snapshot.cis.name[member] for member in reason.lost]
    names = ", ".join(lost[:_SHOWN]) + (f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else "")
    how = _words(reason.rule.member_level)
    if n == 1:
        verb = "can use" if graph.is_soft[reason.group] else "needs"
        return f"{verb} {names}, which is {how}: {_words(reason.rule.level)}"
    return f"{names} {how}: {n - len(lost)} of {n} remain, {k} needed: {_words(reason.rule.level)}"


def _reason(outcome: Outcome, before: int, ci: int) -> Reason | None:
    """The worst broken requirement of a CI in which `before` is lost."""
    levels = (level for level in (State.DOWN, State.DEGRADED, State.AT_RISK) if level <= outcome.state(ci))
    found = (reason for level in levels for reason in reasons(outcome, ci, level) if before in reason.lost)
    return next(found, None)


def _words(state: State) -> str:
    return state.word.replace("_", " ")
