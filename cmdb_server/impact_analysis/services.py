"""The services behind a failure, each with one explaining path and the weakest relationship on it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from cmdb_server.graph_store.queries import impact as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import ServiceImpact
from cmdb_server.impact_analysis.evidence import Contacts, is_assumed, source_keys, surest_between, weakest_of
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import BlastRadius, margin, witness
from impact.rows import plain

Facts: TypeAlias = Mapping[int, tuple[str | None, str | None]]


def witness_paths(radius: BlastRadius) -> dict[int, list[int]]:
    """For each service that is not up the CIs of its shortest proof, a failed CI first; worst service first."""
    return {int(ci): [step.ci for step in witness(radius.outcome, int(ci))] for ci in radius.services()}


def keys_on(snapshot: Snapshot, paths: Sequence[Sequence[int]]) -> set[str]:
    """The sources of every relationship on these paths."""
    steps = {(owner, member) for path in paths for member, owner in pairwise(path)}
    return {key for owner, member in steps for key in source_keys(snapshot, plain(snapshot.between(owner, member)))}


def read_facts(store: GraphStore, snapshot: Snapshot, services: Iterable[int]) -> Facts:
    """Owner and agreed hours of services, by number."""
    uids = [snapshot.cis.uid[ci] for ci in services]
    row = store.read(lambda tx: tx.run(queries.SERVICE_FACTS, uids=uids))[0] if uids else None
    columns = zip(row["uid"], row["owner_name"], row["support_hours"], strict=True) if row else ()
    return {snapshot.numbers[uid]: (owner or None, hours or None) for uid, owner, hours in columns}


def service_impacts(
    snapshot: Snapshot, radius: BlastRadius, paths: dict[int, list[int]], told: tuple[Contacts, Facts]
) -> list[ServiceImpact]:
    """Services that are not up, worst first."""
    cis, (contacts, facts) = snapshot.cis, told
    found: list[ServiceImpact] = []
    for ci, path in paths.items():
        steps = surest_between(snapshot, path, contacts)
        owner_name, support_hours = facts.get(ci, (None, None))
        service = ServiceImpact(
            uid=cis.uid[ci],
            name=cis.name[ci],
            state=radius.outcome.state(ci).word,
            users=int(cis.users[ci]) or None,
            criticality=int(cis.criticality[ci]) or None,
            path=[cis.uid[step] for step in path],
            weakest=weakest_of(snapshot, steps),
            margin=margin(radius.outcome, ci),
            owner_name=owner_name,
            support_hours=support_hours,
            sites=sorted({site for step in path if (site := snapshot.site(step))}),
            assumed=sum(is_assumed(snapshot, step) for step in steps),
        )
        found.append(service)
    return found
