"""Somebody between us and a device: what was recorded before, or comes from elsewhere, is no answer."""

import asyncio
import gc
import socket
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from discovery_agent.scan.job import Limits
from discovery_agent.secret import Secret
from discovery_agent.snmp.fast_session import FastSession
from discovery_agent.snmp.pysnmp_session import PySnmpSession, close_engine, new_engine
from discovery_agent.snmp.session import Credential, SnmpError, Target
from discovery_agent.snmp.timing import Timing
from discovery_agent.snmp.values import Value
from tests.discovery_agent.snmp.responder import Agent, Sender, running, taking
from tests.discovery_agent.snmp.test_method import SNMPD, asked, community, outcomes_of, snmpd, user

NAME, DESCRIPTION = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.1.0"
COMMUNITY = Credential(community=Secret("public"))
USER = Credential(
    user="scanner",
    authentication="SHA",
    authentication_secret=Secret("authpass1"),
    privacy="AES",
    privacy_secret=Secret("privpass1"),
)
Interfere = Callable[[list[bytes], bytes], list[bytes]]


@contextmanager
def between(port: int, interfere: Interfere, sends_from: str = "127.0.0.1", patience: float = 5.0) -> Generator[int]:
    """A relay to an agent: of each answer and those before it makes what is sent back, from an address of its own.

    One question at a time: an agent that does not answer one holds the next up for so many seconds.
    """
    with ExitStack() as lines:
        front, back, elsewhere = (
            lines.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) for _ in range(3)
        )
        front.bind(("127.0.0.1", 0))
        back.connect(("127.0.0.1", port))
        back.settimeout(patience)
        out, before = front, list[bytes]()
        if sends_from != "127.0.0.1":
            out = elsewhere
            out.bind((sends_from, front.getsockname()[1]))

        def relay(request: bytes, asker: Sender) -> None:
            back.send(request)
            try:
                answer = back.recv(65_535)
            except TimeoutError:
                return
            for datagram in interfere(before, answer):
                out.sendto(datagram, asker)
            before.append(answer)

        with taking(front, relay) as relayed:
            yield relayed


def told(
    library: str, port: int, credential: Credential, before_last: Callable[[], None] = lambda: None
) -> list[dict[str, Value] | str]:
    """What a session is answered to three questions, one after the other, or which error there is instead."""
    target = Target("127.0.0.1", port)

    async def ask() -> list[dict[str, Value] | str]:
        engine = new_engine() if library == "pysnmp" else None
        timing = Timing(longest=0.5, tries=2)
        session = (
            PySnmpSession(engine, target, credential, timing) if engine else FastSession(target, credential, timing)
        )
        found: list[dict[str, Value] | str] = []
        for turn, oid in enumerate((DESCRIPTION, NAME, NAME)):
            if turn == 2:
                before_last()
            try:
                found.append(await session.get([oid]))
            except SnmpError as error:
                found.append(type(error).__name__)
        if engine:
            close_engine(engine)
        return found

    return asyncio.run(ask())


@pytest.mark.parametrize("library", ["fast", "pysnmp"])
@pytest.mark.skipif(SNMPD is None, reason="net-snmp's snmpd is not installed")
def test_a_recorded_answer_of_version_3_is_none(library: str, tmp_path: Path) -> None:
    with snmpd(tmp_path) as port:
        with between(port, lambda before, answer: [*before[-3:], answer]) as relayed:
            beside = told(library, relayed, USER)
        genuine = [True]
        with between(port, lambda before, answer: [answer] if genuine else before) as relayed:
            instead = told(library, relayed, USER, genuine.clear)

    assert beside[1:] == [{NAME: b"v3host"}] * 2
    assert instead[1:] == [{NAME: b"v3host"}, "NoAnswerError"]


@pytest.mark.parametrize("library", ["fast", "pysnmp"])
def test_an_answer_from_another_address_is_none(library: str) -> None:
    device: dict[str, Value] = {DESCRIPTION: b"forged", NAME: b"forged"}
    with running(Agent({"public": device})) as port:
        with between(port, lambda _, answer: [answer]) as relayed:
            believed = told(library, relayed, COMMUNITY)
        with between(port, lambda _, answer: [answer], "127.0.0.2") as relayed:
            elsewhere = told(library, relayed, COMMUNITY)

    assert believed == [{DESCRIPTION: b"forged"}, {NAME: b"forged"}, {NAME: b"forged"}]
    assert elsewhere == ["NoAnswerError"] * 3


def test_a_scan_tells_from_where_the_answer_came_that_it_did_not_believe() -> None:
    device: dict[str, Value] = {DESCRIPTION: b"two addresses", NAME: b"gw"}
    agent = Agent({"public": device})  # which does not answer the question of version 3 for its engine
    with running(agent) as port, between(port, lambda _, answer: [answer], "127.0.0.2", patience=0.3) as relayed:
        result = asked(relayed, [community("public")], Limits(timeout_seconds=2, tries=1, device_seconds=10))

    assert outcomes_of(result) == [("public", "answered_elsewhere")]
    assert result.attempts[0].detail == "the answer came from 127.0.0.2"
    assert result.reports == ()


@pytest.mark.skipif(SNMPD is None, reason="net-snmp's snmpd is not installed")
def test_so_is_a_device_of_version_3(tmp_path: Path) -> None:
    with snmpd(tmp_path) as port, between(port, lambda _, answer: [answer], "127.0.0.2") as relayed:
        result = asked(relayed, [user("scanner", "authpass1", "privpass1")])

    assert outcomes_of(result) == [("v3", "answered_elsewhere")]


@pytest.mark.parametrize("copies", [1, 2])
def test_answers_that_come_twice_disturb_no_later_question_and_nothing_stays_open(copies: int) -> None:
    def is_open() -> int:
        gc.collect()  # what earlier tests left behind is closed now, not in between
        return len(list(Path("/proc/self/fd").iterdir()))

    async def ask(port: int) -> list[tuple[list[dict[str, Value]], int]]:
        found: list[tuple[list[dict[str, Value]], int]] = []
        for _ in range(3):
            session = FastSession(Target("127.0.0.1", port), COMMUNITY, Timing(longest=0.5, tries=2))
            answers = [await session.get([oid]) for oid in (DESCRIPTION, NAME)]
            session.close()
            found.append((answers, is_open()))
        return found

    with (
        running(Agent({"public": {DESCRIPTION: b"switch", NAME: b"sw1"}})) as port,
        between(port, lambda _, answer: [answer] * copies) as relayed,
    ):
        found = asyncio.run(ask(relayed))

    assert [answers for answers, _ in found] == [[{DESCRIPTION: b"switch"}, {NAME: b"sw1"}]] * 3
    assert found[-1][1] <= found[0][1]
