"""The network that a sampler looks at: the machine's own, or another one that it looks into."""

from collections.abc import Callable
from typing import NamedTuple

from discovery_agent.host.namespaces import Seat, inside
from discovery_agent.host.socket_watch import Connection, Endings, connections_there, outgoing

_ROOM_ELSEWHERE = 1 << 16  # bytes for messages that wait to be read, of each of many networks


class WatchedNetwork(NamedTuple):
    """`seat` is None for the machine's own network.

    Without `hears` nothing is heard of destroyed sockets; without `is_waited_for` what comes at regular times is not
    waited for, which takes a moment each time.
    """

    seat: Seat | None = None
    hears: bool = True
    is_waited_for: bool = True

    @property
    def name(self) -> str:
        """That of the namespace, empty for the machine's own."""
        return self.seat.network if self.seat else ""

    def connections_there(self) -> int:
        """See `socket_watch`."""
        return connections_there(f"/proc/{self.seat.pid}/net" if self.seat else "/proc/net")

    def outgoing(
        self, ports: tuple[int, int], known: set[int], take: Callable[[Connection], None], port: int = 0
    ) -> set[int]:
        """See `socket_watch`. Raises NetlinkError, OSError."""
        if self.seat is None:
            return outgoing(ports, known, take, port)
        return inside(self.seat, lambda: outgoing(ports, known, take, port))

    def endings(self) -> Endings | None:
        """What tells of destroyed sockets; None where nothing is to be heard. Raises NetlinkError, OSError."""
        if not self.hears:
            return None
        return Endings() if self.seat is None else inside(self.seat, lambda: Endings(_ROOM_ELSEWHERE))


OWN_NETWORK = WatchedNetwork()
