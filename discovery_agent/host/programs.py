"""Processes become programs: the same over restarts, workers counted to their main process.

A program is identified by its service unit, its guest of libvirt or its container's workload, else its executable with
working arguments and user. What is in none of these counts when it was started as a daemon or listens; a command in
somebody's terminal does not.
"""

from functools import lru_cache
from typing import NamedTuple

from discovery_agent.host.activity import Activity, Process
from discovery_agent.host.arguments import working_arguments
from discovery_agent.host.placement import NOWHERE, Placement, is_id, placement_of
from discovery_agent.host.program_names import (
    LOGINS,
    base_name,
    continues,
    executable_of,
    is_init,
    is_interpreter,
    is_passing,
    script_name,
)
from discovery_agent.host.recognition import called_name
from graph_schema.report import Ref, ref_of


class Program(NamedTuple):
    """A running program; `pids` are all its processes, the main one first."""

    key: str
    name: str
    main: Process
    pids: tuple[int, ...]
    arguments: str
    unit: str | None = None

    @property
    def ref(self) -> Ref:
        """Its ref in reports."""
        return ref_of("software_instance", self.key)


AT_ONCE = 32  # machines that a scan interprets at the same time
_MAX_ANCESTORS = 100  # a recording may say that processes are the parents of each other


class _Grouping:
    """The processes of one reading, with what is asked of them again and again."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity
        self.by_pid = {process["pid"]: process for process in activity["processes"]}
        self.pids = frozenset(self.by_pid)
        networks = [activity["sockets"], *(found["sockets"] for found in activity.get("networks", {}).values())]
        listening = {entry["inode"] for found in networks for entry in found if entry["remote_address"] is None}
        self.listens = {pid for pid, process in self.by_pid.items() if listening.intersection(process["sockets"])}
        placements = {cgroup: placement_of(cgroup) for cgroup in {p["cgroup"] for p in self.by_pid.values()}}
        self.placed = {pid: placements[process["cgroup"]] for pid, process in self.by_pid.items()}
        self._rooted: dict[int, bool] = {}
        self._commands: dict[int, str] = {}
        self._arguments: dict[int, str] = {}

    def parent(self, process: Process) -> Process | None:
        return self.by_pid.get(process["parent"])

    def is_candidate(self, process: Process) -> bool:
        """Whether a process outside units belongs to a program."""
        if is_passing(process) or is_init(process):
            return False
        if process["pid"] in self.listens or self.placed[process["pid"]].kind == "container":
            return True
        if process["has_terminal"] or self.placed[process["pid"]].kind == "session":
            return False
        return self._is_rooted(process)

    def _is_rooted(self, process: Process) -> bool:
        """Whether the first process or another program started it, not a person's shell or a job."""
        pid = process["pid"]
        if pid not in self._rooted:
            self._rooted[pid] = False  # an answer while the chain is walked: a parent is never its own child
            parent = self.parent(process)
            self._rooted[pid] = parent is None or parent["pid"] == 1 or is_init(parent) or self.is_candidate(parent)
        return self._rooted[pid]

    def top(self, process: Process) -> Process:
        """The main process of the program that a process belongs to."""
        for _ in range(_MAX_ANCESTORS):
            parent = self.parent(process)
            if parent is None or not continues(process, parent) or not self._same_place(process, parent):
                break
            process = parent
        return process

    def _same_place(self, one: Process, other: Process) -> bool:
        return self.placed[one["pid"]] == self.placed[other["pid"]] and self.is_candidate(other)

    def command(self, process: Process) -> str:
        """The executable with its working arguments and user, which identify a program outside units."""
        pid = process["pid"]
        if pid not in self._commands:
            text = f"{executable_of(process)} {self.arguments(process)}".strip()
            self._commands[pid] = f"{text} ({process['user']})"
        return self._commands[pid]

    def arguments(self, process: Process) -> str:
        pid = process["pid"]
        if pid not in self._arguments:
            given = process["arguments"], self.activity["ephemeral_ports"], self.pids
            self._arguments[pid] = working_arguments(*given)
        return self._arguments[pid]


class Same:
    """A reading as a key: this very one, not one that is equal."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity

    def __hash__(self) -> int:
        return id(self.activity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.activity is self.activity


def programs_of(activity: Activity) -> list[Program]:
    """All programs of a reading, sorted by key. Three collectors ask for those of the same one, of many at once."""
    return _programs_of(Same(activity))


@lru_cache(maxsize=AT_ONCE)
def _programs_of(same: Same) -> list[Program]:
    activity = same.activity
    grouping = _Grouping(activity)
    groups: dict[tuple[Placement, str], list[Process]] = {}
    for process in activity["processes"]:
        place = grouping.placed[process["pid"]]
        if place.kind in ("unit", "guest"):
            groups.setdefault((place, ""), []).append(process)
        elif grouping.is_candidate(process):
            kept = place if place.kind == "container" and place.name in activity["containers"] else _named(place)
            groups.setdefault((kept, grouping.command(grouping.top(process))), []).append(process)
    found = [_program(grouping, place, members) for (place, _), members in groups.items()]
    return sorted((program for program in found if program is not None), key=lambda program: program.key)


def programs_by_pid(programs: list[Program]) -> dict[int, Program]:
    """The program of each process that belongs to one."""
    return {pid: program for program in programs for pid in program.pids}


def _workload(activity: Activity, container: str) -> str:
    known = activity.get("contained", {}).get(container)
    return known["workload"] if known else ""


def _named(place: Placement) -> Placement:
    """A container that no engine names is told apart by what runs in it; system containers carry their name."""
    return NOWHERE if place.kind != "container" or is_id(place.name) else place


def _program(grouping: _Grouping, place: Placement, members: list[Process]) -> Program | None:
    main = _main(grouping, members)
    if main is None:
        return None
    pids = tuple(dict.fromkeys((main["pid"], *(member["pid"] for member in members))))
    arguments = grouping.arguments(main)
    if place.kind == "unit":
        name = place.name.rpartition("/")[2].removesuffix(".service")
        return Program(f"unit:{place.name}", name, main, pids, arguments, place.name)
    if place.kind == "guest":
        return Program(f"guest:{place.name}", place.name, main, pids, arguments)
    if place.kind == "container":
        container = grouping.activity["containers"].get(place.name, place.name)
        workload = _workload(grouping.activity, place.name) or container
        return Program(f"container:{workload} {grouping.command(main)}", container, main, pids, arguments)
    return Program(f"command:{grouping.command(main)}", _name(main), main, pids, arguments)


def _main(grouping: _Grouping, members: list[Process]) -> Process | None:
    """The oldest process of a group that is a program by itself, below wrappers; None for logins."""
    pids = {member["pid"] for member in members}
    by_depth = sorted(members, key=lambda member: (_depth(grouping, member, pids), member["started"], member["pid"]))
    working = [member for member in by_depth if not is_passing(member)]
    if working:
        return working[0]
    return None if {base_name(member) for member in by_depth} & LOGINS else by_depth[0]


def _depth(grouping: _Grouping, process: Process, pids: set[int]) -> int:
    """How many ancestors of a process are in its group."""
    depth = 0
    while process["parent"] in pids and depth < _MAX_ANCESTORS:
        process, depth = grouping.by_pid[process["parent"]], depth + 1
    return depth


def _name(process: Process) -> str:
    script = script_name(process["arguments"]) if is_interpreter(process) else None
    return script or called_name(process)
