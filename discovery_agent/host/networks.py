"""Network namespaces beside the machine's own, as those of containers: read through one of the processes in each."""

import re
import socket
from collections.abc import Iterable
from typing import TypedDict

from discovery_agent.host.later import later
from discovery_agent.host.namespaces import Seat, in_turn
from discovery_agent.host.system import Socket, System, read_text

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
        self._known: dict[str, NetworkReading] = {}
        self.own = system.read_link("/proc/self/ns/net")

    def read(self, seats: Iterable[Seat]) -> None:
        """Read those of these that there is room for."""
        for seat in in_turn(seats):
            sockets = self._system.sockets_in(seat.network, seat.pid)
            if sockets is not None:
                addresses = _addresses(self._system, f"/proc/{seat.pid}/net")
                self._known[seat.network] = {"addresses": addresses, "sockets": sockets}

    def found(self) -> dict[str, NetworkReading]:
        """Those that were read."""
        return self._known


def _addresses(system: System, folder: str) -> list[str]:
    older = set(_LOCAL().findall(read_text(system, f"{folder}/fib_trie") or ""))
    newer: set[str] = set()
    for line in (read_text(system, f"{folder}/if_inet6") or "").splitlines():
        fields = line.split()
        if len(fields) == _FIELDS and fields[_SCOPE] in (_GLOBAL, _SITE) and re.fullmatch(r"[0-9a-f]{32}", fields[0]):
            newer.add(socket.inet_ntop(socket.AF_INET6, bytes.fromhex(fields[0])))
    return sorted(address for address in older if not address.startswith("127.")) + sorted(newer)
