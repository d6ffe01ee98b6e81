"""What collectors read through: the machine itself for the agent, a recording of it for a scan.

Missing is None, not permitted is PermissionError. Paths are texts: an inventory reads some thousand files, and building
a Path costs more than reading one.
"""

from typing import NamedTuple, Protocol, TypedDict

from discovery_agent.host.files import decode
from discovery_agent.host.link_records import InterfaceAddress, Link

PROGRAM_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


class KernelName(NamedTuple):
    """What uname(2) tells; `network_name` is the host name."""

    network_name: str
    release: str
    architecture: str


class Socket(TypedDict):
    """One socket. A listening one has no remote address. `user` is the numeric id of its owner."""

    protocol: str
    address: str
    port: int
    remote_address: str | None
    remote_port: int
    inode: int
    user: int


class ListedPackage(NamedTuple):
    """A package of a manager that only its own command lists."""

    name: str
    version: str
    architecture: str
    kind: str


class Place(Protocol):
    """Where configuration lies: the machine, or the root of a container on it."""

    def read_link(self, path: str) -> str | None:
        """Where a symbolic link leads, or None."""
        ...

    def read_regular(self, path: str, most: int) -> bytes | None:
        """A regular file of at most so many bytes, or None. Raises PermissionError, UnsuitableFileError."""
        ...

    def some_names_in(self, path: str, most: int) -> list[str]:
        """At most so many names of a folder, sorted: of a larger one any, as what is in all of it is never held."""
        ...

    def exists(self, path: str) -> bool:
        """Whether there is something at a path."""
        ...


class System(Place, Protocol):
    """A system as collectors see it. `remedy` is what the reader must be given to see what only root may."""

    @property
    def remedy(self) -> str:
        """What to do where something is not permitted."""
        ...

    @property
    def family(self) -> str:
        """The kernel's family: linux, bsd."""
        ...

    @property
    def byte_order(self) -> str:
        """In which order its processors keep bytes: little, big."""
        ...

    @property
    def is_privileged(self) -> bool:
        """Whether everything of processes may be read."""
        ...

    @property
    def own_processes(self) -> frozenset[int]:
        """The processes that only read, which are nothing of the machine's."""
        ...

    def read_bytes(self, path: str) -> bytes | None:
        """The contents of a file, or None when it is not there or its driver has nothing to say."""
        ...

    def read_at_once(self, path: str) -> bytes | None:
        """The contents of a file that the kernel writes in one go (most of /proc/PID)."""
        ...

    def place_of(self, pid: int) -> Place | None:
        """The files as a process sees them that has another root; None where they are not to be seen."""
        ...

    def addresses_of(self, names: list[str]) -> dict[str, list[str]]:
        """The addresses of those host names that the machine can resolve soon, by its hosts(5) first."""
        ...

    def program_path(self, name: str) -> str | None:
        """The executable that is started by a name or path, without symbolic links; None where there is none."""
        ...

    def names_in(self, path: str) -> list[str]:
        """The sorted names in a folder; empty when there is no such folder."""
        ...

    def owner_of(self, path: str) -> int | None:
        """The number of the user whose a file or folder is; None where that is not told."""
        ...

    def real_path(self, path: str) -> str:
        """The path without symbolic links."""
        ...

    def capacity_bytes(self, mount_point: str) -> int | None:
        """The size of a filesystem; None where nothing is mounted there."""
        ...

    def kernel_name(self) -> KernelName:
        """Host name, release of the kernel, architecture."""
        ...

    def processor_count(self) -> int | None:
        """The logical processors that are on."""
        ...

    def user_name(self, number: int) -> str:
        """The name of a user, or the number where it has none."""
        ...

    def links(self) -> list[Link]:
        """The network interfaces, sorted by name."""
        ...

    def interface_addresses(self) -> list[InterfaceAddress]:
        """The addresses of all interfaces."""
        ...

    def sockets(self) -> list[Socket]:
        """Internet sockets that listen or are connected."""
        ...

    def sockets_in(self, network: str, pid: int) -> list[Socket] | None:
        """Those of another network namespace in which a process is; None where they are not told."""
        ...

    def socket_inodes(self, pid: int) -> list[int]:
        """The sockets that a process holds open, sorted."""
        ...

    def listed_packages(self) -> list[ListedPackage]:
        """Packages of managers whose databases are not read."""
        ...

    def podman_containers(self) -> str | None:
        """What `podman ps` lists as JSON; None where it is not asked. Raises DiscoveryError where it fails."""
        ...

    def rpm_packages(self) -> str | None:
        """What rpm lists in its format of `package_databases`; None where it has no database."""
        ...


def read_text(system: System, path: str) -> str | None:
    """The text of a file without outer blanks; bytes that are no UTF-8 become U+FFFD."""
    found = system.read_bytes(path)
    return None if found is None else decode(found).strip()


def read_number(system: System, path: str) -> int | None:
    """The number in a file, or None when there is none."""
    text = read_text(system, path) or ""
    return int(text) if text.removeprefix("-").isdigit() else None
