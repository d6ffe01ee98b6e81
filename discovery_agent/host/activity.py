"""What runs on the machine: one reading of processes and sockets, shared by programs, endpoints and connections."""

import os
import pwd
from typing import TypedDict

from discovery_agent.host.containers import container_names
from discovery_agent.host.files import decode, names_in, read_at_once, read_link, read_text
from discovery_agent.host.mounts import Mount
from discovery_agent.host.placement import placement_of
from discovery_agent.host.secrets import mask_secrets
from discovery_agent.host.sockets import Socket, read_sockets

MAX_ARGUMENTS = 200
MAX_ARGUMENT_BYTES = 512  # reports hold less of one, and looking for secrets in all of it takes long
_KERNEL_THREAD = 0x00200000  # PF_KTHREAD of include/linux/sched.h
_DELETED = " (deleted)"
_PARENT, _TERMINAL, _FLAGS, _STARTED = 1, 4, 6, 19  # places in /proc/PID/stat after the name (proc_pid_stat(5))
_REFUSED = (
    "the kernel keeps the executables and sockets of some processes even from root (namespace or security module)"
)
_ELSEWHERE = "sockets in other network namespaces (containers) are not read"
REMEDY = "run the agent as root or give it the capabilities CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"


class Process(TypedDict):
    """One process. `sockets` are inodes; `started` is in clock ticks since boot."""

    pid: int
    parent: int
    name: str
    arguments: list[str]
    executable: str | None
    directory: str | None
    user: str
    cgroup: str
    has_terminal: bool
    started: int
    sockets: list[int]


class Activity(TypedDict):
    """Processes and sockets, and what is needed to understand them. `containers`: names by id."""

    processes: list[Process]
    sockets: list[Socket]
    ephemeral_ports: list[int]
    mounts: dict[str, bool]
    containers: dict[str, str]
    gaps: list[str]
    remarks: list[str]


class _Table:
    """The process table while it is being read."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.closed = 0
        self.elsewhere = 0
        self._network = read_link(f"{root}/proc/self/ns/net")
        self._users: dict[int, str] = {}

    def read(self) -> list[Process]:
        pids = [int(name) for name in names_in(f"{self.root}/proc") if name.isdigit()]
        found = (self._process(pid) for pid in sorted(pids) if pid != os.getpid())
        return [process for process in found if process is not None]

    def _process(self, pid: int) -> Process | None:
        """One process, or None when it is a kernel thread, a zombie, or gone by now."""
        folder = f"{self.root}/proc/{pid}"
        stat = read_at_once(f"{folder}/stat") or b""
        name, _, rest = stat.partition(b" (")[2].rpartition(b") ")
        fields = rest.split()
        if len(fields) <= _STARTED or fields[0] in (b"Z", b"X") or int(fields[_FLAGS]) & _KERNEL_THREAD:
            return None
        line = read_at_once(f"{folder}/cmdline")
        if line is None:
            return None
        executable, directory, sockets = self._guarded(folder)
        return {
            "pid": pid,
            "parent": int(fields[_PARENT]),
            "name": decode(name),
            "arguments": mask_secrets(_arguments(line)),
            "executable": executable,
            "directory": directory,
            "user": self._user(folder),
            "cgroup": read_text(f"{folder}/cgroup") or "",
            "has_terminal": int(fields[_TERMINAL]) != 0,
            "started": int(fields[_STARTED]),
            "sockets": sockets,
        }

    def _guarded(self, folder: str) -> tuple[str | None, str | None, list[int]]:
        """What only the owner of a process and root may see."""
        try:
            executable = read_link(f"{folder}/exe")
            directory = read_link(f"{folder}/cwd")
            is_here = read_link(f"{folder}/ns/net") == self._network
            self.elsewhere += not is_here
            sockets = _socket_inodes(f"{folder}/fd") if is_here else []
            return _undeleted(executable), _undeleted(directory), sockets
        except PermissionError:
            self.closed += 1
            return None, None, []

    def _user(self, folder: str) -> str:
        status = read_at_once(f"{folder}/status") or b""
        found = status.partition(b"\nUid:\t")[2].split(b"\n")[0].split()
        number = int(found[1]) if len(found) > 1 else 0
        if number not in self._users:
            try:
                self._users[number] = pwd.getpwuid(number).pw_name
            except KeyError:
                self._users[number] = str(number)
        return self._users[number]


def read_activity(root: str, mounts: list[Mount]) -> Activity:
    """Read the process and socket tables once."""
    table = _Table(root)
    sockets = read_sockets(root)
    processes = table.read()
    places = {placement_of(cgroup) for cgroup in {process["cgroup"] for process in processes}}
    ports = (read_text(f"{root}/proc/sys/net/ipv4/ip_local_port_range") or "32768 60999").split()
    return {
        "processes": processes,
        "sockets": sockets,
        "ephemeral_ports": [int(port) for port in ports],
        "mounts": {mount["mount_point"]: mount["is_kept"] for mount in mounts},
        "containers": container_names(root, (place.name for place in places if place.kind == "container")),
        "gaps": [] if os.geteuid() == 0 else _gaps(table.closed, processes),
        "remarks": _remarks(table),
    }


def _gaps(closed: int, processes: list[Process]) -> list[str]:
    gaps: list[str] = []
    if closed:
        gaps.append(
            f"the executables and sockets of {_about(closed)} processes of other users cannot be read; {REMEDY}"
        )
    if not any(process["pid"] == 1 for process in processes) and os.getpid() != 1:
        gaps.append(f"processes of other users are hidden (/proc is mounted with hidepid); {REMEDY}")
    return gaps


def _remarks(table: _Table) -> list[str]:
    told = [_REFUSED] if os.geteuid() == 0 and table.closed else []
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


def _socket_inodes(folder: str) -> list[int]:
    found: set[int] = set()
    for name in names_in(folder):
        try:
            target = os.readlink(f"{folder}/{name}")  # noqa: PTH115 - as in files.py, without the cost of a call
        except (FileNotFoundError, ProcessLookupError):
            continue  # closed in the meantime
        if target.startswith("socket:["):
            found.add(int(target[8:-1]))
    return sorted(found)
