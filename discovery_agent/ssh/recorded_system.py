"""A machine as a recording shows it: the same questions as to the machine itself, answered without it."""

import posixpath
import re
from errno import EACCES
from functools import cached_property

from discovery_agent.host.files import UnsuitableFileError, decode
from discovery_agent.host.host_names import hosts_of
from discovery_agent.host.link_records import InterfaceAddress, Link
from discovery_agent.host.sockets import listed_sockets
from discovery_agent.host.system import PROGRAM_FOLDERS, KernelName, ListedPackage, Place, Socket
from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.readings import Readings

REMEDY = "let sudo run the command that discovery-agent ssh-commands prints (--sudoers: as a rule for sudo)"
HIDDEN_REMEDY = "add the account to the group that the mount of /proc names (gid=), or log in as root"
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_MAX_PROCESSORS = 1 << 16
_DAEMONS = ("sshd", "sshd-session", "sshd-auth", "dropbear")
_PARENT = 1  # place in /proc/PID/stat after the name


class RecordedSystem:
    """See `discovery_agent.host.system.System`."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._own: frozenset[int] | None = None

    @property
    def remedy(self) -> str:
        """What the account lacks."""
        return HIDDEN_REMEDY if self._is_hidden else REMEDY

    @property
    def family(self) -> str:
        """See System."""
        return "bsd" if self._readings.system in BSD else "linux"

    @property
    def byte_order(self) -> str:
        """See System."""
        return self._readings.byte_order

    @property
    def is_privileged(self) -> bool:
        """Whether root, or sudo, read what belongs to others; sudo does not help where others are not even listed."""
        return self._readings.is_privileged and not self._is_hidden

    @property
    def _is_hidden(self) -> bool:
        return self._readings.user_number > 0 and 1 not in self._readings.processes

    @property
    def own_processes(self) -> frozenset[int]:
        """The script's shell, what it started, and the part of the SSH server that serves only this connection."""
        if self._own is None:
            self._own = self._find_own()
        return self._own

    def _find_own(self) -> frozenset[int]:
        parents = {pid: parent for pid in self._readings.processes if (parent := self._parent(pid)) is not None}
        children: dict[int, list[int]] = {}
        for pid, parent in parents.items():
            children.setdefault(parent, []).append(pid)
        own, new = set[int](), [self._readings.own_process]
        while new:
            pid = new.pop()
            if pid not in own:
                own.add(pid)
                new += children.get(pid, ())
        return frozenset(own | self._serving(parents))

    def read_bytes(self, path: str) -> bytes | None:
        """See System."""
        found = self._readings.files.get(path)
        if found is None:
            self._check(path)
        return found

    def read_at_once(self, path: str) -> bytes | None:
        """See System."""
        return self.read_bytes(path)

    def read_regular(self, path: str, most: int) -> bytes | None:
        """See System. What was too large was not printed."""
        found = self.read_bytes(path)
        if found is not None and len(found) > most:
            raise UnsuitableFileError(f"larger than {most >> 10} KiB")
        return found

    def place_of(self, pid: int) -> Place | None:
        """None: a scan does not look into containers."""
        del pid

    def addresses_of(self, names: list[str]) -> dict[str, list[str]]:
        """See System."""
        known = hosts_of(decode(self._readings.files.get("/etc/hosts", b"")))
        return {name: known[name.lower()] for name in names if name.lower() in known}

    def read_link(self, path: str) -> str | None:
        """See System."""
        goal = self._readings.links.get(path)
        if goal:
            return goal
        self._check(path)
        return None

    def program_path(self, name: str) -> str | None:
        """See System."""
        known = self._readings.programs
        if name.startswith("/"):
            return known.get(name, name)
        return next((known[path] for folder in PROGRAM_FOLDERS if (path := f"{folder}/{name}") in known), None)

    def names_in(self, path: str) -> list[str]:
        """See System."""
        if path == "/proc":
            return sorted(map(str, self._readings.processes))
        return sorted(self._folders.get(path, ()))

    def some_names_in(self, path: str, most: int) -> list[str]:
        """See System."""
        return self.names_in(path)[:most]

    def exists(self, path: str) -> bool:
        """See System."""
        known = self._readings
        return path in known.files or path in known.present or path in known.links or path in self._folders

    def owner_of(self, path: str) -> int | None:
        """None: what is listed is listed without owners."""
        del path

    def real_path(self, path: str) -> str:
        """See System: a link of /sys leads to where its device is."""
        goal = self._readings.links.get(path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), goal)) if goal else path

    def capacity_bytes(self, mount_point: str) -> int | None:
        """See System."""
        size = self._readings.sizes.get(mount_point)
        if size is None:
            self._check(mount_point)
        return size

    def kernel_name(self) -> KernelName:
        """See System."""
        return self._readings.kernel

    def processor_count(self) -> int | None:
        """See System: the processors that are on, else those that the kernel lists."""
        online = self._readings.files.get("/sys/devices/system/cpu/online", b"").decode("ascii", "replace")
        count = sum(min(int(last or first) - int(first) + 1, _MAX_PROCESSORS) for first, last in _RANGE.findall(online))
        listed = self._readings.files.get("/proc/cpuinfo", b"").count(b"processor\t")
        return max(count, 0) or listed or None

    def user_name(self, number: int) -> str:
        """See System."""
        return self._readings.users.get(number, str(number))

    def links(self) -> list[Link]:
        """See System."""
        return self._readings.interfaces

    def interface_addresses(self) -> list[InterfaceAddress]:
        """See System."""
        return self._readings.addresses

    def sockets(self) -> list[Socket]:
        """See System."""
        return [*self._readings.told_sockets, *listed_sockets(self)]

    def sockets_in(self, network: str, pid: int) -> list[Socket] | None:
        """See System."""
        del network
        folder = f"/proc/{pid}/net"
        return None if self.read_at_once(f"{folder}/tcp") is None else list(listed_sockets(self, folder))

    def socket_inodes(self, pid: int) -> list[int]:
        """See System."""
        return sorted(self._readings.sockets.get(pid, ()))

    def listed_packages(self) -> list[ListedPackage]:
        """See System."""
        return self._readings.packages

    def podman_containers(self) -> str | None:
        """None: the script does not ask Podman, as what that prints holds the command lines of all containers."""
        return None

    def rpm_packages(self) -> str | None:
        """See System."""
        return self._readings.rpm

    @cached_property
    def _folders(self) -> dict[str, set[str]]:
        """The names in each folder, /proc aside."""
        found: dict[str, set[str]] = {}
        known = self._readings
        for path in (*known.files, *known.present, *known.links):
            if path.startswith("/proc/"):
                continue
            while path not in ("", "/"):
                path, _, name = path.rpartition("/")  # noqa: PLW2901 - the folders above it, one after the other
                names = found.get(path)
                if names is None:
                    names = found[path] = set()
                elif name in names:
                    break
                names.add(name)
        return found

    def _check(self, path: str) -> None:
        """Raise PermissionError where a command said so of a path."""
        if path in self._readings.denied:
            raise PermissionError(EACCES, "Permission denied", path)

    def _parent(self, pid: int) -> int | None:
        fields = self._readings.files.get(f"/proc/{pid}/stat", b"").rpartition(b") ")[2].split(None, _PARENT + 1)
        return int(fields[_PARENT]) if len(fields) > _PARENT and fields[_PARENT].isdigit() else None

    def _serving(self, parents: dict[int, int]) -> set[int]:
        """The processes of the SSH server above the script, up to but without the one that listens."""
        above: dict[int, None] = {}
        pid = parents.get(self._readings.own_process)
        while pid is not None and pid not in above and self._name(pid) in _DAEMONS:
            above[pid] = None
            pid = parents.get(pid)
        return set(list(above)[:-1])

    def _name(self, pid: int) -> str:
        stat = self._readings.files.get(f"/proc/{pid}/stat", b"")
        return stat.partition(b" (")[2].rpartition(b") ")[0].decode("utf-8", "replace")
