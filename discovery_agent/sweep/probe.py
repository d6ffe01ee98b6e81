"""SNMP probes: the question of version 3 that anybody may ask, and the smallest one with each community."""

import asyncio
import os
import socket
from collections.abc import Mapping, Sequence
from typing import Any

from discovery_agent.scan import outcomes
from discovery_agent.scan.job import Credential
from discovery_agent.scan.outcomes import AttemptOutcome
from discovery_agent.sweep.kernel_errors import want_errors
from discovery_agent.sweep.rounds import Rounds
from discovery_agent.sweep.sighting import Plan, Sighting

_SEQUENCE, _INTEGER, _TEXT, _GET = 0x30, 0x02, 0x04, 0xA0
_UPTIME = bytes.fromhex("300c06082b060102010103000500")  # sysUpTime.0, with no value
_VERSIONS = {"snmp_v1": 0, "snmp_v2c": 1}
_SHORT = 128
_NUMBER_BYTES = 4
_MAX_SIZE = 65_507


async def probe(
    targets: Mapping[str, Sequence[Credential]], port: int, plan: Plan, family: socket.AddressFamily
) -> dict[str, Sighting]:
    """What came of asking each address of a family over SNMP; communities are those of its credentials."""
    line = socket.socket(family, socket.SOCK_DGRAM)
    line.setblocking(False)  # noqa: FBT003 - the library has it so
    want_errors(line)
    number = int.from_bytes(os.urandom(_NUMBER_BYTES), "big") >> 1

    def send(address: str) -> None:
        first, *others = packets(targets[address], number)
        line.sendto(first, (address, port))
        for packet in others:
            plan.pace.ahead()
            line.sendto(packet, (address, port))

    def received(answer: bytes, place: Any) -> tuple[str, str] | None:  # noqa: ANN401 - what the kernel calls a place
        is_ours = place[1] == port and is_answer(answer, number)
        return (str(place[0]).partition("%")[0], "") if is_ours else None

    return await Rounds(line, plan).ask(list(targets), send, received)


def is_answer(answer: bytes, number: int) -> bool:
    """Whether this may answer the question of that number."""
    return answer[:1] == bytes([_SEQUENCE]) and _number(number) in answer


def packets(credentials: Sequence[Credential], number: int) -> list[bytes]:
    """What is sent to an address: a packet for each community, and one that every agent of version 3 answers."""
    asked = {(_VERSIONS[entry.kind], entry.text("community")) for entry in credentials if entry.kind in _VERSIONS}
    found = [_with_community(version, name, number) for version, name in sorted(asked)]
    is_of_version_3 = any(entry.kind not in _VERSIONS for entry in credentials)
    return [discovery(number), *found] if is_of_version_3 or not found else found


def discovery(number: int) -> bytes:
    """The question for an agent's engine (RFC 3414, 4)."""
    header = _tagged(_SEQUENCE, _number(number) + _number(_MAX_SIZE) + _tagged(_TEXT, b"\x04") + _number(3))
    nobody = _tagged(_SEQUENCE, _tagged(_TEXT, b"") + _number(0) + _number(0) + _tagged(_TEXT, b"") * 3)
    nothing = _tagged(_GET, _number(number) + _number(0) * 2 + _tagged(_SEQUENCE, b""))
    scoped = _tagged(_SEQUENCE, _tagged(_TEXT, b"") * 2 + nothing)
    return _tagged(_SEQUENCE, _number(3) + header + _tagged(_TEXT, nobody) + scoped)


def _with_community(version: int, community: str, number: int) -> bytes:
    asked = _tagged(_GET, _number(number) + _number(0) * 2 + _tagged(_SEQUENCE, _UPTIME))
    return _tagged(_SEQUENCE, _number(version) + _tagged(_TEXT, community.encode()) + asked)


def _number(value: int) -> bytes:
    return _tagged(_INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, content: bytes) -> bytes:
    """An element of BER."""
    length = len(content)
    if length < _SHORT:
        return bytes([tag, length]) + content
    size = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


async def knock(address: str, port: int, seconds: float) -> AttemptOutcome:
    """Whether a host answers the question for its engine, refuses it (which libraries take for silence), or neither."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    loop = asyncio.get_running_loop()
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.setblocking(False)  # noqa: FBT003 - the library has it so
        try:
            line.connect((address, port))
            await loop.sock_sendall(line, discovery(1))
            async with asyncio.timeout(seconds):
                await loop.sock_recv(line, 1)
        except ConnectionRefusedError:
            return outcomes.REFUSED
        except OSError:  # silence among it
            return outcomes.SILENT
    return outcomes.ANSWERED
