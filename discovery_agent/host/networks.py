"""Network namespaces beside the machine's own, as those of containers: read through one of the processes in each.

/proc/PID/net shows the namespace of that process, so nobody has to enter one.
"""

import re
import socket
from typing import TypedDict

from discovery_agent.host.later import later
from discovery_agent.host.sockets import listed_sockets
from discovery_agent.host.system import Socket, System, read_text

MOST_NETWORKS = 100  # each takes the kernel some 9 ms, as it goes through the sockets of all of them
_LOCAL = later(r"\|-- ([0-9.]{7,15})\n\s+/32 host LOCAL")
_GLOBAL, _SITE = "00", "40"  # scopes in /proc/net/if_inet6
_SCOPE, _FIELDS = 3, 6


class NetworkReading(TypedDict):
    """The addresses of a network namespace, loopback aside, and its sockets."""

    addresses: list[str]
    sockets: list[Socket]


class Networks:
    """The network namespaces of a machine by their names, each read once."""

    def __init__(self, system: System) -> None:
        """`own` is the namespace that the machine itself is in."""
        self._system = system
        self._known: dict[str, NetworkReading | None] = {}
        self.own = system.read_link("/proc/self/ns/net")

    def is_read(self, name: str, pid: int) -> bool:
        """Whether the sockets of a namespace are known; those of another one are read through this process."""
        if name == self.own:
            return True
        if name not in self._known:
            self._known[name] = self._read(pid) if len(self._known) < MOST_NETWORKS else None
        return self._known[name] is not None

    def found(self) -> dict[str, NetworkReading]:
        """Those that were read."""
        return {name: reading for name, reading in self._known.items() if reading is not None}

    def _read(self, pid: int) -> NetworkReading | None:
        folder = f"/proc/{pid}/net"
        if self._system.read_at_once(f"{folder}/tcp") is None:
            return None
        return {
            "addresses": _addresses(self._system, folder),
            "sockets": list(listed_sockets(self._system, folder)),
        }


def _addresses(system: System, folder: str) -> list[str]:
    older = set(_LOCAL().findall(read_text(system, f"{folder}/fib_trie") or ""))
    newer: set[str] = set()
    for line in (read_text(system, f"{folder}/if_inet6") or "").splitlines():
        fields = line.split()
        if len(fields) == _FIELDS and fields[_SCOPE] in (_GLOBAL, _SITE) and re.fullmatch(r"[0-9a-f]{32}", fields[0]):
            newer.add(socket.inet_ntop(socket.AF_INET6, bytes.fromhex(fields[0])))
    return sorted(address for address in older if not address.startswith("127.")) + sorted(newer)
