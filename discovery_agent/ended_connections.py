"""Hears which connections ended, and about when: the kernel's messages do not say it, so it is who reads them in time.

Read at each look they tell that a connection was. Where that leaves it open whose it was, they are read often for a
while, so that those that end at regular times are known by it.
"""

import math
import time
from typing import NamedTuple

from discovery_agent.host.socket_watch import Connection, Endings

_EVERY = 0.25
_SHARE = 0.0002  # of one processor core
_WANTED_SECONDS = _RESTED_SECONDS = 900.0
_MOST = 5_000


class Ended(NamedTuple):
    """A connection that ended, and when (`time.monotonic`, to an eighth of a second); None where that is not known."""

    connection: Connection
    at: float | None


class EndedConnections:
    """What has been heard since it was last taken."""

    def __init__(self, endings: Endings | None, ports: tuple[int, int]) -> None:
        """Without `endings` nothing is heard; `ports` are those that outgoing connections come from."""
        self._endings = endings
        self._ports = ports
        self._heard: dict[bytes, Ended] = {}
        self._heard_at = self._wakes_at = -math.inf
        self._wanted_until = -math.inf

    def want(self, now: float) -> None:
        """Times are of use: for a while, after which it rests as long, as to be awake so often costs by itself."""
        if now >= self._wanted_until + _RESTED_SECONDS:
            self._wanted_until = now + _WANTED_SECONDS

    def wakes_at(self, now: float) -> float:
        """When to listen next, where times are wanted and there is room for more."""
        is_wanted = self._endings is not None and now < self._wanted_until and len(self._heard) < _MOST
        return self._wakes_at if is_wanted else math.inf

    def listen(self, now: float) -> None:
        """Hear what ended since the last call."""
        if self._endings is None:
            return
        begun = time.process_time()
        at = (self._heard_at + now) / 2 if now - self._heard_at < 2 * _EVERY else None
        for one in self._endings.since(self._ports):
            self._heard.setdefault(one.key, Ended(one, at))
        self._heard_at = now
        self._wakes_at = now + max(_EVERY, (time.process_time() - begun) / _SHARE)

    def taken(self, now: float) -> list[Ended]:
        """What was heard until now, which is forgotten."""
        self.listen(now)
        found = list(self._heard.values())
        self._heard = {}
        return found

    def close(self) -> None:
        """Hear no more."""
        if self._endings is not None:
            self._endings.close()
