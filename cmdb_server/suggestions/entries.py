"""Programs that listen, that no known program uses and that need others: somebody outside uses them."""

from collections.abc import Iterator

from cmdb_server.suggestions.facts import Facts, Program, Suggestion, listed


def suggested_services(facts: Facts) -> Iterator[Suggestion]:
    """Services that nobody defined; one entered through a group is suggested for the group."""
    needed = {uid for program in facts.programs.values() for uid in program.needs}
    grouped = {uid for members in facts.groups.values() for uid in members}
    watching = facts.watchers()
    for program in facts.programs.values():
        is_entry = program.ports and program.uid not in needed | grouped and program.uid not in watching
        if is_entry and _others(program, facts) and program.uid not in facts.in_services:
            yield _suggestion(facts, program.uid, [program])
    for group, members in facts.groups.items():
        programs = [facts.programs[uid] for uid in members if uid in facts.programs]
        is_used = group in needed or group in facts.in_services or not members.isdisjoint(facts.in_services)
        if programs and not is_used and any(one.ports and _others(one, facts) for one in programs):
            yield _suggestion(facts, group, programs)


def _others(program: Program, facts: Facts) -> set[str]:
    """What it needs on other machines: what serves its own machine alone is no service."""
    return {uid for uid in program.needs if uid not in facts.programs or facts.programs[uid].machine != program.machine}


def _suggestion(facts: Facts, uid: str, programs: list[Program]) -> Suggestion:
    ports = sorted({port for program in programs for port in program.ports})
    others = {other for program in programs for other in _others(program, facts)}
    evidence = (
        f"{facts.name(uid)} listens at {listed([str(port) for port in ports])}, and no program that is known uses it",
        f"it needs {listed([facts.name(other) for other in others])}",
    )
    return Suggestion(f"service:{uid}", "service", facts.name(uid), evidence, (uid,), weight=len(others))
