"""Whose the sampled connections are: of the process that was seen, else of the one program that they fit."""

from collections.abc import Iterable
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.program_names import is_relay
from discovery_agent.host.programs import Program, programs_by_pid, programs_of
from discovery_agent.host.socket_samples import Sample

Use = tuple[str, str, int]


class Sighted(NamedTuple):
    """How often, and in which hours of the day."""

    sightings: int
    hours: frozenset[int]


class Sampled(NamedTuple):
    """Sightings by program, address and port, and the peers of which nobody knows who connects to them."""

    seen: dict[Use, Sighted]
    nobodys: list[tuple[str, int]]


def sampled_programs(activity: Activity, samples: Iterable[Sample], used: Iterable[Use]) -> Sampled:
    """The programs behind samples; `used` is what programs were seen using before or are configured to use.

    What no process was seen holding is of the one program that is known to use the peer, or that is all its user runs.
    """
    programs = programs_of(activity)
    of_pid = programs_by_pid(programs)
    by_process = {
        (p["pid"], p["started"]): of_pid[p["pid"]].key
        for p in activity["processes"]
        if p["pid"] in of_pid and not is_relay(p)
    }
    users = _users_of(activity, of_pid)
    seen: dict[Use, Sighted] = {}
    unknown: list[Sample] = []
    for sample in samples:
        program = by_process.get((sample.pid, sample.started))
        if program is not None:
            _add(seen, program, sample)
        elif sample.pid == 0:
            unknown.append(sample)
    users_of_peer: dict[tuple[str, int], set[str]] = {}
    for program, address, port in (*used, *seen):
        users_of_peer.setdefault((address, port), set()).add(program)
    nobodys: list[tuple[str, int]] = []
    for sample in unknown:
        program = _fitting(sample, users_of_peer.get((sample.address, sample.port), set()), users)
        if program:
            _add(seen, program, sample)
        else:
            nobodys.append((sample.address, sample.port))
    return Sampled(seen, sorted(set(nobodys)))


def _users_of(activity: Activity, of_pid: dict[int, Program]) -> dict[int, set[str]]:
    """The programs of each user; "" among them where a process of his is of none."""
    found: dict[int, set[str]] = {}
    for process in activity["processes"]:
        program = of_pid.get(process["pid"])
        found.setdefault(process.get("user_number", 0), set()).add(program.key if program else "")
    return found


def _fitting(sample: Sample, known: set[str], users: dict[int, set[str]]) -> str:
    his = users.get(sample.user, set())
    fitting = known & his if sample.user >= 0 else known
    if not fitting and sample.user > 0:
        fitting = his
    return next(iter(fitting)) if len(fitting) == 1 else ""


def _add(seen: dict[Use, Sighted], program: str, sample: Sample) -> None:
    place = (program, sample.address, sample.port)
    before = seen.get(place, Sighted(0, frozenset()))
    seen[place] = Sighted(before.sightings + sample.sightings, before.hours | set(sample.hours))
