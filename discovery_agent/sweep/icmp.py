"""Echo requests: over the socket that needs no privilege where the kernel permits it, else over a raw one."""

import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

from discovery_agent.scan import outcomes
from discovery_agent.sweep.kernel_errors import want_errors
from discovery_agent.sweep.rounds import Rounds
from discovery_agent.sweep.sighting import Plan, Sighting

_HEADER = struct.Struct("!BBHHH")  # type, code, checksum, identifier, sequence
_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
_REPLY = {socket.AF_INET: 0, socket.AF_INET6: 129}
_PROTOCOL = {socket.AF_INET: socket.IPPROTO_ICMP, socket.AF_INET6: socket.IPPROTO_ICMPV6}
_RAW_LEVEL, _FILTER = 255, 1  # SOL_RAW, ICMP_FILTER and ICMPV6_FILTER of linux/icmp.h
_TOKEN_BYTES = 16
_VERSION_4 = 0x45
_REMEDY = "permit ping sockets (sysctl net.ipv4.ping_group_range='0 2147483647'), or give the program CAP_NET_RAW"


async def echo(addresses: Sequence[str], plan: Plan, family: socket.AddressFamily) -> dict[str, Sighting]:
    """What came of asking each address of a family for an echo."""
    try:
        line = _line(family)
    except OSError as error:
        reason = f"{error.strerror or error}: {_REMEDY}"
        return dict.fromkeys(addresses, Sighting(outcomes.NOT_POSSIBLE.name, reason))
    token = os.urandom(_TOKEN_BYTES)  # what comes back must hold it, so that nobody answers without having been asked
    packet = _request(family, token)

    def send(address: str) -> None:
        line.sendto(packet, (address, 0))

    def received(answer: bytes, place: Any) -> tuple[str, str] | None:  # noqa: ANN401 - what the kernel calls a place
        return (str(place[0]).partition("%")[0], "") if _is_reply(answer, family, token) else None

    return await Rounds(line, plan).ask(addresses, send, received)


def _line(family: socket.AddressFamily) -> socket.socket:
    """A socket for echoes. Raises OSError."""
    try:
        line = socket.socket(family, socket.SOCK_DGRAM, _PROTOCOL[family])
    except OSError:
        line = socket.socket(family, socket.SOCK_RAW, _PROTOCOL[family])
        _filter(line)
    line.setblocking(False)  # noqa: FBT003 - the library has it so
    want_errors(line)
    return line


def _filter(line: socket.socket) -> None:
    """Let the kernel hand over replies only."""
    if line.family == socket.AF_INET:
        line.setsockopt(_RAW_LEVEL, _FILTER, struct.pack("=I", ~(1 << _REPLY[socket.AF_INET]) & 0xFFFFFFFF))
        return
    blocked = bytearray(b"\xff" * 32)
    blocked[_REPLY[socket.AF_INET6] // 8] &= ~(1 << _REPLY[socket.AF_INET6] % 8) & 0xFF
    line.setsockopt(socket.IPPROTO_ICMPV6, _FILTER, bytes(blocked))


def _request(family: socket.AddressFamily, token: bytes) -> bytes:
    number = os.getpid() & 0xFFFF
    empty = _HEADER.pack(_REQUEST[family], 0, 0, number, 1) + token
    if family == socket.AF_INET6:  # the kernel adds the checksum
        return empty
    return _HEADER.pack(_REQUEST[family], 0, checksum(empty), number, 1) + token


def _is_reply(answer: bytes, family: socket.AddressFamily, token: bytes) -> bool:
    """Whether a packet is an echo of the token. A raw socket of version 4 hands over the IP header too."""
    if family == socket.AF_INET and answer[:1] and answer[0] >= _VERSION_4:
        answer = answer[(answer[0] & 0x0F) * 4 :]
    return answer[:1] == bytes([_REPLY[family]]) and answer[_HEADER.size :] == token


def checksum(packet: bytes) -> int:
    """The checksum of the internet (RFC 1071).

    >>> hex(checksum(bytes.fromhex("0001f203f4f5f6f7")))
    '0x220d'
    """
    padded = packet + b"\0" * (len(packet) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
