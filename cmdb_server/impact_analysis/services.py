"""The services behind a failure, each with one explaining path and the weakest relationship on it."""

from collections.abc import Sequence
from itertools import pairwise

from cmdb_server.impact_analysis.answers import ServiceImpact
from cmdb_server.impact_analysis.evidence import Contacts, source_keys, surest_between, weakest_of
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import BlastRadius, margin, witness
from impact.rows import plain


def witness_paths(radius: BlastRadius) -> dict[int, list[int]]:
    """For each service that is not up the CIs of its shortest proof, a failed CI first; worst service first."""
    return {int(ci): [step.ci for step in witness(radius.outcome, int(ci))] for ci in radius.services()}


def keys_on(snapshot: Snapshot, paths: Sequence[Sequence[int]]) -> set[str]:
    """The sources of every relationship on these paths."""
    steps = {(owner, member) for path in paths for member, owner in pairwise(path)}
    return {key for owner, member in steps for key in source_keys(snapshot, plain(snapshot.between(owner, member)))}


def service_impacts(
    snapshot: Snapshot, radius: BlastRadius, paths: dict[int, list[int]], contacts: Contacts
) -> list[ServiceImpact]:
    """Services that are not up, worst first."""
    cis = snapshot.cis
    return [
        ServiceImpact(
            uid=cis.uid[ci],
            name=cis.name[ci],
            state=radius.outcome.state(ci).word,
            users=int(cis.users[ci]) or None,
            criticality=int(cis.criticality[ci]) or None,
            path=[cis.uid[step] for step in path],
            weakest=weakest_of(snapshot, surest_between(snapshot, path, contacts)),
            margin=margin(radius.outcome, ci),
        )
        for ci, path in paths.items()
    ]
