"""The machine that the agent runs on, or a folder that looks like its root."""

import os
import pwd
import sys
from dataclasses import dataclass, field

from discovery_agent.host import files, links
from discovery_agent.host.host_names import ask_resolver, hosts_of
from discovery_agent.host.link_records import InterfaceAddress, Link
from discovery_agent.host.namespaces import Seat, inside
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.rooted_files import RootedFiles
from discovery_agent.host.rpm import list_packages
from discovery_agent.host.sockets import listed_sockets, told_sockets
from discovery_agent.host.system import PROGRAM_FOLDERS, KernelName, ListedPackage, Place, Socket

_REMEDY = "run the agent as root or give it the capabilities CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"
_SOCKET = "socket:["


@dataclass(frozen=True)
class LocalSystem:
    """`root` is the folder that holds /proc, /sys and /etc."""

    root: str = ""
    remedy: str = _REMEDY
    family: str = "linux"
    byte_order: str = sys.byteorder
    _users: dict[int, str] = field(default_factory=dict[int, str])

    @property
    def is_privileged(self) -> bool:
        """Whether this process is root's."""
        return os.geteuid() == 0

    @property
    def own_processes(self) -> frozenset[int]:
        """This process."""
        return frozenset((os.getpid(),))

    def read_bytes(self, path: str) -> bytes | None:
        """See System."""
        return files.read_bytes(self.root + path)

    def read_at_once(self, path: str) -> bytes | None:
        """See System."""
        return files.read_at_once(self.root + path)

    def read_regular(self, path: str, most: int) -> bytes | None:
        """See System."""
        return files.read_regular(self.root + path, most)

    def place_of(self, pid: int) -> Place | None:
        """See System."""
        return RootedFiles(f"{self.root}/proc/{pid}/root")

    def addresses_of(self, names: list[str]) -> dict[str, list[str]]:
        """See System. Another root's names are nothing that the resolver here should be asked for."""
        known = hosts_of(files.read_text(f"{self.root}/etc/hosts") or "")
        unknown = [name for name in names if name.lower() not in known]
        answered = ask_resolver(unknown) if unknown and not self.root else {}
        return answered | {name: known[name.lower()] for name in names if name.lower() in known}

    def read_link(self, path: str) -> str | None:
        """See System."""
        return files.read_link(self.root + path)

    def program_path(self, name: str) -> str | None:
        """See System."""
        candidates = [name] if name.startswith("/") else [f"{folder}/{name}" for folder in PROGRAM_FOLDERS]
        found = next((path for path in candidates if os.access(self.root + path, os.X_OK)), None)
        return os.path.realpath(self.root + found).removeprefix(self.root) if found else None

    def names_in(self, path: str) -> list[str]:
        """See System."""
        return files.names_in(self.root + path)

    def some_names_in(self, path: str, most: int) -> list[str]:
        """See System."""
        return files.some_names_in(self.root + path, most)

    def exists(self, path: str) -> bool:
        """See System."""
        return files.exists(self.root + path)

    def owner_of(self, path: str) -> int | None:
        """See System."""
        return files.owner_of(self.root + path)

    def real_path(self, path: str) -> str:
        """See System."""
        return os.path.realpath(self.root + path)

    def capacity_bytes(self, mount_point: str) -> int | None:
        """See System."""
        try:
            state = os.statvfs(self.root + mount_point)
        except FileNotFoundError:
            return None  # hidden below a later mount
        return state.f_blocks * state.f_frsize

    def kernel_name(self) -> KernelName:
        """See System."""
        identity = os.uname()
        return KernelName(files.decode(os.fsencode(identity.nodename)), identity.release, identity.machine)

    def processor_count(self) -> int | None:
        """See System."""
        return os.cpu_count()

    def user_name(self, number: int) -> str:
        """See System."""
        if number not in self._users:
            try:
                self._users[number] = pwd.getpwuid(number).pw_name
            except KeyError:
                self._users[number] = str(number)
        return self._users[number]

    def links(self) -> list[Link]:
        """See System."""
        return links.links()

    def interface_addresses(self) -> list[InterfaceAddress]:
        """See System."""
        return links.interface_addresses()

    def sockets(self) -> list[Socket]:
        """From the kernel's answer; from /proc/net below another root or where the kernel has no answer."""
        if not self.root:
            try:
                return list(told_sockets())
            except NetlinkError:  # a kernel without inet_diag: /proc says the same, only slower
                pass
        return list(listed_sockets(self))

    def sockets_in(self, network: str, pid: int) -> list[Socket] | None:
        """As `sockets`."""
        folder = f"/proc/{pid}/net"
        if files.read_at_once(f"{self.root}{folder}/tcp") is None:
            return None
        if not self.root:
            try:
                return inside(Seat(network, pid, ""), lambda: list(told_sockets()))
            except (OSError, NetlinkError):  # not entered or not told: /proc says the same, only slower
                pass
        return list(listed_sockets(self, folder))

    def socket_inodes(self, pid: int) -> list[int]:
        """See System."""
        folder = f"{self.root}/proc/{pid}/fd"
        found: set[int] = set()
        for name in files.names_in(folder):
            try:
                target = os.readlink(f"{folder}/{name}")  # noqa: PTH115 - as in files.py, without the cost of a call
            except (FileNotFoundError, ProcessLookupError):
                continue  # closed in the meantime
            if target.startswith(_SOCKET):
                found.add(int(target[len(_SOCKET) : -1]))
        return sorted(found)

    def listed_packages(self) -> list[ListedPackage]:
        """None: those of Linux are read from their databases."""
        return []

    def podman_containers(self) -> str | None:
        """See System. Of another root, or of others' containers, Podman here knows nothing."""
        if self.root or not self.is_privileged:
            return None
        from discovery_agent.host.podman import list_containers  # noqa: PLC0415 - few machines have Podman

        return list_containers()

    def rpm_packages(self) -> str | None:
        """See System. Another root's database is nothing that rpm here should read."""
        return None if self.root else list_packages()
