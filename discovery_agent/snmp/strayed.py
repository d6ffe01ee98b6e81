"""Answers that come back from another address than the one that was asked: they are never believed, only told.

An agent that listens on every address may send from the one that its route back leads through (net-snmp and many
switches do), and whoever stands in between may answer too.
"""

import asyncio
import socket
from ipaddress import ip_address
from secrets import randbits

from discovery_agent.scan.job import Credential
from discovery_agent.snmp.session import Target
from discovery_agent.sweep.probe import is_answer, packets

_BITS = 31  # of a request's number
_LARGEST = 65_535


async def strayed_from(target: Target, credential: Credential, seconds: float) -> str:
    """From where a question to a device was answered, if not from where it was asked; "" for nowhere else."""
    family = socket.AF_INET6 if ":" in target.host else socket.AF_INET
    loop = asyncio.get_running_loop()
    number = randbits(_BITS)
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.setblocking(False)  # noqa: FBT003 - the signature of the standard library
        try:
            async with asyncio.timeout(seconds):
                await loop.sock_sendto(line, packets([credential], number)[0], (target.host, target.port))
                while True:
                    answer, place = await loop.sock_recvfrom(line, _LARGEST)
                    if is_answer(answer, number):
                        return _elsewhere(target, str(place[0]), int(place[1]))
        except OSError:  # silence among it
            return ""


def _elsewhere(target: Target, host: str, port: int) -> str:
    if ip_address(host) != ip_address(target.host):
        return host
    return "" if port == target.port else f"port {port}"
