"""A primary with the replicas that copy from it: one group, where a replica takes over when the primary fails.

Nothing that is seen tells whether one does, so it is only suggested: a client that knows one address alone is down
with the primary. The replicas' own need for the primary is none of a client.
"""

from collections.abc import Iterator

from cmdb_server.suggestions.facts import Facts, Suggestion, listed

REPLICA_SET = "replica_set"
_FEWEST = 2
_DEEPEST = 16


def suggested_replica_sets(facts: Facts) -> Iterator[Suggestion]:
    """The primaries that somebody uses, each with all that copies from it, by way of others too."""
    clients = facts.clients()
    members: dict[str, set[str]] = {}
    for replica in facts.primaries:
        members.setdefault(_first(facts, replica), set()).add(replica)
    for primary, replicas in sorted(members.items()):
        inside = {primary, *replicas}
        using = clients.get(primary, frozenset()) - inside
        if using and not any(len(inside & group) >= _FEWEST for group in facts.groups.values()):
            yield _suggestion(facts, primary, replicas, using)


def _first(facts: Facts, replica: str) -> str:
    """The primary at the begin of a chain; in a circle, where each copies from the next, the first by its uid."""
    chain = [replica]
    while (following := facts.primaries.get(chain[-1])) and following not in chain and len(chain) < _DEEPEST:
        chain.append(following)
    return min(chain) if following in chain else chain[-1]


def _suggestion(facts: Facts, primary: str, replicas: set[str], using: frozenset[str]) -> Suggestion:
    name, others = facts.name(primary), sorted(replicas - {primary})
    both = [uid for uid in using if not facts.programs[uid].needs.isdisjoint(others)]
    evidence = (
        f"from {name} copy: {listed([facts.name(uid) for uid in others])}",
        f"it is used by {listed([facts.name(uid) for uid in using])}",
        f"who is connected to a replica, too: {listed([facts.name(uid) for uid in both]) or 'nobody'}",
        "nothing shows whether a replica takes over by itself: accept it where one does",
    )
    cis = (primary, *others)
    title = f"{facts.programs[primary].name if primary in facts.programs else name} and its replicas"
    key = f"{REPLICA_SET}:{primary}"
    return Suggestion(key, "group", title, evidence, cis, tuple(sorted(using)), k=1, weight=len(using))
