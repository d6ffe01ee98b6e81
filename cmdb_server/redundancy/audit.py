"""All redundancy groups in use with what is wrong with them, the worst first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cmdb_server.graph_store.queries import redundancy as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.redundancy.auditing import Member, Severity, findings, rank, severity_of
from impact.dependency_view import member_group
from impact.rows import plain

_GROUP, _STALE, _RUNNING = "redundancy_group", "stale", "running_software"


@dataclass(frozen=True)
class AuditedGroup:
    """A group: `k` of `members` are needed (null: nobody stated it, one is assumed), and what is wrong with it.

    `severity`: lost (too few members are left), none (none can be lost), weak, ok. `dependents` need it directly.
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


@dataclass(frozen=True)
class RedundancyAudit:
    """The groups in use, the worst first."""

    items: Sequence[AuditedGroup]


def audit(store: GraphStore, snapshot: Snapshot) -> RedundancyAudit:
    """The audit, by the names that whoever asks may see."""
    groups = plain(np.flatnonzero(snapshot.of_class([_GROUP]) & snapshot.is_counted).astype(np.int32))
    row = store.read(lambda tx: tx.run(queries.GROUPS, uids=[snapshot.cis.uid[ci] for ci in groups]))[0]
    told = {uid: said for uid, *said in zip(row["uid"], row["group_type"], row["k_reason"], strict=True)}
    found = [_audited(snapshot, ci, told.get(snapshot.cis.uid[ci], ["", ""])) for ci in groups]
    return RedundancyAudit(sorted(found, key=_order))


def _audited(snapshot: Snapshot, ci: int, told: Sequence[str]) -> AuditedGroup:
    cis, graph = snapshot.cis, snapshot.graph
    inside = plain(graph.members.of(member_group(graph, ci))) if snapshot.owns_a_group[ci] else []
    members = [_member(snapshot, one) for one in inside]
    k = int(cis.k[ci])
    wrong = findings(members, None if k < 0 else k)
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
    )


def _member(snapshot: Snapshot, ci: int) -> Member:
    cis = snapshot.cis
    is_stale = cis.status[ci] == _STALE
    if snapshot.view.registry.ci_class(cis.ci_class[ci]).family != _RUNNING:
        return Member(cis.uid[ci], "", "", is_stale)
    return Member(cis.uid[ci], cis.root_uid[ci] or cis.uid[ci], snapshot.site(ci) or "", is_stale)


def _order(group: AuditedGroup) -> tuple[int, int, str, str]:
    return rank(group.severity), -group.dependents, group.name.casefold(), group.uid
