"""Looks into other networks of the machine, as those of containers, and which of very many are looked into."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.host.files import read_link
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.namespaces import Seat, in_turn, inside, seat_of
from discovery_agent.host.socket_samples import Sample, read_samples
from discovery_agent.host.socket_watch import Connection, outgoing
from discovery_agent.networks_sampler import NetworksSampler, networks_there
from discovery_agent.sampling import ephemeral_ports

PORTS = ephemeral_ports()
CONTAINER = "0::/system.slice/docker-" + "a" * 64 + ".scope\n"
ROOTLESS = "0::/user.slice/user-{0}.slice/user@{0}.service/user.slice/libpod-" + "b" * 64 + ".scope/container\n"
# Switches loopback on in its network, connects to itself for a moment whenever it reads a line, and keeps one open.
PROGRAM = """
import fcntl, os, socket, struct, sys
os.unshare(0x40000000) if hasattr(os, "unshare") else __import__("ctypes").CDLL(None).unshare(0x40000000)
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 1))
server = socket.create_server(("127.0.0.1", 5432))
kept = socket.create_connection(("127.0.0.1", 5432))
print("ready", flush=True)
for _ in sys.stdin:
    with socket.create_connection(("127.0.0.1", 5432)):
        pass
    print("done", flush=True)
"""

as_root = pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux", reason="only root may make a network and look into it"
)


@pytest.fixture
def program() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            pytest.skip("no network may be made here")
        yield process
        process.kill()


def connect(program: subprocess.Popen[str]) -> None:
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write("\n")
    program.stdin.flush()
    assert program.stdout.readline() == "done\n"


@as_root
def test_what_a_program_connects_to_for_a_moment_in_another_network_is_seen(program: subprocess.Popen[str]) -> None:
    network = read_link(f"/proc/{program.pid}/ns/net") or ""
    sampler = NetworksSampler(10.0, PORTS)
    try:
        sampler.work(0.0)
        connect(program)
        for turn in range(1, 20):  # others here may have networks of their own, and it is everybody's turn
            sampler.work(turn * 10.0)
        found = [one for one in sampler.taken() if one.network == network]
    finally:
        sampler.close()

    assert {(one.address, one.port) for one in found} == {("127.0.0.1", 5432)}
    assert program.pid in {one.pid for one in found}, "the one that it keeps tells whose they are"
    assert sum(one.sightings for one in found) >= 2


@as_root
def test_the_network_of_a_program_that_is_gone_is_let_go(program: subprocess.Popen[str]) -> None:
    network = read_link(f"/proc/{program.pid}/ns/net") or ""
    sampler = NetworksSampler(10.0, PORTS)
    try:
        for turn in range(20):
            sampler.work(turn * 10.0)
        program.kill()
        program.wait()
        sampler.work(1000.0)
        kept = [one for one in sampler.taken() if one.network == network]

        assert kept, "what was seen is not lost"
        assert network not in {seat.network for seat in networks_there()}
        sampler.work(2000.0)
        assert not [one for one in sampler.taken() if one.network == network]
    finally:
        sampler.close()


@as_root
def test_the_machine_itself_stays_in_its_own_network(program: subprocess.Popen[str]) -> None:
    network = read_link(f"/proc/{program.pid}/ns/net") or ""
    own = read_link("/proc/self/ns/net")

    told = LocalSystem().sockets_in(network, program.pid) or []
    found: list[Connection] = []
    keys = inside(Seat(network, program.pid, ""), lambda: outgoing(PORTS, set(), found.append))

    assert {(one["address"], one["port"]) for one in told if one["remote_address"] is None} == {("127.0.0.1", 5432)}
    assert len(keys) == 1
    assert read_link("/proc/self/ns/net") == own
    with pytest.raises(ProcessLookupError):
        inside(Seat("net:[1]", program.pid, ""), lambda: None)


@pytest.mark.parametrize(
    ("cgroup", "user", "owner"),
    [
        (CONTAINER, 999, ""),
        (ROOTLESS.format(1000), 100_000, "1000"),
        ("0::/user.slice/user-1000.slice/session-3.scope\n", 1000, "1000"),
        ("0::/system.slice/cron.service\n", 1001, "1001"),
    ],
)
def test_a_network_is_the_systems_where_a_container_of_the_system_is_in_it(cgroup: str, user: int, owner: str) -> None:
    assert seat_of("net:[7]", 7, cgroup, user).owner == owner


@given(st.lists(st.sampled_from(("", "1000", "1001", "1002")), max_size=60), st.integers(0, 40))
def test_nobody_takes_the_turn_of_containers_or_of_another_user(owners: list[str], most: int) -> None:
    seats = [Seat(f"net:[{number}]", number, owner) for number, owner in enumerate(owners)]

    found = [seat.owner for seat in in_turn(seats, most)]

    of_containers = sum(owner == "" for owner in owners)
    assert len(found) == min(most, len(owners))
    assert found.count("") == min(most, of_containers)
    counts = {owner: found.count(owner) for owner in {*owners} - {""}}
    assert all(
        counts[one] >= counts[other] - 1 or counts[one] == owners.count(one) for one in counts for other in counts
    )


def test_samples_of_before_networks_were_told_are_of_the_machines_own(tmp_path: Path) -> None:
    (tmp_path / "samples.json").write_text('[["10.0.0.1", 5432, 0, 0, -1, 1, [3], 1]]')

    assert read_samples(tmp_path) == [Sample("10.0.0.1", 5432, 0, 0, -1, 1, (3,))]
