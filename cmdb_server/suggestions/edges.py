"""Programs that need members of a group one by one, though any k of them would do."""

from collections.abc import Iterator

from cmdb_server.suggestions.facts import Facts, Suggestion, listed


def suggested_edges(facts: Facts) -> Iterator[Suggestion]:
    """For each program and group of which it needs members and not the group: to need the group in their place."""
    watching = facts.watchers()
    for group, members in facts.groups.items():
        for program in facts.programs.values():
            direct = program.needs & members
            is_outside = program.uid not in members and program.uid not in watching
            if direct and is_outside and group not in program.needs:
                title = f"{facts.name(program.uid)} needs {facts.name(group)}"
                evidence = (
                    f"{facts.name(program.uid)} is connected to {listed([facts.name(uid) for uid in direct])}",
                    f"these are members of {facts.name(group)}, which says how many of them are enough",
                )
                key = f"edge:{program.uid}:{group}"
                yield Suggestion(key, "edge", title, evidence, (group, *sorted(direct)), (program.uid,), weight=1)
