"""What the parts of a script's output say, before anybody interprets it."""

from dataclasses import dataclass, field

from discovery_agent.host.link_records import InterfaceAddress, Link
from discovery_agent.host.system import KernelName, ListedPackage, Socket
from discovery_agent.ssh.lldp import Heard

_UNKNOWN = KernelName("", "", "")


@dataclass
class Readings:
    """Files with their contents, links with their goals ("" where one could not be read), and answers of commands.

    `present` are paths of which only that they are there is known. `sizes` are filesystems' capacities by mount point.
    `programs` are executables by the paths at which their names are found.
    `told_sockets` are those that no file of /proc/net lists. `resolved` are interface, address and hardware address,
    `virtual` interface and address that several machines keep, `forwarding` port and hardware address, `gateways` where
    default routes lead, `heard` who speaks LLDP or CDP, None where nobody listens for it or may say it.
    """

    kernel: KernelName = _UNKNOWN
    system: str = ""
    byte_order: str = "little"
    user_number: int = -1
    own_process: int = 0
    is_privileged: bool = False
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    links: dict[str, str] = field(default_factory=dict[str, str])
    present: set[str] = field(default_factory=set[str])
    sizes: dict[str, int] = field(default_factory=dict[str, int])
    users: dict[int, str] = field(default_factory=dict[int, str])
    interfaces: list[Link] = field(default_factory=list[Link])
    addresses: list[InterfaceAddress] = field(default_factory=list[InterfaceAddress])
    sockets: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    processes: set[int] = field(default_factory=set[int])
    programs: dict[str, str] = field(default_factory=dict[str, str])
    rpm: str | None = None
    packages: list[ListedPackage] = field(default_factory=list[ListedPackage])
    told_sockets: list[Socket] = field(default_factory=list[Socket])
    resolved: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    virtual: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    forwarding: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    gateways: list[str] = field(default_factory=list[str])
    heard: list[Heard] | None = None
    denied: frozenset[str] = frozenset()
    privilege_refused: str | None = None
    is_complete: bool = False
    lost: list[str] = field(default_factory=list[str])
