"""Looks at outgoing connections between inventories, so that short ones are not missed.

A look costs little: the kernel filters, and only connections that were not there before are gone through. Processes are
searched only for what has no owner yet, within a budget. Of what came and went between two looks the time of its end
is known, by its socket in TIME_WAIT or by hearing of it in time; where it comes at regular times, the sampler is awake
when it comes again, and sees whose it is.
"""

import logging
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from discovery_agent.ended_connections import EndedConnections
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.socket_owners import Owner, owners_of, started_of
from discovery_agent.host.socket_samples import Sample
from discovery_agent.host.socket_watch import TIME_WAIT, Connection, Endings, mark_of, peer_of
from discovery_agent.host.start_only import ticks_now
from discovery_agent.passed_connections import PassedConnections
from discovery_agent.watched_network import OWN_NETWORK, WatchedNetwork

MOST_CONNECTIONS = 24_000
MOST_PEERS, _FEW_PEERS = 2_500, 100
_SEARCH_SHARE = 0.0003  # of one processor core for searching processes
_WATCH_SHARE = 0.0003  # and for waiting for what comes again
_WATCH_SECONDS, _WATCH_EVERY, _BEFORE = 1.2, 0.01, 0.7
_ENDS_KEPT, _ENDS_NEEDED = 8, 3
_SHORTEST_PERIOD, _UNSTEADY, _UNSTEADY_SECONDS = 4.0, 0.01, 0.5
_NOBODY = Owner(0, 0)
_log = logging.getLogger(__name__)


class _Seen(NamedTuple):
    """How often a connection of an owner to a peer was seen, in which hours, and when last (ticks since boot)."""

    sightings: int
    hours: frozenset[int]
    last_at: int


class SocketSampler:
    """Takes a look every so many seconds of `time.monotonic`; `ports` are those that outgoing connections come from."""

    def __init__(
        self,
        interval: float,
        ports: tuple[int, int],
        *,
        network: WatchedNetwork = OWN_NETWORK,
        most: int = MOST_CONNECTIONS,
    ) -> None:
        """Of more than `most` connections each look is at a part."""
        self._interval = interval
        self._network = network
        self._most = most
        self._most_peers = min(MOST_PEERS, max(_FEW_PEERS, most))
        self._ports = ports
        self._due = 0.0
        self._known: set[int] = set()
        self._seen: dict[tuple[bytes, Owner, int], _Seen] = {}
        self._owners: dict[bytes, set[Owner]] = {}
        self._ends: dict[bytes, list[float]] = {}
        self._regular: dict[bytes, tuple[float, float]] = {}
        self._search_from = self._watch_from = 0.0
        self._parts = 1
        self._part = 0
        self._ended = EndedConnections(self._opened(), ports)

    def wakes_at(self, now: float) -> float:
        """When to call `work` next."""
        coming = (at - _BEFORE for at in self._coming(now).values())
        return min((self._due, self._ended.wakes_at(now), *(at for at in coming if at >= self._watch_from)))

    def work(self, now: float) -> None:
        """A look if one is due, and being awake for what comes again. Takes up to 1.2 s. Raises NetlinkError."""
        if now >= self._ended.wakes_at(now):
            self._ended.listen(now)
        if now >= self._due:
            self._look(now)
            self._due = now + self._interval
        coming = [(at, peer) for peer, at in self._coming(now).items() if 0 <= at - now <= _BEFORE + _WATCH_EVERY]
        if coming and now >= self._watch_from:
            self.watch(min(coming)[1], now)

    def taken(self) -> list[Sample]:
        """What was seen since the last call."""
        found = [self._sample(place, seen) for place, seen in self._seen.items()]
        self._seen = {}
        self._forget_gone()
        return found

    def _sample(self, place: tuple[bytes, Owner, int], seen: _Seen) -> Sample:
        (address, port), (pid, started), user = peer_of(place[0]), place[1], place[2]
        hours = tuple(sorted(seen.hours))
        what = (seen.sightings, hours, self._parts, self._network.name, seen.last_at)
        return Sample(address, port, pid, started, user, *what)

    def close(self) -> None:
        """Hear no more."""
        self._ended.close()

    def _look(self, now: float) -> None:
        ended = [one for one in self._ended.taken(now) if mark_of(one.connection.key) not in self._known]
        self._divide(self._network.connections_there())
        opened: list[Connection] = []
        passed = PassedConnections({one.connection.key for one in ended}, self._most_peers, _ENDS_KEPT)
        self._known = self._network.outgoing(
            self._slice(), self._known, lambda one: (passed.add if one.state == TIME_WAIT else opened.append)(one)
        )
        self._attribute(opened, now)
        for peer, ago in passed.ends():
            self._note_end(peer, now - ago)
        for one, at in ended:
            if one.key not in passed.also_heard:
                self._note_heard(one.peer, at, now)
        for one, _ in ended:
            self._count_ended(one.peer, _user(one))
        for peer, times in passed.unheard.items():
            self._count_ended(peer, -1, times)
        self._regular = dict(self._regular_ones())

    def _opened(self) -> Endings | None:
        try:
            return self._network.endings()
        except (OSError, NetlinkError) as error:
            _log.info("endings_not_heard", extra={"network": self._network.name, "reason": str(error)})
            return None

    def _divide(self, connections: int) -> None:
        """Look at parts small enough for the memory and time that a look may take."""
        parts = -(-connections // self._most) or 1
        if parts != self._parts:
            self._parts = parts
            _log.info("sampling_in_parts", extra={"connections": connections, "parts": parts})
        self._part += 1

    def _slice(self) -> tuple[int, int]:
        """The local ports that this look is at: of very many connections a part, another one each time."""
        low, high = self._ports
        width = (high - low) // self._parts + 1
        begin = low + (self._part % self._parts) * width
        return begin, min(high, begin + width - 1)

    def _attribute(self, opened: list[Connection], now: float) -> None:
        """Count what is open to whose it is; processes are searched for what has no owner yet."""
        unknown = {one.inode: one for one in opened if one.inode and len(self._owners.get(one.peer, ())) != 1}
        found: dict[int, Owner] = {}
        if unknown and now >= self._search_from:
            begun = time.process_time()
            found = owners_of(set(unknown), {one.user for one in unknown.values()})
            self._search_from = now + (time.process_time() - begun) / _SEARCH_SHARE
        for one in opened:
            owners = self._owners.get(one.peer, set())
            owner = found.get(one.inode) or (next(iter(owners)) if len(owners) == 1 else _NOBODY)
            if owner != _NOBODY:
                self._remember(one.peer, owner)
            self._count(one.peer, owner, one.user)

    def _remember(self, peer: bytes, owner: Owner) -> None:
        if len(self._owners) >= self._most_peers and peer not in self._owners:
            self._owners.clear()  # the next looks find them again
        self._owners.setdefault(peer, set()).add(owner)
        self._ends.pop(peer, None)

    def _forget_gone(self) -> None:
        """Programs are started anew: of a process that is gone nothing comes any more, and there would be ever more."""
        gone = {one for one in {*chain(*self._owners.values())} if started_of(one.pid) != one.started}
        self._owners = {peer: left for peer, kept in self._owners.items() if (left := kept - gone)}

    def _count_ended(self, peer: bytes, user: int, times: int = 1) -> None:
        owners = self._owners.get(peer, set())
        self._count(peer, next(iter(owners)) if len(owners) == 1 else _NOBODY, user, times)

    def _count(self, peer: bytes, owner: Owner, user: int, times: int = 1) -> None:
        place = (peer, owner, user if owner == _NOBODY else -1)
        if place not in self._seen and len(self._seen) >= self._most_peers:
            return
        before = self._seen.get(place, _Seen(0, frozenset(), 0))
        self._seen[place] = _Seen(before.sightings + times, _with(before.hours, time.gmtime().tm_hour), ticks_now())

    def _note_end(self, peer: bytes, at: float) -> None:
        is_full = peer not in self._ends and len(self._ends) >= self._most_peers
        if peer in self._owners or is_full or not self._network.is_waited_for:
            return
        ends = self._ends.setdefault(peer, [])  # a deque takes five times as much
        ends.append(at)
        del ends[:-_ENDS_KEPT]

    def _note_heard(self, peer: bytes, at: float | None, now: float) -> None:
        """Note when a connection ended; where times may still tell whose it is, they are to be heard."""
        if peer in self._owners or not self._network.is_waited_for:
            return
        if peer in self._regular or len(self._ends.get(peer, ())) < _ENDS_KEPT:
            self._ended.want(now)
        if at is not None:
            self._note_end(peer, at)

    def _regular_ones(self) -> Iterator[tuple[bytes, tuple[float, float]]]:
        """Peers whose connections end at regular times, with the last one and the time from one to the next."""
        for peer, kept in self._ends.items():
            times = sorted(kept)
            if len(times) >= _ENDS_NEEDED and (period := period_of(times)):
                yield peer, (times[-1], period)

    def _coming(self, now: float) -> dict[bytes, float]:
        """When connections of which no owner is known end next, where they have ended at regular times."""
        return {
            peer: last + max(1, -(-(now - last) // period)) * period
            for peer, (last, period) in self._regular.items()
            if peer in self._ends
        }

    def watch(self, peer: bytes, now: float) -> None:
        """Look at one peer again and again for a moment, until the connection is there and it is seen whose it is."""
        begun, awake = time.process_time(), time.monotonic()
        until = awake + _WATCH_SECONDS
        port = peer_of(peer).port
        while time.monotonic() < until:
            found: list[Connection] = []
            self._network.outgoing(self._ports, self._known, found.append, port)
            here = [one for one in found if one.peer == peer and one.inode]
            owners = owners_of({one.inode for one in here}, {one.user for one in here}) if here else {}
            for one in here:
                if one.inode in owners:
                    self._remember(peer, owners[one.inode])
                    self._count(peer, owners[one.inode], one.user)
                    until = 0.0
            time.sleep(_WATCH_EVERY)
        spent = time.process_time() - begun
        self._watch_from = now + time.monotonic() - awake + spent / _WATCH_SHARE


def period_of(ends: list[float]) -> float:
    """How long it is from one end to the next, where that is always the same or a multiple of it; else 0."""
    gaps = sorted(later - earlier for earlier, later in pairwise(ends))
    usual = gaps[len(gaps) // 2]
    if usual < _SHORTEST_PERIOD:
        return 0.0
    # Times are read at intervals of their own, so that single gaps are off by twice as much as their mean.
    period = sum(gaps) / sum(round(gap / usual) for gap in gaps)
    off = max(abs(gap - round(gap / period) * period) for gap in gaps)
    return period if off < max(_UNSTEADY_SECONDS, _UNSTEADY * period) else 0.0


@lru_cache(maxsize=256)
def _with(hours: frozenset[int], hour: int) -> frozenset[int]:
    """Hours and one more; thousands of peers share the same few sets."""
    return hours | {hour}


def _user(one: Connection) -> int:
    """Who had it; a socket in TIME_WAIT is nobody's any more."""
    return -1 if one.state == TIME_WAIT else one.user
