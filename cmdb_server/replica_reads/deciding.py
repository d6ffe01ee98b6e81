"""Which needs of programs are reads from a replica whose primary could answer as well."""

from collections.abc import Iterable
from typing import NamedTuple

OWN_REASON = "reads from a replica: its primary, which it is connected to as well, could answer"


class Need(NamedTuple):
    """A program that needs another one; `is_seen`: a source other than this package says so. `reason`: why so much."""

    client: str
    target: str
    is_seen: bool
    reason: str


def replica_reads(needs: Iterable[Need], replicates: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The replicas that each client only reads from, sorted; `replicates` are replicas with their primaries.

    Nothing is said where somebody else gave a reason for how much the replica is needed.
    """
    primaries: dict[str, set[str]] = {}
    for replica, primary in replicates:
        primaries.setdefault(replica, set()).add(primary)
    seen = [need for need in needs if need.is_seen]
    needed = {(need.client, need.target) for need in seen}
    found: dict[str, set[str]] = {}
    for need in seen:
        is_open = need.reason in ("", OWN_REASON)
        if is_open and any((need.client, primary) in needed for primary in primaries.get(need.target, ())):
            found.setdefault(need.client, set()).add(need.target)
    return {client: sorted(replicas) for client, replicas in sorted(found.items())}
