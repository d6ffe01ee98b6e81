"""What looking at connections costs, with so many sockets open on this machine."""

import socket
import struct
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from random import Random
from statistics import median
from typing import Any, NamedTuple

from discovery_agent.bench.costs import BenchError
from discovery_agent.host.files import read_text
from discovery_agent.sampler import SocketSampler
from discovery_agent.sampling import ephemeral_ports

MOST_SOCKETS = 200_000
INTERVAL_SECONDS = 10.0
GOALS = {1_000: 0.1, 20_000: 0.5}
_OF_ONE = 4_000
_RENEWED = 10
_LONGEST_SECONDS = 60.0
_SHORTEST_SECONDS, _ASLEEP_SECONDS = 0.01, 0.001
_IRREGULAR = Random(1)  # noqa: S311 - no secret
_AT_ONCE = struct.pack("=ii", 1, 0)  # linger of socket(7): on, no seconds


@dataclass(frozen=True)
class SamplerCost:
    """What one look costs and all that is done until the next (medians, in processor time): their share of a core.

    `times_awake` is how often it hears what ended, from one look to the next; `milliseconds_awake` is all of that.
    `resident_mebibytes` is what the process needed in the end.
    """

    sockets: int
    milliseconds: float
    times_awake: float
    milliseconds_awake: float
    percent: float
    resident_mebibytes: float

    def as_json(self) -> dict[str, Any]:
        """All figures, and the goal where there is one."""
        return {**asdict(self), "goal_percent": GOALS.get(self.sockets)}


def measure_sampler(sockets: int, looks: int) -> SamplerCost:
    """Measure so many looks and what is heard between them, some connections being new each time. Raises BenchError."""
    with _connections(sockets // 2) as made:
        sampler = SocketSampler(INTERVAL_SECONDS, ephemeral_ports())
        now = time.monotonic()
        sampler.work(now)
        turns: list[_Turn] = []
        for _ in range(looks):
            turn, now = _turn(sampler, made, now)
            turns.append(turn)
        resident = _resident_mebibytes()
        sampler.close()
    look, awake = (median([one.look for one in turns]), median([one.awake for one in turns]))
    times = median([one.times for one in turns])
    percent = (look + awake) / INTERVAL_SECONDS * 100
    return SamplerCost(sockets, look * 1000, times, awake * 1000, percent, resident)


class _Turn(NamedTuple):
    """Processor seconds of a look and of being awake before it, and how often that was."""

    look: float
    awake: float
    times: int


def _turn(sampler: SocketSampler, made: "_Connections", now: float) -> tuple[_Turn, float]:
    """Until the next look, in time that passes faster: awake when the sampler wants to be, and asleep in between.

    A connection that nobody can be asked about ends at an irregular time, so that times of ends are wanted.
    """
    until, passes_at = now + INTERVAL_SECONDS, now + _IRREGULAR.uniform(0.2, 0.8) * INTERVAL_SECONDS
    awake, times = 0.0, 0
    while (at := max(sampler.wakes_at(now), now + _SHORTEST_SECONDS)) < until:
        if now < passes_at <= at:
            made.pass_by()
        before = time.process_time()
        time.sleep(_ASLEEP_SECONDS)  # to wake up costs too
        sampler.work(now := at)
        awake += time.process_time() - before
        times += 1
    if times == 0:
        made.pass_by()
    made.renew()
    before = time.process_time()
    sampler.work(until)
    return _Turn(time.process_time() - before, awake, times), until


def lines_of(found: Sequence[SamplerCost]) -> Iterator[str]:
    """The figures as a table, and what they are beside the goals."""
    yield f"{'sockets':>10}{'ms a look':>12}{'times awake':>14}{'ms awake':>11}{'% of a core':>14}{'MiB':>8}"
    for cost in found:
        awake = f"{cost.times_awake:>14.0f}{cost.milliseconds_awake:>11.2f}"
        rest = f"{cost.percent:>14.4f}{cost.resident_mebibytes:>8.1f}"
        yield f"{cost.sockets:>10,}{cost.milliseconds:>12.2f}{awake}{rest}"
    for cost in found:
        goal = GOALS.get(cost.sockets)
        if goal is not None:
            verdict = "reached" if cost.percent <= goal else "missed"
            yield f"{cost.percent:.3f} % of a core with {cost.sockets:,} sockets, goal {goal:g} %: {verdict}"


class _Connections:
    """Connections of this process with itself, by loopback."""

    def __init__(self, address: str, number: int) -> None:
        self._server = socket.create_server((address, 0), backlog=4096)
        self._ends = [self._connect() for _ in range(number)]

    def renew(self) -> None:
        """End the connections and make as many anew."""
        number = len(self._ends)
        self.close_ends()
        self._ends = [self._connect() for _ in range(number)]

    def pass_by(self) -> None:
        """A connection to somewhere new, which comes and ends before anybody can see whose it is."""
        with (
            socket.create_server((self._server.getsockname()[0], 0)) as server,
            socket.create_connection(server.getsockname()),
        ):
            server.accept()[0].close()

    def close_ends(self) -> None:
        for end in (end for ends in self._ends for end in ends):
            end.close()

    def close(self) -> None:
        """End all without leaving anything in TIME_WAIT, which would be measured next."""
        for near, _ in self._ends:
            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.close_ends()
        self._server.close()

    def _connect(self) -> tuple[socket.socket, socket.socket]:
        near = socket.create_connection(self._server.getsockname())
        return near, self._server.accept()[0]


def _hold(address: str, number: int, line: Connection) -> None:
    """Hold connections in a process of its own until told otherwise: no process may open as many as are wanted."""
    held = _Connections(address, number)
    line.send("ready")
    line.recv()
    held.close()


@contextmanager
def _connections(number: int) -> Generator[_Connections]:
    """So many connections, of which the answer holds a few."""
    context = get_context("spawn")
    sizes = [min(_OF_ONE, number - begun) for begun in range(_RENEWED, number, _OF_ONE)]
    lines: list[Connection] = []
    holders: list[SpawnProcess] = []
    for place, size in enumerate(sizes):
        near, far = context.Pipe()
        holders.append(context.Process(target=_hold, args=(f"127.0.1.{1 + place}", size, far), daemon=True))
        holders[-1].start()
        lines.append(near)
    try:
        for line in lines:
            if not line.poll(_LONGEST_SECONDS):
                raise BenchError("the connections were not there in time; try with fewer --sockets")
            line.recv()
        made = _Connections("127.0.0.1", min(number, _RENEWED))
        yield made
        made.close()
    finally:
        for line, holder in zip(lines, holders, strict=True):
            line.send("end")
            holder.join(_LONGEST_SECONDS)


def _resident_mebibytes() -> float:
    status = read_text("/proc/self/status") or ""
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
