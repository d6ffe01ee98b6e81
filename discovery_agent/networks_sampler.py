"""Looks at outgoing connections in other networks of the machine between inventories, as those of containers.

All of them together get a fixed share of a processor core, so each is looked at the more rarely the more there are: a
hundred about every quarter of an hour. A look shows what ended within the last minute, and what root has heard of
destroyed sockets since the last one. Containers of the system come first, then the networks of each user in turn.
"""

import logging
import time
from collections.abc import Iterator

from discovery_agent.host.container_evidence import Evidence
from discovery_agent.host.files import decode, names_in, owner_of, read_at_once, read_link
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.namespaces import MOST_NETWORKS, Seat, in_turn, seat_of
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.socket_samples import Sample
from discovery_agent.sampler import SocketSampler
from discovery_agent.watched_network import WatchedNetwork

_LOOK_SHARE = 0.00015  # of one processor core for all networks together
_LIST_SHARE = 0.00005  # and for finding out which there are
_LISTED_EVERY = 60.0
_MOST_CONNECTIONS = 8_000  # of all of them, a third of what the machine's own network may have at a look
_MOST_ENDED = 5_000
_REFUSED_SECONDS = 600.0
_log = logging.getLogger(__name__)


class NetworksSampler:
    """Takes looks every so many seconds of `time.monotonic`, as many as its share allows; see `SocketSampler`."""

    def __init__(self, interval: float, ports: tuple[int, int]) -> None:
        """Nobody is there yet."""
        self._interval = interval
        self._ports = ports
        self._due = 0.0
        self._list_from = 0.0
        self._watched: dict[Seat, SocketSampler] = {}
        self._refused: dict[str, float] = {}
        self._ended: list[Sample] = []
        self._credit = 0.0
        self._looks = 0
        self._turns = 0

    def wakes_at(self, _now: float) -> float:
        """When to call `work` next."""
        return self._due

    def work(self, now: float) -> None:
        """Looks at those that it is the turn of, if looks are due."""
        if now < self._due:
            return
        if now >= self._list_from:
            begun = time.process_time()
            self._list(now)
            self._list_from = now + max(_LISTED_EVERY, (time.process_time() - begun) / _LIST_SHARE)
        begun = time.process_time()
        self._drop_gone()
        self._credit = min(self._credit, 0.0) + self._interval * _LOOK_SHARE - (time.process_time() - begun)
        self._look_in_turn(now)
        self._due = now + self._interval

    @property
    def rounds(self) -> float:
        """How often each network has been looked at since there was one."""
        return self._looks / len(self._watched) if self._watched else 0.0

    def taken(self) -> list[Sample]:
        """What was seen since the last call; `parts` tell after how many turns all networks have been looked at."""
        parts = max(1, round(self._turns / self.rounds)) if self.rounds else 1
        found = [*self._ended, *(sample for sampler in self._watched.values() for sample in sampler.taken())]
        self._ended = []
        return [sample._replace(parts=max(parts, sample.parts)) for sample in found]

    def close(self) -> None:
        """Look no more."""
        for sampler in self._watched.values():
            sampler.close()
        self._watched = {}

    def _look_in_turn(self, now: float) -> None:
        """Who was looked at goes to the end. One look at least, once what was spent too much has been made up for."""
        self._turns += bool(self._watched)
        for seat, sampler in list(self._watched.items()):
            if self._credit <= 0:
                break
            begun = time.process_time()
            del self._watched[seat]
            try:
                sampler.work(now)
                self._watched[seat] = sampler
            except (NetlinkError, OSError) as error:
                self._refuse(seat, sampler, (now, str(error)))
            self._credit -= time.process_time() - begun
            self._looks += 1

    def _refuse(self, seat: Seat, sampler: SocketSampler, told: tuple[float, str]) -> None:
        now, reason = told
        _log.info("network_not_looked_at", extra={"network": seat.network, "process": seat.pid, "reason": reason})
        self._refused[seat.network] = now + _REFUSED_SECONDS
        self._end(sampler)

    def _list(self, now: float) -> None:
        """Take in the networks that came."""
        self._refused = {name: until for name, until in self._refused.items() if until > now}
        there = [seat for seat in in_turn(networks_there(), MOST_NETWORKS) if seat.network not in self._refused]
        known = {seat.network: seat for seat in self._watched}
        wanted = {seat.network for seat in there}
        for name, seat in known.items():
            if name not in wanted:
                self._end(self._watched.pop(seat))
        most = max(1, _MOST_CONNECTIONS // max(1, len(there)))
        for seat in there:
            if seat.network not in known:
                network = WatchedNetwork(seat, is_waited_for=False)
                self._watched[seat] = SocketSampler(0.0, self._ports, network=network, most=most)

    def _drop_gone(self) -> None:
        """Listening in a network keeps it there, so that ends with the process that it was seen through."""
        gone = [seat for seat in self._watched if _network_of(seat.pid) != seat.network]
        for seat in gone:
            self._end(self._watched.pop(seat))

    def _end(self, sampler: SocketSampler) -> None:
        self._ended += sampler.taken()[: _MOST_ENDED - len(self._ended)]
        sampler.close()


def networks_there() -> Iterator[Seat]:
    """The networks beside this process's own, as far as processes may be seen into."""
    own = _network_of("self")
    evidence = Evidence(LocalSystem())
    for name in names_in("/proc"):
        network = _network_of(name) if name.isdigit() else ""
        if network and network != own:
            cgroup = evidence.believed(decode(read_at_once(f"/proc/{name}/cgroup") or b""), int(name))
            yield seat_of(network, int(name), cgroup, owner_of(f"/proc/{name}") or 0)


def _network_of(pid: int | str) -> str:
    try:
        return read_link(f"/proc/{pid}/ns/net") or ""
    except PermissionError:
        return ""
