"""Connections that came and went between two looks: counted by their far ends, as there may be tens of thousands."""

from collections import Counter
from collections.abc import Collection, Iterator

from discovery_agent.host.socket_watch import Connection


class PassedConnections:
    """Those in TIME_WAIT; `heard` are the keys of those of which the kernel told as well, which count once."""

    def __init__(self, heard: Collection[bytes], most_peers: int, ends_kept: int) -> None:
        """Of `most_peers` far ends the last `ends_kept` times are kept; a sweep has one for each connection."""
        self._heard = heard
        self._most_peers = most_peers
        self._ends_kept = ends_kept
        self._ends: dict[bytes, list[float]] = {}
        self.unheard: Counter[bytes] = Counter()
        self.also_heard: set[bytes] = set()

    def add(self, one: Connection) -> None:
        """Count one."""
        if one.peer not in self._ends and len(self._ends) >= self._most_peers:
            return
        times = self._ends.setdefault(one.peer, [])
        times.append(one.closed_ago)
        del times[: -self._ends_kept]
        if one.key in self._heard:
            self.also_heard.add(one.key)
        else:
            self.unheard[one.peer] += 1

    def ends(self) -> Iterator[tuple[bytes, float]]:
        """Far ends, and how many seconds ago a connection to them ended."""
        return ((peer, ago) for peer, kept in self._ends.items() for ago in kept)
