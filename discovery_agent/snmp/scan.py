"""Asks many devices at once, each for itself: one that fails or stalls holds up no other."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_network
from typing import NamedTuple

from discovery_agent.errors import USAGE
from discovery_agent.snmp.fast_session import FastSession
from discovery_agent.snmp.reading import Reading, read_device
from discovery_agent.snmp.session import Credential, Session, SnmpError, Target
from discovery_agent.snmp.timing import Timing

MAX_TARGETS = 65_536


class TargetError(SnmpError):
    """What was given as a target is none."""

    exit_code = USAGE


class Pace(NamedTuple):
    """How devices are asked: how many at once, how long an answer is waited for, how often it is asked."""

    at_once: int = 100
    seconds: float = 3.0
    tries: int = 3
    device_seconds: float = 300.0


class Outcome(NamedTuple):
    """What came of a target: its reading, or why there is none."""

    target: str
    reading: Reading | None
    reason: str | None = None


def targets_of(given: Sequence[str]) -> list[str]:
    """The addresses and names, ranges (10.0.0.0/24) taken apart. Raises TargetError."""
    found: dict[str, None] = {}
    for entry in given:
        if "/" not in entry:
            found[entry] = None
            continue
        try:
            network = ip_network(entry, strict=False)
        except ValueError as error:
            raise TargetError(f"{entry!r} is no range: {error}; give e.g. 10.0.0.0/24") from error
        if network.num_addresses > MAX_TARGETS:
            raise TargetError(
                f"{entry} has {network.num_addresses:,} addresses; give ranges of at most {MAX_TARGETS:,}"
            )
        found |= dict.fromkeys(map(str, network.hosts()))
    return list(found)


async def scan(targets: Sequence[str], port: int, credential: Credential, pace: Pace) -> AsyncIterator[Outcome]:
    """The outcome of each target, in the order in which they are done."""
    free = asyncio.Semaphore(pace.at_once)
    contexts = _Contexts(credential)

    async def one(target: str) -> Outcome:
        async with free:
            return await _asked(target, port, contexts, pace)

    tasks = [asyncio.create_task(one(target)) for target in targets]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()
        contexts.close()


class _Contexts:
    """Sessions in contexts of version 3, with one engine for all, made when the first is needed."""

    def __init__(self, credential: Credential) -> None:
        self.credential = credential
        self._engine: object | None = None

    def session(self, target: Target, timing: Timing, name: str) -> Session | None:
        """The device in a context."""
        from discovery_agent.snmp import pysnmp_session  # noqa: PLC0415 - few scans need it, and it loads slowly

        self._engine = self._engine or pysnmp_session.new_engine()
        return pysnmp_session.PySnmpSession(self._engine, target, self.credential, timing).in_context(name)

    def close(self) -> None:
        """Close what was opened."""
        if self._engine is not None:
            from discovery_agent.snmp import pysnmp_session  # noqa: PLC0415 - loaded by now

            pysnmp_session.close_engine(self._engine)


async def _asked(target: str, port: int, contexts: _Contexts, pace: Pace) -> Outcome:
    try:
        place, timing = Target(await _address(target), port), Timing(pace.seconds, pace.tries)
        session = FastSession(place, contexts.credential, timing, lambda name: contexts.session(place, timing, name))
        async with asyncio.timeout(pace.device_seconds):
            return Outcome(target, await read_device(session))
    except TimeoutError:
        return Outcome(target, None, f"not done after {pace.device_seconds:g} s")
    except SnmpError as error:
        return Outcome(target, None, str(error))


async def _address(target: str) -> str:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(target, None, type=socket.SOCK_DGRAM)
    except OSError as error:
        raise SnmpError(f"{target} is no address and no name that is known here: {error.strerror or error}") from error
    return str(found[0][4][0])
