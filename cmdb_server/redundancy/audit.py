"""All redundancy groups in use with what is wrong with them, the worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cmdb_server.graph_store.queries import redundancy as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.reading import Past
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.redundancy.auditing import Member, Severity, findings, rank, severity_of
from cmdb_server.redundancy.shared import SharedDependency, SharedKind, Sharing
from impact import SinglePoints
from impact.dependency_view import member_group
from impact.rows import plain

# The machine and the site of a program are judged without what is computed.
_WORDS: Mapping[SharedKind, str] = {
    "switch": "network device",
    "power": "source of power",
    "certificate": "certificate",
    "storage": "storage",
    "other": "program or part",
}
_GROUP, _STALE, _RUNNING = "redundancy_group", "stale", "running_software"


@dataclass(frozen=True)
class AuditedGroup:
    """A group: `k` of `members` are needed (null: nobody stated it, one is assumed), and what is wrong with it.

    `severity`: lost (too few members are left), none (none can be lost), weak, ok. `dependents` need it directly.
    `margin` members can be lost one by one; `shared` are CIs with which several of them fall at once, null while that
    is being computed.
    """

    uid: str
    name: str
    ci_class: str
    group_type: str
    k: int | None
    k_reason: str
    members: int
    seen: int
    dependents: int
    severity: Severity
    findings: Sequence[str]
    margin: int
    shared: Sequence[SharedDependency] | None


@dataclass(frozen=True)
class RedundancyAudit:
    """The groups in use, the worst first; `progress` (0 to 1) is set while what they share is being computed."""

    items: Sequence[AuditedGroup]
    progress: float | None = None


class _Known(NamedTuple):
    """What groups are judged by; `links` are the network devices of machines."""

    snapshot: Snapshot
    sharing: Sharing | None
    links: Mapping[int, frozenset[int]]


def audit(
    store: GraphStore, snapshot: Snapshot, points: SinglePoints | None, progress: float | None
) -> RedundancyAudit:
    """The audit, by the names that whoever asks may see; `points` are the snapshot's, None while they are computed."""
    groups = plain(np.flatnonzero(snapshot.of_class([_GROUP]) & snapshot.is_counted).astype(np.int32))
    told = _told(store, snapshot.as_of, [snapshot.cis.uid[ci] for ci in groups])
    sharing = None if points is None else Sharing(store, snapshot, points)
    links = sharing.neighbours(one for ci in groups for one in _inside(snapshot, ci)) if sharing else {}
    known = _Known(snapshot, sharing, links)
    found = [_audited(known, ci, told.get(snapshot.cis.uid[ci], ("", ""))) for ci in groups]
    return RedundancyAudit(sorted(found, key=_order), progress)


def _told(store: GraphStore, at: int | None, uids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The kind of each group and why so many of its members are needed, now or at a time."""
    if at is None:
        row = store.read(lambda tx: tx.run(queries.GROUPS, uids=list(uids)))[0]
        return {uid: (kind, why) for uid, kind, why in zip(row["uid"], row["group_type"], row["k_reason"], strict=True)}
    past = store.read(lambda tx: Past(tx, at).cis(uids))
    return {uid: (ci.get("group_type", ""), ci.get("k_reason", "")) for uid, ci in past.items()}


def _inside(snapshot: Snapshot, ci: int) -> list[int]:
    """The members of a group."""
    graph = snapshot.graph
    return plain(graph.members.of(member_group(graph, ci))) if snapshot.owns_a_group[ci] else []


def _audited(known: _Known, ci: int, told: Sequence[str]) -> AuditedGroup:
    snapshot = known.snapshot
    cis, graph = snapshot.cis, snapshot.graph
    inside = _inside(snapshot, ci)
    members = [_member(snapshot, one) for one in inside]
    k = int(cis.k[ci])
    needed = 1 if k < 0 else k
    shared = known.sharing.of(inside, needed, known.links) if known.sharing else None
    wrong = findings(members, None if k < 0 else k, _breaking(shared, inside_count=len(inside), needed=needed))
    return AuditedGroup(
        uid=cis.uid[ci],
        name=cis.name[ci],
        ci_class=cis.ci_class[ci],
        group_type=told[0],
        k=None if k < 0 else k,
        k_reason=told[1],
        members=len(members),
        seen=sum(not member.is_stale for member in members),
        dependents=len(set(plain(graph.owner[graph.groups_with.of(ci)]))),
        severity=severity_of(wrong),
        findings=[finding.text for finding in wrong],
        margin=max(len(members) - needed, 0),
        shared=shared,
    )


def _breaking(shared: Sequence[SharedDependency] | None, *, inside_count: int, needed: int) -> list[tuple[str, int]]:
    """What kinds of things break a group that could lose a member, each with how many members fall with it."""
    if inside_count <= needed:
        return []
    return [(_WORDS[one.kind], one.affected) for one in shared or () if one.severity == "none" and one.kind in _WORDS]


def _member(snapshot: Snapshot, ci: int) -> Member:
    cis = snapshot.cis
    is_stale = cis.status[ci] == _STALE
    if snapshot.view.registry.ci_class(cis.ci_class[ci]).family != _RUNNING:
        return Member(cis.uid[ci], "", "", is_stale)
    return Member(cis.uid[ci], cis.root_uid[ci] or cis.uid[ci], snapshot.site(ci) or "", is_stale)


def _order(group: AuditedGroup) -> tuple[int, int, str, str]:
    return rank(group.severity), -group.dependents, group.name.casefold(), group.uid
