"""Looks at connections where the kernel does not answer over netlink: forced here by taking netlink away."""

import logging
import math
import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from discovery_agent.host.socket_owners import started_of
from discovery_agent.host.socket_samples import Sample, read_samples
from discovery_agent.library_sampler import LibrarySampler
from discovery_agent.sampler import SocketSampler
from discovery_agent.sampling import Sampling, ephemeral_ports
from discovery_agent.settings import Settings
from tests.waiting import wait_until

PORTS = ephemeral_ports()
MAPPED, LOOPBACK = "::ffff:127.0.0.1", "127.0.0.1"


@contextmanager
def connected(near_address: str, family: socket.AddressFamily) -> Generator[int]:
    """The port of a server that this process is connected to, from a socket of a family."""
    with socket.create_server((LOOPBACK, 0)) as server, socket.socket(family) as near:
        near.connect((near_address, server.getsockname()[1]))
        far, _ = server.accept()
        with far:
            yield server.getsockname()[1]


def samples_at(found: list[Sample], port: int) -> list[tuple[str, int, int, int]]:
    return [(one.address, one.pid, one.started, one.sightings) for one in found if one.port == port]


def looked_at(sampling: Sampling, state: Path, port: int) -> list[tuple[str, int, int, int]]:
    """What is kept after one more look, if one is due: the kernel's list may lack a line while others come and go."""
    sampling.work()
    sampling.keep()
    return samples_at(read_samples(state), port)


@pytest.mark.allow_hosts([LOOPBACK, MAPPED])
@pytest.mark.parametrize("kind", [SocketSampler, LibrarySampler])
@pytest.mark.parametrize(("address", "family"), [(LOOPBACK, socket.AF_INET), (MAPPED, socket.AF_INET6)])
def test_each_way_of_looking_tells_a_connection_once_with_its_owner(
    kind: type[SocketSampler | LibrarySampler], address: str, family: socket.AddressFamily
) -> None:
    sampler = kind(0.0, PORTS)
    with connected(address, family) as port:
        sampler.work(1.0)
        sampler.work(1e9)
        found = samples_at(sampler.taken(), port)
    sampler.close()

    assert found == [(LOOPBACK, os.getpid(), started_of(os.getpid()), 1)]


@pytest.mark.parametrize("is_lacking", [True, False])
def test_without_netlink_the_library_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_lacking: bool
) -> None:
    if is_lacking:
        monkeypatch.delattr(socket, "AF_NETLINK")
    else:
        monkeypatch.setattr(socket, "AF_NETLINK", 250)  # a family that no kernel has
    sampling = Sampling(Settings(state=tmp_path, sample_interval=5))
    mine = LOOPBACK, os.getpid(), started_of(os.getpid()), 1

    with connected(LOOPBACK, socket.AF_INET) as port:
        sampling.work()
        wait_until(lambda: looked_at(sampling, tmp_path, port) == [mine])
    sampling.close()


def test_looks_are_further_apart_where_they_cost_much_and_left_out_where_there_is_too_much() -> None:
    sampler = LibrarySampler(0.0, PORTS)
    nothing = LibrarySampler(5.0, PORTS, most=0)
    with connected(LOOPBACK, socket.AF_INET) as port:
        sampler.work(1.0)
        sampler.work(sampler.wakes_at(1.0) - 0.001)
        nothing.work(1.0)

    assert sampler.wakes_at(1.0) > 1.0
    assert len(samples_at(sampler.taken(), port)) == 1
    assert nothing.taken() == []


def test_a_library_that_may_not_look_ends_the_sampling_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(**_options: str) -> list[object]:
        raise psutil.AccessDenied

    caplog.set_level(logging.INFO, "discovery_agent.sampling")
    monkeypatch.delattr(socket, "AF_NETLINK")
    monkeypatch.setattr(psutil, "net_connections", refuse)
    sampling = Sampling(Settings(state=tmp_path, sample_interval=5))

    for _ in range(3):
        sampling.work()

    told = [record.message for record in caplog.records if record.name == "discovery_agent.sampling"]
    assert told == ["sampling_by_library", "sampling_ended"]
    assert sampling.wakes_at() == math.inf
