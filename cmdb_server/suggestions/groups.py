"""Several instances of one program, on different machines and behind the same clients, may stand in for each other.

A replica that needs its primary is a client of it, so the two never have the same clients.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import groupby

from cmdb_server.suggestions.facts import Facts, Port, Program, Suggestion, listed

_FEWEST = 2
# A single client may as well need each of them for something else.
_FEWEST_CLIENTS = 2


def suggested_groups(facts: Facts) -> Iterator[Suggestion]:
    """The groups that nobody declared; with k = 1, as nothing shows that one is not enough."""
    clients = facts.clients()
    watching = facts.watchers()
    alike = [
        ((program.name, port, tuple(sorted(clients[program.uid]))), program)
        for program in facts.programs.values()
        for port in program.ports
        if clients.get(program.uid) and program.uid not in watching
    ]
    taken: set[str] = set()
    for (name, port, used_by), entries in groupby(sorted(alike, key=_order), key=lambda entry: entry[0]):
        members = [program for _, program in entries]
        is_shared = len(used_by) >= _FEWEST_CLIENTS
        if (
            is_shared
            and _stand_in(members)
            and not _declared(facts, members)
            and taken.isdisjoint(one.uid for one in members)
        ):
            taken.update(one.uid for one in members)
            yield _suggestion(facts, (name, port), members, used_by)


def _order(entry: tuple[tuple[str, Port, tuple[str, ...]], Program]) -> tuple[tuple[str, Port, tuple[str, ...]], str]:
    return entry[0], entry[1].uid


def _stand_in(members: list[Program]) -> bool:
    """Whether they are several, each on a machine of its own."""
    return len(members) >= _FEWEST and len({one.machine for one in members}) == len(members)


def _declared(facts: Facts, members: list[Program]) -> bool:
    """Whether two of them are in one group already: a declared group wins."""
    uids = {one.uid for one in members}
    return any(len(uids & inside) >= _FEWEST for inside in facts.groups.values())


def _suggestion(facts: Facts, what: tuple[str, Port], members: list[Program], used_by: tuple[str, ...]) -> Suggestion:
    name, port = what
    uids = tuple(sorted(one.uid for one in members))
    evidence = (
        f"{len(uids)} instances of {name} listen at {port}: {listed([facts.name(uid) for uid in uids])}",
        f"the same clients use each of them: {listed([facts.name(uid) for uid in used_by])}",
    )
    # Not by the clients: who refused a group is not asked again when another one comes to use it.
    key = f"group:{_digest((name, str(port), *uids))}"
    return Suggestion(key, "group", f"{name} at {port}", evidence, uids, used_by, k=1, weight=len(used_by))


def _digest(words: tuple[str, ...]) -> str:
    return blake2b("\x1f".join(words).encode(), digest_size=8).hexdigest()
