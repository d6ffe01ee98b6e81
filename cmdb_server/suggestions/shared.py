"""Infrastructure that many use, known by its port and by how many use it."""

from collections.abc import Iterable, Iterator, Mapping

from cmdb_server.suggestions.facts import Facts, Port, Suggestion, listed

LEAST_MACHINES = 5
ROLES: Mapping[str, tuple[int, ...]] = {
    "name service": (53, 853),
    "time": (123,),
    "directory": (88, 389, 464, 636, 3268, 3269),
    "logging": (514, 1514, 6514, 24224),
    "monitoring": (5666, 8086, 9090, 9093, 10050, 10051),
    "backup": (1556, 6106, 9101, 9102, 9103, 13782),
}
_ROLE_OF = {port: role for role, ports in ROLES.items() for port in ports}


def role_of(ports: Iterable[Port]) -> str:
    """What a program that listens at these ports does for all, "" for nothing of the kind."""
    found = sorted({_ROLE_OF[port.number] for port in ports if port.number in _ROLE_OF})
    return found[0] if found else ""


def shared_infrastructure(facts: Facts) -> Iterator[Suggestion]:
    """Programs of such a role, and groups of them, that programs on many machines need."""
    clients: dict[str, set[str]] = {}
    for program in facts.programs.values():
        for target in program.needs:
            clients.setdefault(target, set()).add(program.machine)
    for uid, machines in clients.items():
        ports = facts.ports(uid)
        role = role_of(ports)
        others = machines - {facts.programs[uid].machine} if uid in facts.programs else machines
        if role and len(others) >= LEAST_MACHINES:
            evidence = (
                f"{facts.name(uid)} listens at {listed([str(port) for port in ports])}: {role}",
                f"programs on {len(others)} machines need it",
            )
            yield Suggestion(f"shared:{uid}", "shared", facts.name(uid), evidence, (uid,), weight=len(others))
