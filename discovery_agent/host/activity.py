"""What runs on the machine: one reading of processes and sockets, shared by programs, endpoints and connections."""

from typing import NotRequired, TypeAlias, TypedDict

from discovery_agent.host.application_facts import ApplicationsReading
from discovery_agent.host.container_evidence import Evidence
from discovery_agent.host.container_facts import ContainerReading
from discovery_agent.host.files import decode
from discovery_agent.host.mounts import Mount
from discovery_agent.host.namespaces import seat_of
from discovery_agent.host.networks import NetworkReading, Networks
from discovery_agent.host.placement import placement_of
from discovery_agent.host.resolver_configuration import name_servers
from discovery_agent.host.secrets import mask_secrets
from discovery_agent.host.system import Socket, System, read_text

MAX_ARGUMENTS = 200
MAX_ARGUMENT_BYTES = 512  # reports hold less of one, and looking for secrets in all of it takes long
_KERNEL_THREAD = 0x00200000  # PF_KTHREAD of include/linux/sched.h
_DELETED = " (deleted)"
_PARENT, _TERMINAL, _FLAGS, _STARTED = 1, 4, 6, 19  # places in /proc/PID/stat after the name (proc_pid_stat(5))
_REFUSED = (
    "the kernel keeps the executables and sockets of some processes even from root (namespace or security module)"
)
_ELSEWHERE = "sockets in other network namespaces (containers) are not read"


class Process(TypedDict):
    """One process. `sockets` are inodes; `started` is in clock ticks since boot; old recordings lack `user_number`.

    `network` is its network namespace where that is not the machine's own. With `is_claimed` the executable is not
    what the kernel says, but what the process calls itself.
    """

    pid: int
    parent: int
    name: str
    arguments: list[str]
    executable: str | None
    directory: str | None
    user: str
    user_number: NotRequired[int]
    cgroup: str
    has_terminal: bool
    started: int
    sockets: list[int]
    network: NotRequired[str]
    is_claimed: NotRequired[bool]


class Activity(TypedDict):
    """Processes and sockets, and what is needed to understand them.

    `sockets` are those of the machine's own network namespace, `networks` the other ones by name. `containers` are
    the names of containers by id, `contained` what is known of them. Old recordings lack what need not be there.
    """

    processes: list[Process]
    sockets: list[Socket]
    ephemeral_ports: list[int]
    mounts: dict[str, bool]
    containers: dict[str, str]
    contained: NotRequired[dict[str, ContainerReading]]
    networks: NotRequired[dict[str, NetworkReading]]
    applications: NotRequired[ApplicationsReading]
    name_servers: NotRequired[list[str]]
    gaps: list[str]
    remarks: list[str]


_Guarded: TypeAlias = tuple[str | None, str | None, list[int], str | None]


class _Table:
    """The process table while it is being read."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.closed = 0
        self.elsewhere = 0
        self.networks = Networks(system)
        self.evidence = Evidence(system)

    def read(self) -> list[Process]:
        pids = [int(name) for name in self.system.names_in("/proc") if name.isdigit()]
        read = (self._process(pid) for pid in sorted(pids) if pid not in self.system.own_processes)
        found = [process for process in read if process is not None]
        self._read_networks([process for process in found if "network" in process])
        return found

    def _read_networks(self, processes: list[Process]) -> None:
        """The other networks, and which of their sockets these processes hold."""
        placed = ((p.get("network", ""), p["pid"], p["cgroup"], p.get("user_number", 0)) for p in processes)
        self.networks.read(seat_of(*entry) for entry in placed)
        for process in processes:
            if process.get("network") in self.networks.found():
                process["sockets"] = self.system.socket_inodes(process["pid"])
            else:
                self.elsewhere += 1

    def _process(self, pid: int) -> Process | None:
        """One process, or None when it is a kernel thread, a zombie, or gone by now."""
        system, folder = self.system, f"/proc/{pid}"
        stat = system.read_at_once(f"{folder}/stat") or b""
        name, _, rest = stat.partition(b" (")[2].rpartition(b") ")
        fields = rest.split(None, _STARTED + 1)
        if len(fields) <= _STARTED or fields[0] in (b"Z", b"X") or int(fields[_FLAGS]) & _KERNEL_THREAD:
            return None
        line = system.read_at_once(f"{folder}/cmdline")
        if line is None:
            return None
        arguments = _arguments(line)
        guarded = self._guarded(pid)
        executable, directory, sockets, network = guarded or (self._claimed(decode(name), arguments), None, [], None)
        user = self._user(folder)
        process: Process = {
            "pid": pid,
            "parent": int(fields[_PARENT]),
            "name": decode(name),
            "arguments": mask_secrets(arguments),
            "executable": executable,
            "directory": directory,
            "user": system.user_name(user),
            "user_number": user,
            "cgroup": self.evidence.believed(read_text(system, f"{folder}/cgroup") or "", pid),
            "has_terminal": int(fields[_TERMINAL]) != 0,
            "started": int(fields[_STARTED]),
            "sockets": sockets,
        }
        if network and network != self.networks.own:
            process["network"] = network
        if guarded is None or not executable:
            process["is_claimed"] = True
        return process

    def _claimed(self, name: str, arguments: list[str]) -> str | None:
        """The executable that is started by the name, so that a program is the same whoever looks."""
        first = arguments[0] if arguments else ""
        return self.system.program_path(first if first.startswith("/") and " " not in first else name)

    def _guarded(self, pid: int) -> _Guarded | None:
        """What only the owner of a process and root may see; None for others."""
        system, folder = self.system, f"/proc/{pid}"
        try:
            executable = system.read_link(f"{folder}/exe")
            directory = system.read_link(f"{folder}/cwd")
            network = system.read_link(f"{folder}/ns/net")
            is_here = network == self.networks.own  # also where there are no namespaces at all
            self.elsewhere += not is_here and network is None
            sockets = system.socket_inodes(pid) if is_here else []
            return _undeleted(executable), _undeleted(directory), sockets, network
        except PermissionError:
            self.closed += 1
            return None

    def _user(self, folder: str) -> int:
        status = self.system.read_at_once(f"{folder}/status") or b""
        found = status.partition(b"\nUid:\t")[2].split(b"\n")[0].split()
        return int(found[1]) if len(found) > 1 else 0


def read_activity(system: System, mounts: list[Mount], *, reads_configuration: bool = True) -> Activity:
    """Read the process and socket tables once. The environment of containers is configuration."""
    table = _Table(system)
    sockets = system.sockets()
    processes = table.read()
    placed = ((placement_of(cgroup), cgroup) for cgroup in {process["cgroup"] for process in processes})
    cgroups = {place.name: cgroup for place, cgroup in placed if place.kind == "container"}
    contained, unknown = _contained(system, cgroups, reads_environment=reads_configuration)
    ports = (read_text(system, "/proc/sys/net/ipv4/ip_local_port_range") or "32768 60999").split()
    return {
        "processes": processes,
        "sockets": sockets,
        "ephemeral_ports": [int(port) for port in ports],
        "mounts": {mount["mount_point"]: mount["is_kept"] for mount in mounts},
        "containers": {container: reading["name"] for container, reading in contained.items()},
        "contained": contained,
        "networks": table.networks.found(),
        "name_servers": name_servers(system),
        "gaps": [] if system.is_privileged else _gaps(table, processes),
        "remarks": [*_remarks(table), *unknown],
    }


def _contained(
    system: System, cgroups: dict[str, str], *, reads_environment: bool
) -> tuple[dict[str, ContainerReading], list[str]]:
    if not cgroups:
        return {}, []
    from discovery_agent.host.containers import read_containers  # noqa: PLC0415 - most machines have no containers

    return read_containers(system, cgroups, reads_environment=reads_environment)


def _gaps(table: _Table, processes: list[Process]) -> list[str]:
    gaps: list[str] = []
    if table.closed:
        gaps.append(
            f"the executables and sockets of {_about(table.closed)} processes of other users cannot be read; "
            f"{table.system.remedy}"
        )
    is_first_seen = any(process["pid"] == 1 for process in processes)
    if not is_first_seen and 1 not in table.system.own_processes:
        gaps.append(f"processes of other users are hidden (/proc is mounted with hidepid); {table.system.remedy}")
    return gaps


def _remarks(table: _Table) -> list[str]:
    told = [_REFUSED] if table.system.is_privileged and table.closed else []
    return [*told, _ELSEWHERE] if table.elsewhere else told


def _about(number: int) -> str:
    """A number of processes, coarse enough to be the same at the next inventory."""
    return "some" if number < 10 else f"more than {10 ** (len(str(number)) - 1)}"  # noqa: PLR2004 - orders of magnitude


def _arguments(line: bytes) -> list[str]:
    parts = line.rstrip(b"\0").split(b"\0")[:MAX_ARGUMENTS]
    return [decode(part[:MAX_ARGUMENT_BYTES]) for part in parts] if parts != [b""] else []


def _undeleted(path: str | None) -> str | None:
    """A replaced executable is still the same program: an upgrade unlinks the file that runs."""
    return path.removesuffix(_DELETED) if path else None
