"""Which of many tables a device has, told by one answer: most have few, and asking for each costs most."""

import asyncio
import socket
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address
from secrets import randbelow

from discovery_agent.snmp.messages import names_in_answer, numbers, packed, question, unpacked
from discovery_agent.snmp.session import Credential, Target

_LARGEST = 65_535
_MOST_IDS = 1 << 31
_VERSIONS = {"1": 0, "2c": 1}


async def present(target: Target, credential: Credential, oids: Sequence[str]) -> dict[str, bool]:
    """Whether there is anything below each object; what the device's answer does not tell is left out.

    Waits for the answer as long as it takes. Raises OSError where there is no way to the device.
    """
    version, family = _VERSIONS.get(credential.version), _family(target.host)
    if version is None or family is None:
        return {}
    names = [_name(oid) for oid in oids]
    request_id = randbelow(_MOST_IDS)
    packet = question(version, credential.community.reveal().encode(), request_id, names)
    told = await _asked(target, family, packet, request_id)
    if len(told) != len(names):
        return {}
    pairs = zip(oids, names, told, strict=True)
    return {oid: found.startswith(name) for oid, name, found in pairs if not found or _comes_after(found, name)}


def _comes_after(found: bytes, name: bytes) -> bool:
    """Whether a device tells what comes after an object; one that tells something else tells nothing."""
    return (found.startswith(name) and found != name) or unpacked(found) > unpacked(name)


@lru_cache(maxsize=4096)
def _name(oid: str) -> bytes:
    """An object as it is sent: those of the tables, and of vendors' rules, again and again."""
    return packed(numbers(oid))


async def _asked(target: Target, family: socket.AddressFamily, packet: bytes, request_id: int) -> list[bytes]:
    loop = asyncio.get_running_loop()
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.setblocking(False)  # noqa: FBT003 - the signature of the standard library
        line.connect((target.host, target.port))  # so that answers of others do not arrive
        await loop.sock_sendall(line, packet)
        while True:
            answer = await loop.sock_recv(line, _LARGEST)
            try:
                told = names_in_answer(answer, request_id)
            except (ValueError, IndexError):
                continue
            if told is not None:
                return told


def _family(host: str) -> socket.AddressFamily | None:
    """How an address is reached; None for a name, which would have to be looked up."""
    try:
        version = ip_address(host.partition("%")[0]).version
    except ValueError:
        return None
    return socket.AF_INET if version == 4 else socket.AF_INET6  # noqa: PLR2004 - IPv4
