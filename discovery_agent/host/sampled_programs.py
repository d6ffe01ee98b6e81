"""Whose the sampled connections are: of the process that was seen, else of the one program that they fit."""

from collections.abc import Iterable
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.program_names import is_relay
from discovery_agent.host.programs import Program, programs_by_pid, programs_of
from discovery_agent.host.socket_samples import Sample
from discovery_agent.host.start_only import is_while_starting

Use = tuple[str, str, int]


class Sighted(NamedTuple):
    """How often, in which hours of the day, and whether only in the first moments of the program."""

    sightings: int
    hours: frozenset[int]
    is_while_starting: bool = True

    def and_also(self, other: "Sighted") -> "Sighted":
        """Both together."""
        starting = self.is_while_starting and other.is_while_starting
        return Sighted(self.sightings + other.sightings, self.hours | other.hours, starting)


NEVER = Sighted(0, frozenset())


class Sampled(NamedTuple):
    """Sightings by program, address and port, and the peers of which nobody knows who connects to them."""

    seen: dict[Use, Sighted]
    nobodys: list[tuple[str, int]]


def sampled_programs(activity: Activity, samples: Iterable[Sample], used: Iterable[Use]) -> Sampled:
    """The programs behind samples; `used` is what programs were seen using before or are configured to use.

    What no process was seen holding is of the one program that is known to use the peer, or that is all its user runs
    in that network; in a network of its own, as that of a container, also of the only one there.
    """
    programs = programs_of(activity)
    of_pid = programs_by_pid(programs)
    by_process = {
        (p["pid"], p["started"]): of_pid[p["pid"]].key
        for p in activity["processes"]
        if p["pid"] in of_pid and not is_relay(p)
    }
    runs = _Running(activity, of_pid)
    started = {program.key: program.main["started"] for program in programs}
    seen: dict[Use, Sighted] = {}
    unknown: list[Sample] = []
    for sample in samples:
        program = by_process.get((sample.pid, sample.started))
        if program is not None:
            _add(seen, (program, started[program]), sample)
        elif sample.pid == 0:
            unknown.append(sample)
    users_of_peer: dict[tuple[str, int], set[str]] = {}
    for program, address, port in (*used, *seen):
        users_of_peer.setdefault((address, port), set()).add(program)
    nobodys: list[tuple[str, int]] = []
    for sample in unknown:
        program = runs.fitting(sample, users_of_peer.get((sample.address, sample.port), set()))
        if program:
            _add(seen, (program, started[program]), sample)
        else:
            nobodys.append((sample.address, sample.port))
    return Sampled(seen, sorted(set(nobodys)))


class _Running:
    """The programs of each network and user; in the machine's own "" among them where a process is of none.

    In another one what is of none, as a shell or what holds the network of a pod, is there for the others.
    """

    def __init__(self, activity: Activity, of_pid: dict[int, Program]) -> None:
        self._of_user: dict[tuple[str, int], set[str]] = {}
        self._there: dict[str, set[str]] = {}
        for process in activity["processes"]:
            program, network = of_pid.get(process["pid"]), process.get("network", "")
            if program is None and network:
                continue
            key = program.key if program else ""
            self._of_user.setdefault((network, process.get("user_number", 0)), set()).add(key)
            self._there.setdefault(network, set()).add(key)

    def fitting(self, sample: Sample, known: set[str]) -> str:
        """The one program that a sample can be of, "" where there are several."""
        there = self._there.get(sample.network, set())
        his = self._of_user.get((sample.network, sample.user), set()) if sample.user >= 0 else there
        fitting = known & his
        if not fitting and (sample.user > 0 or sample.network):
            fitting = his
        return next(iter(fitting)) if len(fitting) == 1 else ""


def _add(seen: dict[Use, Sighted], program: tuple[str, int], sample: Sample) -> None:
    key, started = program
    place = (key, sample.address, sample.port)
    sighted = Sighted(sample.sightings, frozenset(sample.hours), is_while_starting(sample.last_at, started))
    seen[place] = seen.get(place, NEVER).and_also(sighted)
