"""Both sessions say the same of the same device: one is the oracle of the other."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar

import pytest

from discovery_agent.secret import Secret
from discovery_agent.snmp.fast_session import FastSession
from discovery_agent.snmp.pysnmp_session import PySnmpSession, close_engine, new_engine
from discovery_agent.snmp.reading import read_device
from discovery_agent.snmp.session import Credential, NoAnswerError, Session, Target
from discovery_agent.snmp.timing import Timing
from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.snmp.responder import Agent, running

T = TypeVar("T")
Work = Callable[[Session], Coroutine[None, None, T]]
SESSIONS = ("fast", "pysnmp")
DEVICE: dict[str, Value] = {
    "1.3.6.1.2.1.1.1.0": b"Box \xff\x00 1",
    "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.14988.1"),
    "1.3.6.1.2.1.1.3.0": 12345,
    "1.3.6.1.2.1.2.2.1.2.1": b"one",
    "1.3.6.1.2.1.2.2.1.2.2": b"two",
    "1.3.6.1.2.1.2.2.1.2.30": b"",
    "1.3.6.1.2.1.2.2.1.5.1": -1,
    "1.3.6.1.2.1.2.2.1.5.2": 2**31 - 1,
}
PER_VLAN: dict[str, Value] = {"1.3.6.1.2.1.1.3.0": 7}


@pytest.fixture(params=SESSIONS)
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def asked(library: str, port: int, work: "Work[T]", *, version: str = "2c") -> T:
    credential = Credential(community=Secret("public"), version=version)
    target, timing = Target("127.0.0.1", port), Timing(longest=0.5, tries=2)

    async def ask() -> T:
        if library == "fast":
            return await work(FastSession(target, credential, timing))
        engine = new_engine()
        try:
            return await work(PySnmpSession(engine, target, credential, timing))
        finally:
            close_engine(engine)

    return asyncio.run(ask())


@pytest.mark.parametrize("version", ["1", "2c"])
def test_objects_and_columns(library: str, version: str) -> None:
    async def work(session: Session) -> tuple[dict[str, Value], dict[str, Value]]:
        got = await session.get(["1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0"])
        return got, dict([row async for answer in session.column("1.3.6.1.2.1.2.2.1.2", 2) for row in answer])

    with running(Agent({"public": DEVICE})) as port:
        got, rows = asked(library, port, work, version=version)

    assert got == {oid: DEVICE[oid] for oid in ("1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0")}
    assert rows == {oid: value for oid, value in DEVICE.items() if oid.startswith("1.3.6.1.2.1.2.2.1.2.")}


def test_what_the_device_does_not_have_is_left_out(library: str) -> None:
    with running(Agent({"public": DEVICE})) as port:
        got = asked(library, port, lambda session: session.get(["1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.99.0"]))

    assert got == {"1.3.6.1.2.1.1.3.0": 12345}


def test_silence_is_an_error_of_its_own(library: str) -> None:
    with running(Agent({"other": DEVICE})) as port, pytest.raises(NoAnswerError):
        asked(library, port, lambda session: session.get(["1.3.6.1.2.1.1.3.0"]))


def test_another_context_is_another_community(library: str) -> None:
    async def work(session: Session) -> dict[str, Value]:
        context = session.in_context("10")
        assert context is not None
        return await context.get(["1.3.6.1.2.1.1.3.0"])

    with running(Agent({"public@10": PER_VLAN})) as port:
        assert asked(library, port, work) == PER_VLAN


def test_a_whole_device_is_read_the_same() -> None:
    with running(Agent({"public": DEVICE})) as port:
        read = [asked(library, port, read_device).values for library in SESSIONS]

    assert read[0] == read[1] == DEVICE
