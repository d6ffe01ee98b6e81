"""Connections that came and went between two looks: counted by their far ends, as there may be tens of thousands."""

from collections import Counter, deque
from collections.abc import Collection, Iterator

from discovery_agent.host.socket_watch import Connection


class PassedConnections:
    """Those in TIME_WAIT; `heard` are the keys of those of which the kernel told as well, which count once."""

    def __init__(self, heard: Collection[bytes], ends_kept: int) -> None:
        """Of each far end the last `ends_kept` times are kept."""
        self._heard = heard
        self._ends_kept = ends_kept
        self._ends: dict[bytes, deque[float]] = {}
        self.unheard: Counter[bytes] = Counter()
        self.also_heard: set[bytes] = set()

    def add(self, one: Connection) -> None:
        """Count one."""
        self._ends.setdefault(one.peer, deque(maxlen=self._ends_kept)).append(one.closed_ago)
        if one.key in self._heard:
            self.also_heard.add(one.key)
        else:
            self.unheard[one.peer] += 1

    def ends(self) -> Iterator[tuple[bytes, float]]:
        """Far ends, and how many seconds ago a connection to them ended."""
        return ((peer, ago) for peer, kept in self._ends.items() for ago in kept)
