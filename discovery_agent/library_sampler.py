"""Looks at outgoing connections by way of psutil, where the kernel does not answer over netlink.

Sandboxes refuse netlink sockets, and macOS, BSD and Windows have none. A look costs much more, so the looks are further
apart the more it costs, and what comes and goes between two of them is seen only in what waits for its end.
"""

import logging
import time
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

import psutil

from discovery_agent.host.socket_owners import Owner, started_of
from discovery_agent.host.socket_samples import Sample
from discovery_agent.host.socket_watch import Peer, connections_there

MOST_CONNECTIONS = 24_000
MOST_PEERS = 5_000
_SHARE = 0.001  # of one processor core for looking
_HALF_MADE = frozenset((psutil.CONN_LISTEN, psutil.CONN_NONE, psutil.CONN_SYN_RECV, psutil.CONN_CLOSE))
_NOBODY = Owner(0, 0)
_UNKNOWN_USER = -1
_log = logging.getLogger(__name__)

_Key = tuple[str, int, str, int]


class _Open(NamedTuple):
    """A connection that is there."""

    key: _Key
    peer: Peer
    pid: int


class LibrarySampler:
    """As `sampler.SocketSampler`, for systems that do not tell connections over netlink."""

    def __init__(self, interval: float, ports: tuple[int, int], *, most: int = MOST_CONNECTIONS) -> None:
        """Of a system with more than `most` connections nothing is looked at: the library holds all of them at once."""
        self._interval = interval
        self._ports = ports
        self._most = most
        self._due = 0.0
        self._known: set[_Key] = set()
        self._seen: dict[tuple[Peer, Owner], tuple[int, frozenset[int]]] = {}

    def wakes_at(self, _now: float) -> float:
        """When to call `work` next."""
        return self._due

    def work(self, now: float) -> None:
        """A look if one is due. Raises OSError where looking is not permitted, as to others than root of macOS."""
        if now < self._due:
            return
        begun = time.process_time()
        if connections_there() > self._most:
            _log.info("sampling_left_out", extra={"reason": f"more than {self._most} connections"})
        else:
            self._look()
        self._due = now + max(self._interval, (time.process_time() - begun) / _SHARE)

    def taken(self) -> list[Sample]:
        """What was seen since the last call."""
        found = [
            Sample(*peer, owner.pid, owner.started, _UNKNOWN_USER, sightings, tuple(sorted(hours)))
            for (peer, owner), (sightings, hours) in self._seen.items()
        ]
        self._seen = {}
        return found

    def close(self) -> None:
        """Nothing is held open."""

    def _look(self) -> None:
        try:
            there = list(_outgoing(self._ports))
        except psutil.Error as error:
            raise OSError(f"psutil does not tell connections: {error}") from error
        for one in there:
            if one.key not in self._known:
                self._count(one.peer, Owner(one.pid, started_of(one.pid)) if one.pid else _NOBODY)
        self._known = {one.key for one in there}

    def _count(self, peer: Peer, owner: Owner) -> None:
        place = (peer, owner)
        if place not in self._seen and len(self._seen) >= MOST_PEERS:
            return
        sightings, hours = self._seen.get(place, (0, frozenset[int]()))
        self._seen[place] = (sightings + 1, hours | {time.gmtime().tm_hour})


def _outgoing(ports: tuple[int, int]) -> Iterator[_Open]:
    """Connections from local ports of a range where nobody listens, half made ones aside."""
    found = psutil.net_connections(kind="tcp")
    listening = {one.laddr.port for one in found if one.status == psutil.CONN_LISTEN and one.laddr}
    for one in found:
        if not one.raddr or not one.laddr or one.status in _HALF_MADE or one.laddr.port in listening:
            continue
        if ports[0] <= one.laddr.port <= ports[1]:
            peer = Peer(_plain(one.raddr.ip), one.raddr.port)
            yield _Open((one.laddr.ip, one.laddr.port, peer.address, peer.port), peer, one.pid or 0)


def _plain(text: str) -> str:
    """An IPv4 address as such, also on a socket of IPv6; without the name of an interface."""
    address = ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if address.version == 6 else None  # noqa: PLR2004 - IPv6
    return str(mapped or address)
