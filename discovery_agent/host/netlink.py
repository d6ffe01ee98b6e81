"""Ask the kernel for everything of a kind over a netlink socket: netlink(7)."""

import errno
import socket
import struct
from collections.abc import Iterator

from discovery_agent.errors import DiscoveryError

ROUTE, SOCKETS = 0, 4  # NETLINK_ROUTE, NETLINK_SOCK_DIAG of linux/netlink.h
_REQUEST_DUMP = 0x301  # NLM_F_REQUEST | NLM_F_DUMP
_INTERRUPTED = 0x10  # NLM_F_DUMP_INTR: something changed in between
_ERROR, _DONE = 2, 3
_HEADER = struct.Struct("=IHHII")  # nlmsghdr: length, type, flags, sequence, port
_ATTRIBUTE = struct.Struct("=HH")  # nlattr: length, type
_TYPE_MASK = 0x3FFF  # the upper two bits of an attribute's type are flags
_MAX_ANSWER = 1 << 17
_TRIES = 3
_SECONDS = 10.0


class NetlinkError(DiscoveryError):
    """The kernel does not tell."""


def dump(family: int, kind: int, body: bytes) -> list[bytes]:
    """The bodies of the messages that answer a request for everything, all of one moment. Raises NetlinkError."""
    for sequence in range(1, _TRIES + 1):
        try:
            messages, is_interrupted = _answers(family, _request(kind, body, sequence))
        except OSError as error:
            raise _no_answer(error) from error
        if not is_interrupted:
            return messages
    raise NetlinkError("the network configuration changed while it was being read, several times")


def attributes(area: bytes) -> dict[int, bytes]:
    """The attributes behind the fixed part of a message."""
    found: dict[int, bytes] = {}
    start = 0
    while start + _ATTRIBUTE.size <= len(area):
        length, kind = _ATTRIBUTE.unpack_from(area, start)
        if length < _ATTRIBUTE.size:
            break
        found[kind & _TYPE_MASK] = area[start + _ATTRIBUTE.size : start + length]
        start += _aligned(length)
    return found


def stream(family: int, kind: int, body: bytes) -> Iterator[list[bytes]]:
    """What `dump` answers, a part at a time and as it is while it is being told. Raises NetlinkError."""
    try:
        for bodies, _ in _parts(family, _request(kind, body, 1)):
            yield bodies
    except OSError as error:
        raise _no_answer(error) from error


def netlink_socket(family: int, flags: int = 0) -> socket.socket:
    """A socket to the kernel. Raises OSError, also on systems that know no such sockets."""
    if not hasattr(socket, "AF_NETLINK"):
        raise OSError(errno.EAFNOSUPPORT, "this system has no netlink")
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC | flags, family)


def bodies_in(received: bytes) -> list[bytes]:
    """The bodies of messages that came without being asked for."""
    return [message for _, _, message in _messages(received)]


def _request(kind: int, body: bytes, sequence: int) -> bytes:
    return _HEADER.pack(_HEADER.size + len(body), kind, _REQUEST_DUMP, sequence, 0) + body


def _no_answer(error: OSError) -> NetlinkError:
    return NetlinkError(f"the kernel does not answer over netlink: {error.strerror or error}")


def _answers(family: int, request: bytes) -> tuple[list[bytes], bool]:
    """The bodies of the messages up to the last, and whether something changed in between."""
    parts = list(_parts(family, request))
    return [body for bodies, _ in parts for body in bodies], any(flags & _INTERRUPTED for _, flags in parts)


def _parts(family: int, request: bytes) -> Iterator[tuple[list[bytes], int]]:
    """The bodies of the messages of each packet up to the last, and all their flags."""
    with netlink_socket(family) as kernel:
        kernel.settimeout(_SECONDS)
        kernel.send(request)
        is_done = False
        while not is_done:
            bodies: list[bytes] = []
            all_flags = 0
            for kind, flags, message in _messages(kernel.recv(_MAX_ANSWER)):
                if kind == _ERROR:
                    number = -struct.unpack_from("=i", message)[0]
                    raise OSError(number, f"error {number}")
                if kind == _DONE:
                    is_done = True
                    break
                all_flags |= flags
                bodies.append(message)
            yield bodies, all_flags


def _messages(received: bytes) -> list[tuple[int, int, bytes]]:
    """Kind, flags and body of each: a list, as there may be very many and a generator costs more."""
    found: list[tuple[int, int, bytes]] = []
    start, size, end = 0, _HEADER.size, len(received)
    while start + size <= end:
        length, kind, flags, _, _ = _HEADER.unpack_from(received, start)
        if length < size:
            break
        found.append((kind, flags, received[start + size : start + length]))
        start += (length + 3) & ~3
    return found


def _aligned(length: int) -> int:
    return (length + 3) & ~3
