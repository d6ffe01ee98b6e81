"""What routers and filters said about packets of a socket: the kernel's queue of errors (ip(7), IP_RECVERR)."""

import errno
import socket
import struct
from collections.abc import Iterator
from typing import NamedTuple

from discovery_agent.scan import outcomes
from discovery_agent.sweep.sighting import Sighting

_RECEIVE_ERRORS = {socket.AF_INET: (socket.IPPROTO_IP, 11), socket.AF_INET6: (socket.IPPROTO_IPV6, 25)}
_ERROR = struct.Struct("=IBBBBII")  # sock_extended_err: errno, origin, type, code, padding, info, data
_OFFENDER = {socket.AF_INET: (4, 8), socket.AF_INET6: (8, 24)}  # where sockaddr has the address
_ICMP = (2, 3)  # SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6
_PROHIBITED = {2: {(3, 9), (3, 10), (3, 13)}, 3: {(1, 1), (1, 5), (1, 6)}}
_PORT_CLOSED = {2: (3, 3), 3: (1, 4)}
_MAX_PACKET = 2048
_FULL = frozenset((errno.ENOBUFS, errno.EAGAIN, errno.ENOMEM))
_FORBIDDEN = frozenset((errno.EPERM, errno.EACCES))


class KernelError(NamedTuple):
    """An error about a packet to an address."""

    address: str
    sighting: Sighting


def want_errors(line: socket.socket) -> None:
    """Have the kernel keep errors for a socket."""
    level, option = _RECEIVE_ERRORS[line.family]
    line.setsockopt(level, option, 1)


def errors_of(line: socket.socket) -> Iterator[KernelError]:
    """The errors that wait at a socket, which does not block."""
    while True:
        try:
            _, control, _, place = line.recvmsg(_MAX_PACKET, _MAX_PACKET, socket.MSG_ERRQUEUE)
        except OSError:
            return
        for level, kind, content in control:
            if (level, kind) == _RECEIVE_ERRORS[line.family] and len(content) >= _ERROR.size and place:
                yield KernelError(str(place[0]).partition("%")[0], _sighting(line.family, content, str(place[0])))


def is_full(error: OSError) -> bool:
    """Whether the kernel could not take a packet because there are too many."""
    return error.errno in _FULL


def sighting_of(error: OSError) -> Sighting:
    """What an error of sending means."""
    reason = error.strerror or str(error)
    if error.errno in _FORBIDDEN:
        return Sighting(outcomes.NOT_POSSIBLE.name, f"the operating system does not let the packet out: {reason}")
    return Sighting(outcomes.UNREACHABLE.name, reason)


def _sighting(family: int, content: bytes, target: str) -> Sighting:
    number, origin, kind, code, _, _, _ = _ERROR.unpack_from(content)
    if origin not in _ICMP:
        return sighting_of(OSError(number, errno.errorcode.get(number, str(number))))
    start, end = _OFFENDER[socket.AddressFamily(family)]
    packed = content[_ERROR.size + start : _ERROR.size + end]
    offender = socket.inet_ntop(family, packed) if len(packed) == end - start else "a router"
    detail = f"{offender} answered ICMP type {kind} code {code}"
    if (kind, code) == _PORT_CLOSED[origin] and offender == target:
        return Sighting(outcomes.REFUSED.name, detail)
    is_prohibited = (kind, code) in _PROHIBITED[origin]
    return Sighting((outcomes.PROHIBITED if is_prohibited else outcomes.UNREACHABLE).name, detail)
