"""What suggestions are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from graph_schema.relationships import DEPENDS_ON

Kind: TypeAlias = Literal["group", "service", "edge", "owner", "shared", "missed", "doubted"]
# A program that needs others on so many machines, and on so large a part of all, looks at everything: it watches.
WATCHED_MACHINES, WATCHED_SHARE = 10, 0.25


class Port(NamedTuple):
    """A port at which a program listens."""

    number: int
    protocol: str

    def __str__(self) -> str:
        return f"{self.number}/{self.protocol}"


@dataclass(frozen=True)
class Program:
    """A program in use: what it is called, the machine it is on, where it listens, and the programs that it needs."""

    uid: str
    name: str
    machine: str
    ports: frozenset[Port] = frozenset()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Service:
    """A service in use; `owner_name` is who answers for it in the source's words, `owners` who does by relationship."""

    uid: str
    name: str
    owner_name: str = ""
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tried:
    """A change or an incident (number): the one CI that was worked on or failed, and what was seen of each CI.

    `verdicts` by uid are those of `change_runs.comparing`.
    """

    number: str
    ci: str
    verdicts: Mapping[str, str]


class Power(NamedTuple):
    """What a device draws its power from, by itself or by its supplies; these, and the groups that it needs."""

    feeds: frozenset[str]
    supplies: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """All that suggestions look at, by uid.

    `groups` have their members, `in_services` is what belongs to a service already, `teams` are by name. `tried` is
    what came of predictions lately, `needs_of` what CIs of which that tells need directly. `primaries` are those that
    replicas copy from. `power` is that of devices with several feeds or supplies.
    """

    programs: Mapping[str, Program]
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    in_services: frozenset[str] = frozenset()
    services: Mapping[str, Service] = field(default_factory=dict[str, Service])
    teams: Mapping[str, str] = field(default_factory=dict[str, str])
    tried: Sequence[Tried] = ()
    needs_of: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    primaries: Mapping[str, str] = field(default_factory=dict[str, str])
    power: Mapping[str, Power] = field(default_factory=dict[str, Power])

    def name(self, uid: str) -> str:
        """What a CI is called, with its machine where it is a program."""
        program = self.programs.get(uid)
        if program is None:
            return self.names.get(uid, uid)
        return f"{program.name} on {self.names.get(program.machine, program.machine)}"

    def ports(self, uid: str) -> frozenset[Port]:
        """Where a program listens, or any member of a group."""
        inside = self.groups.get(uid, frozenset((uid,)))
        return frozenset(port for one in inside if one in self.programs for port in self.programs[one].ports)

    def clients(self) -> dict[str, frozenset[str]]:
        """Who needs each program or group, without programs that watch everything."""
        found: dict[str, set[str]] = {}
        watching = self.watchers()
        for program in self.programs.values():
            if program.uid not in watching:
                for target in program.needs:
                    found.setdefault(target, set()).add(program.uid)
        return {uid: frozenset(clients) for uid, clients in found.items()}

    def watchers(self) -> frozenset[str]:
        """Programs that touch everything: scanners, monitoring and health checks, whose needs mean nothing."""
        machines = {program.machine for program in self.programs.values()}
        least = max(WATCHED_MACHINES, WATCHED_SHARE * len(machines))
        return frozenset(uid for uid, program in self.programs.items() if self._machines_needed(program) >= least)

    def _machines_needed(self, program: Program) -> int:
        return len({self.programs[uid].machine for uid in program.needs if uid in self.programs} - {program.machine})


@dataclass(frozen=True)
class Suggestion:
    """Something that a person decides: its key stays the same as long as it is the same suggestion.

    `cis` are those that it is about, the first one in the first place; `clients` those that would depend on a group;
    `k` is how many members of a group would be needed, `need` by which relationship clients need each of them so far.
    `evidence` says in words what speaks for it.
    """

    key: str
    kind: Kind
    title: str
    evidence: tuple[str, ...]
    cis: tuple[str, ...]
    clients: tuple[str, ...] = ()
    k: int = 0
    weight: int = 0
    need: str = DEPENDS_ON.name


def listed(words: list[str], most: int = 5) -> str:
    """Several words as one text, cut."""
    shown = ", ".join(sorted(words)[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"
