"""Programs that need members of a group one by one, though any k of them would do."""

from collections.abc import Iterator

from cmdb_server.suggestions.facts import Facts, Program, Suggestion, listed


def suggested_edges(facts: Facts) -> Iterator[Suggestion]:
    """For each program and group of which it needs members and not the group: to need the group in their place."""
    watching = facts.watchers()
    groups_of: dict[str, set[str]] = {}
    for group, members in facts.groups.items():
        for member in members:
            groups_of.setdefault(member, set()).add(group)
    for program in facts.programs.values():
        if program.uid not in watching:
            beside = {group for uid in program.needs for group in groups_of.get(uid, ())} - program.needs
            yield from (_suggestion(facts, program, group) for group in beside - groups_of.get(program.uid, set()))


def _suggestion(facts: Facts, program: Program, group: str) -> Suggestion:
    direct = program.needs & facts.groups[group]
    evidence = (
        f"{facts.name(program.uid)} is connected to {listed([facts.name(uid) for uid in direct])}",
        f"these are members of {facts.name(group)}, which says how many of them are enough",
    )
    title = f"{facts.name(program.uid)} needs {facts.name(group)}"
    key = f"edge:{program.uid}:{group}"
    return Suggestion(key, "edge", title, evidence, (group, *sorted(direct)), (program.uid,), weight=1)
