"""Asks many devices at once, each for itself: one that fails or stalls holds up no other."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_network
from typing import NamedTuple

from discovery_agent.errors import USAGE
from discovery_agent.snmp.fast_session import FastSession
from discovery_agent.snmp.reading import Reading, read_device
from discovery_agent.snmp.session import Credential, SnmpError, Target
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

    async def one(target: str) -> Outcome:
        async with free:
            return await _asked(target, port, credential, pace)

    tasks = [asyncio.create_task(one(target)) for target in targets]
    for done in asyncio.as_completed(tasks):
        yield await done


async def _asked(target: str, port: int, credential: Credential, pace: Pace) -> Outcome:
    try:
        address = await _address(target)
        session = FastSession(Target(address, port), credential, Timing(pace.seconds, pace.tries))
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
