"""Sweeps of this machine: who answers what, and who is not believed."""

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from discovery_agent.scan.job import Credential, Job, Limits, Method
from discovery_agent.secret import Secret
from discovery_agent.sweep.pace import Pace
from discovery_agent.sweep.sighting import Plan, Sighting
from discovery_agent.sweep.sweep import Presence, sweep
from discovery_agent.sweep.tcp import Connections
from tests.discovery_agent.snmp.responder import Agent, Sender, running, taking

HERE = "127.0.0.1"
QUICK = Limits(timeout_seconds=0.2, tries=2)
UPTIME = {"1.3.6.1.2.1.1.3.0": 42}


def job(*methods: Method, **changed: object) -> Job:
    made = Job("j", "r", "default", (HERE,), methods, limits=QUICK)
    return made._replace(**changed)  # pyright: ignore[reportArgumentType] - fields of a job by name


def seen(asked: Job) -> tuple[Presence, list[tuple[str, str]]]:
    found = asyncio.run(sweep(asked, asked.addresses))[asked.addresses[0]]
    return found, [(attempt.method, attempt.outcome) for attempt in found.attempts]


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as line:
        line.bind((HERE, 0))
        return int(line.getsockname()[1])


def test_a_port_that_is_open_shows_a_host() -> None:
    with socket.create_server((HERE, 0)) as server:
        found, attempts = seen(job("tcp", tcp_ports=(server.getsockname()[1],)))

    assert (found.is_there, attempts) == (True, [("tcp", "answered")])
    assert "is open" in found.attempts[0].detail


def test_a_port_that_is_closed_shows_a_host_too(closed_port: int) -> None:
    found, attempts = seen(job("tcp", tcp_ports=(closed_port,)))

    assert (found.is_there, attempts) == (True, [("tcp", "refused")])


def test_fewer_connections_at_a_time_than_addresses_are_no_obstacle() -> None:
    async def ask(port: int) -> dict[str, Sighting]:
        pace = Pace(10_000, asyncio.get_running_loop().time)
        return await Connections(Plan(pace, 0.05, 1, set()), most=2).ask(
            [f"127.0.0.{at}" for at in range(1, 9)], [port], 1
        )

    with socket.create_server((HERE, 0)) as server:
        found = asyncio.run(ask(server.getsockname()[1]))

    assert [sighting.outcome for sighting in found.values()] == ["answered", *["refused"] * 7]


def test_an_echo_comes_back_where_the_kernel_lets_it_be_asked_for() -> None:
    found, attempts = seen(job("icmp"))

    if attempts == [("icmp", "not_possible")]:
        assert "ping_group_range" in found.attempts[0].detail
        pytest.skip("this machine permits neither kind of socket")
    assert (found.is_there, attempts) == (True, [("icmp", "answered")])


def test_an_agent_answers_the_community_it_has() -> None:
    with running(Agent({"s3cret": UPTIME})) as port:
        found, attempts = seen(job("snmp", snmp_port=port, credentials=(_community("s3cret"),)))

    assert (found.is_there, attempts) == (True, [("snmp", "answered")])


def test_a_wrong_community_is_silence() -> None:
    with running(Agent({"other": UPTIME})) as port:
        found, attempts = seen(job("snmp", snmp_port=port, credentials=(_community("s3cret"),)))

    assert (found.is_there, attempts) == (False, [("snmp", "snmp_silent")])
    assert "s3cret" not in str(found)


def test_a_closed_port_of_snmp_is_told_by_the_host_itself(closed_port: int) -> None:
    found, attempts = seen(job("snmp", snmp_port=closed_port))

    assert (found.is_there, attempts) == (True, [("snmp", "refused")])


def test_answers_from_another_address_and_without_the_question_are_not_believed() -> None:
    for sender, answer in (("127.0.0.2", None), (HERE, b"\x30\x05hello"), (HERE, b"")):
        with liar(sender, answer) as port:
            found, attempts = seen(job("snmp", snmp_port=port))

        assert (found.is_there, attempts) == (False, [("snmp", "snmp_silent")])


def test_each_address_of_a_sweep_has_an_attempt_of_each_method() -> None:
    asked = job("tcp", "snmp", addresses=tuple(f"127.0.1.{at}" for at in range(1, 40)), snmp_port=9)

    found = asyncio.run(sweep(asked, asked.addresses))

    assert list(found) == list(asked.addresses)
    assert all(presence.attempts for presence in found.values())


@contextmanager
def liar(sender: str, answer: bytes | None) -> Generator[int]:
    """Somebody who answers packets to a port from another address, or with something else than was asked."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        line.bind((HERE, 0))
        other.bind((sender, 0))

        def answer_from_elsewhere(asked: bytes, place: Sender) -> None:
            (other if sender != HERE else line).sendto(asked if answer is None else answer, place)

        with taking(line, answer_from_elsewhere) as port:
            yield port


def _community(name: str) -> Credential:
    return Credential("c", "snmp_v2c", "", {"community": Secret(name)})
