"""Looks at connections between inventories: what is seen, whose it is, and what is left of what came and went."""

import json
import os
import socket
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.socket_owners import Owner, owners_of, started_of
from discovery_agent.host.socket_samples import Sample, drop_samples, keep_samples, read_samples
from discovery_agent.host.socket_watch import (
    ESTABLISHED,
    TIME_WAIT,
    Connection,
    Endings,
    connections_there,
    mark_of,
    outgoing,
    peer_of,
)
from discovery_agent.sampler import MOST_PEERS, SocketSampler, period_of
from discovery_agent.sampling import Sampling, ephemeral_ports
from discovery_agent.settings import Settings
from discovery_agent.watched_network import WatchedNetwork
from tests.discovery_agent.own_network import enter_new_network, own_network

T = TypeVar("T")
PORTS = ephemeral_ports()
DEAF = WatchedNetwork(hears=False)
ME = Owner(os.getpid(), started_of(os.getpid()))
# Connects for a moment, again and again, and holds nothing in between.
CLIENT = """
import socket, sys, time
while True:
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))):
        time.sleep(0.05)
    time.sleep(0.02)
"""


class Look(NamedTuple):
    keys: set[int]
    new: list[Connection]


def looked(port: int = 0, known: set[int] | None = None) -> Look:
    new: list[Connection] = []
    return Look(outgoing(PORTS, known or set(), new.append, port), new)


def told_by_kernel() -> bool:
    try:
        looked()
    except NetlinkError:
        return False
    return True


pytestmark = pytest.mark.skipif(not told_by_kernel(), reason="the kernel does not tell of sockets")


@contextmanager
def connected(server: socket.socket) -> Generator[socket.socket]:
    """The near end of a connection to a server, which is ended first."""
    near = socket.create_connection(server.getsockname())
    far, _ = server.accept()
    try:
        yield near
    finally:
        near.close()
        far.close()


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Nobody else's connections are looked at, of which there are tens of thousands beside some tests."""
    with own_network():
        yield


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as made:
        yield made


def samples_of(sampler: SocketSampler, port: int) -> list[Sample]:
    return [sample for sample in sampler.taken() if sample.port == port]


def test_an_outgoing_connection_is_told_with_its_owner_and_again_when_it_has_ended(server: socket.socket) -> None:
    port = server.getsockname()[1]
    with connected(server) as near:
        known, (found,) = looked(port)

        assert (found.state, *peer_of(found.peer)) == (ESTABLISHED, "127.0.0.1", port)
        assert owners_of({found.inode}, {os.getuid()}) == {found.inode: ME}
        assert found.inode == os.fstat(near.fileno()).st_ino
        assert looked(port, known).new == []
        assert connections_there() >= 2

    ended = looked(port).new
    assert [(one.state, peer_of(one.peer).port) for one in ended] == [(TIME_WAIT, port)]
    assert 0 <= ended[0].closed_ago < 60


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hears of sockets that are destroyed")
def test_root_hears_whose_a_connection_was_whoever_ended_it(server: socket.socket) -> None:
    endings = Endings()
    near = socket.create_connection(server.getsockname())
    far, _ = server.accept()
    far.close()
    assert near.recv(1) == b""
    near.close()

    until, heard = time.monotonic() + 30, list[tuple[int, int]]()
    while not heard and time.monotonic() < until:
        heard = [(peer_of(one.peer).port, one.user) for one in endings.since(PORTS)]

    assert (server.getsockname()[1], os.getuid()) in heard
    endings.close()


def test_a_look_counts_what_is_new_to_whose_it_is(server: socket.socket) -> None:
    port = server.getsockname()[1]
    sampler = SocketSampler(10, PORTS, network=DEAF)
    with connected(server):
        sampler.work(0)
        assert 1 < sampler.wakes_at(1) <= 10  # earlier only for what others here have just ended
        sampler.work(1)  # nothing is due
        sampler.work(10)  # nothing is new
        (first,) = samples_of(sampler, port)
    with connected(server):
        pass
    sampler.work(20)  # another of the same, over before anybody looked

    assert (first.pid, first.started, first.sightings, first.parts) == (*ME, 1, 1)
    assert [(one.pid, one.sightings) for one in samples_of(sampler, port)] == [(ME.pid, 1)]


def test_what_came_and_went_is_nobodys_until_the_sampler_is_awake_when_it_comes_again(server: socket.socket) -> None:
    port = server.getsockname()[1]
    sampler = SocketSampler(10, PORTS, network=DEAF)
    with connected(server):
        pass
    sampler.work(0)
    (passed,) = samples_of(sampler, port)
    (peer,) = {one.peer for one in looked(port).new}
    with subprocess.Popen([sys.executable, "-c", CLIENT, str(port)]) as client:
        sampler.watch(peer, time.monotonic())
        client.kill()

    assert (passed.pid, passed.user, passed.sightings) == (0, -1, 1)
    (caught,) = [one for one in samples_of(sampler, port) if one.pid]
    assert caught.pid == client.pid

    with connected(server):
        sampler.work(1e6)
    assert {one.pid for one in samples_of(sampler, port) if one.pid} == {ME.pid}, "the client is gone"


class Watching(SocketSampler):
    """Notes when it would be awake for whom."""

    def watch(self, peer: bytes, now: float) -> None:
        """It takes a moment, and is paid for by waiting."""
        self.watched = peer_of(peer).port, now
        self._watch_from = now + 5


def in_a_network_of_its_own(work: Callable[[], T]) -> T:
    """What `work` answers in a thread with a network namespace: nobody else's connections are heard of there."""

    def begin() -> T:
        enter_new_network()
        return work()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(begin).result()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hears of sockets that are destroyed")
@pytest.mark.parametrize("jitter", [0.0, 0.1])
def test_what_the_server_ends_every_half_minute_is_waited_for_within_half_an_hour(jitter: float) -> None:
    port, now, (watched, at), coming = in_a_network_of_its_own(lambda: half_an_hour(jitter))

    assert now < 1800
    assert (watched, at <= coming - 0.05 <= coming <= at + 1.2) == (port, True)


def half_an_hour(jitter: float) -> tuple[int, float, tuple[int, float], float]:
    """The port of a server that ends a connection every half minute, and when the sampler watched which port."""
    sampler = Watching(10, PORTS)
    sampler.watched = 0, 0.0
    now, coming, ended = 0.0, 5.0, 0
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        while now < 1800 and sampler.watched[0] != port:
            now = max(now, min(sampler.wakes_at(now), coming))
            if now == coming:
                near = socket.create_connection(server.getsockname())
                server.accept()[0].close()
                assert near.recv(1) == b""
                near.close()
                ended += 1
                coming = 5.0 + 30 * ended + jitter * (-1) ** ended
            sampler.work(now)
    sampler.close()
    return port, now, sampler.watched, coming


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a network")
def test_tens_of_thousands_that_came_and_went_take_little_memory() -> None:
    counted, most = in_a_network_of_its_own(lambda: counted_with_peak(5_000))

    assert counted == 5_000
    assert most / counted < 300  # bytes: the key that is kept of each, and nothing else


class Swept(WatchedNetwork):
    """A network from which a sweep went out: each connection had a far end of its own."""

    def outgoing(
        self, ports: tuple[int, int], known: set[int], take: Callable[[Connection], None], port: int = 0
    ) -> set[int]:
        """As the kernel would tell it."""
        del ports, known, port
        ends = [number.to_bytes(18, "big") for number in range(20_000)]
        for end in ends:
            take(Connection(end * 2, b"\x02" + end, TIME_WAIT, 0, 0, 1.0))
        return {mark_of(end * 2) for end in ends}


def test_after_a_sweep_of_tens_of_thousands_as_many_far_ends_are_kept_as_there_is_room_for() -> None:
    sampler = SocketSampler(10, PORTS, network=Swept(hears=False))
    tracemalloc.start()
    sampler.work(0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(sampler.taken()) == MOST_PEERS
    assert most < 10 << 20


def counted_with_peak(connections: int) -> tuple[int, int]:
    """How many of so many ended connections a look counts, and the most bytes it took meanwhile."""
    sampler = SocketSampler(10, PORTS, network=DEAF)
    with socket.create_server(("127.0.0.1", 0), backlog=1) as server:
        for _ in range(connections):
            near = socket.create_connection(server.getsockname())
            far, _ = server.accept()
            near.close()
            far.close()
    tracemalloc.start()
    sampler.work(0)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return sum(sample.sightings for sample in sampler.taken()), most


@pytest.mark.parametrize(
    ("ends", "period"),
    [
        ([0.0, 30.05, 60.11, 90.2], 30.06),
        ([0.0, 30.0, 90.1, 120.1], 30.0),  # one was missed
        ([0.0, 7.0, 30.0, 31.0], 0.0),
        ([0.0, 0.5, 1.0, 1.5], 0.0),  # so often that a look finds it open
    ],
)
def test_only_what_comes_at_regular_times_is_waited_for(ends: list[float], period: float) -> None:
    assert period_of(ends) == pytest.approx(period, abs=0.05)


def test_of_very_many_connections_each_look_is_at_a_part_and_says_so(server: socket.socket) -> None:
    port = server.getsockname()[1]
    ends = [connected(server) for _ in range(40)]
    for end in ends:
        end.__enter__()
    sampler = SocketSampler(1, PORTS, network=DEAF, most=max(1, connections_there() // 6))
    try:
        for look in range(30):
            sampler.work(look * 1000.0)
        found = samples_of(sampler, port)
    finally:
        for end in ends:
            end.__exit__(None, None, None)

    assert found
    assert found[0].parts > 1
    assert sum(one.sightings for one in found if one.pid == ME.pid) > 0


def test_samples_wait_for_an_inventory_and_a_damaged_file_holds_none(tmp_path: Path, server: socket.socket) -> None:
    settings = Settings(state=tmp_path, sample_interval=5)
    sampling = Sampling(settings)
    with connected(server):
        sampling.work()
        sampling.keep()
    sampling.close()
    sample = Sample("10.0.0.1", 5432, 7, 70, -1, 3, (1, 23))
    keep_samples(tmp_path, [sample])

    kept = read_samples(tmp_path)
    drop_samples(tmp_path)
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "samples.json").write_text('[["x", 1, 2]]')

    assert server.getsockname()[1] in {one.port for one in kept}
    assert kept[-1] == sample
    assert read_samples(tmp_path) == []
    assert read_samples(tmp_path / "damaged") == []


def test_without_an_interval_nothing_is_sampled(tmp_path: Path) -> None:
    sampling = Sampling(Settings(state=tmp_path, sample_interval=0))

    sampling.work()
    sampling.keep()

    assert sampling.wakes_at() == float("inf")
    assert not list(tmp_path.iterdir())


def test_samples_of_versions_before_lack_what_is_not_known_of_them(tmp_path: Path) -> None:
    before_networks = ["10.0.0.1", 5432, 7, 70, -1, 3, [1], 1]
    (tmp_path / "samples.json").write_text(json.dumps([before_networks, [*before_networks, "net:[7]"]]))

    kept = read_samples(tmp_path)

    assert [(one.network, one.last_at) for one in kept] == [("", 0), ("net:[7]", 0)]
