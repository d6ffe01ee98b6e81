"""Outgoing TCP connections as the kernel tells them, filtered by the kernel: sock_diag(7).

What ended between two looks is told in two ways: by sockets in TIME_WAIT, which say to a thousandth of a second when,
and to root by a message for each socket that is destroyed, which says whose it was. Neither says which process.
"""

import errno
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from discovery_agent.host.files import read_at_once
from discovery_agent.host.netlink import SOCKETS, bodies_in, netlink_socket, stream

ESTABLISHED, TIME_WAIT = 1, 6  # TCP_… of netinet/tcp.h
_LISTEN = 10
_OPEN = (1, 2, 4, 5, 6, 8, 9, 11)  # all but closed, listening and half made by others
_BY_FAMILY = 20  # SOCK_DIAG_BY_FAMILY of linux/sock_diag.h
_REQUEST = struct.Struct("=BBBxI48x")  # inet_diag_req_v2
_ATTRIBUTE = struct.Struct("=HH")
_OPERATION = struct.Struct("=BBH")  # inet_diag_bc_op: code, offset when it holds, offset when not
_BYTECODE = 1  # INET_DIAG_REQ_BYTECODE
_SOURCE_FROM, _SOURCE_TO, _TARGET_FROM, _TARGET_TO = 2, 3, 4, 5  # INET_DIAG_BC_…
_FAMILIES = (socket.AF_INET, socket.AF_INET6)
_LIFE_MILLISECONDS = 60_000  # TCP_TIMEWAIT_LEN
_STATE, _SOURCE_PORT, _PORTS_AND_ADDRESSES, _EXPIRES, _USER, _INODE = 1, 4, slice(4, 40), 52, 64, 68
_DESTROYED = (1, 3)  # SKNLGRP_INET_TCP_DESTROY, SKNLGRP_INET6_TCP_DESTROY
_ADD_MEMBERSHIP = 1  # NETLINK_ADD_MEMBERSHIP
_SOL_NETLINK = 270
_ROOM = 1 << 19
_MAPPED = b"\0" * 10 + b"\xff\xff"
_IPV6_LENGTH = 16


class Peer(NamedTuple):
    """The far end of a connection."""

    address: str
    port: int


class Connection(NamedTuple):
    """One connection; `key` is the same as long as it is there. `closed_ago` is known in TIME_WAIT, in seconds."""

    key: bytes
    peer: bytes
    state: int
    inode: int
    user: int
    closed_ago: float = 0.0


def peer_of(packed: bytes) -> Peer:
    """The far end in the form of `Connection.peer`: family, port, address."""
    family, address = packed[0], packed[3:19]
    if family == socket.AF_INET6 and address.startswith(_MAPPED):
        family, address = socket.AF_INET, address[len(_MAPPED) :]
    text = socket.inet_ntop(family, address[: _IPV6_LENGTH if family == socket.AF_INET6 else 4])
    return Peer(text, int.from_bytes(packed[1:3], "big"))


def connections_there(folder: str = "/proc/net") -> int:
    """About how many TCP connections there are, without going through them: proc_net_sockstat."""
    words = b" ".join(read_at_once(f"{folder}/{name}") or b"" for name in ("sockstat", "sockstat6")).split()
    return sum(int(value) for name, value in pairwise(words) if name in (b"inuse", b"tw") and value.isdigit())


def outgoing(ports: tuple[int, int], known: set[int], take: Callable[[Connection], None], port: int = 0) -> set[int]:
    """The marks of all connections from local ports of a range; those that are not known yet are given to `take`.

    One by one, as tens of thousands take memory. With a `port` only those to it. Raises NetlinkError.
    """
    states = sum(1 << state for state in _OPEN)
    filters = [(_SOURCE_FROM, ports[0]), (_SOURCE_TO, ports[1])]
    if port:
        filters += [(_TARGET_FROM, port), (_TARGET_TO, port)]
    listening = _listening(ports)
    marks: set[int] = set()
    for family in _FAMILIES:
        for message in _told(family, states, filters):
            key = message[_PORTS_AND_ADDRESSES]
            if key[:2] in listening:
                continue
            mark = mark_of(key)
            marks.add(mark)
            if mark not in known:
                take(_connection(message))
    return marks


def mark_of(key: bytes) -> int:
    """What a connection is known by from look to look: 64 bits of its key, which takes two and a half times as much."""
    return hash(key)


def _listening(ports: tuple[int, int]) -> set[bytes]:
    """Local ports of the range where somebody listens: what comes from them is an answer."""
    filters = [(_SOURCE_FROM, ports[0]), (_SOURCE_TO, ports[1])]
    return {
        message[_SOURCE_PORT : _SOURCE_PORT + 2]
        for family in _FAMILIES
        for message in _told(family, 1 << _LISTEN, filters)
    }


def _told(family: int, states: int, filters: list[tuple[int, int]]) -> Iterator[bytes]:
    request = _REQUEST.pack(family, socket.IPPROTO_TCP, 0, states)
    program = _program(filters)
    body = request + _ATTRIBUTE.pack(_ATTRIBUTE.size + len(program), _BYTECODE) + program
    for bodies in stream(SOCKETS, _BY_FAMILY, body):
        yield from bodies


def _program(filters: list[tuple[int, int]]) -> bytes:
    """All of these must hold: each is an operation and its port, and leads to the next or beyond the end."""
    size = 2 * _OPERATION.size
    parts: list[bytes] = []
    for place, (code, port) in enumerate(filters):
        beyond = size * (len(filters) - place) + _OPERATION.size
        parts.append(_OPERATION.pack(code, size, beyond) + _OPERATION.pack(0, 0, port))
    return b"".join(parts)


def _connection(message: bytes) -> Connection:
    key = message[_PORTS_AND_ADDRESSES]
    state = message[_STATE]
    closed_ago = 0.0
    if state == TIME_WAIT:
        left = int.from_bytes(message[_EXPIRES : _EXPIRES + 4], sys.byteorder)
        closed_ago = max(0, _LIFE_MILLISECONDS - left) / 1000
    return Connection(
        key,
        message[:1] + key[2:4] + key[20:36],
        state,
        int.from_bytes(message[_INODE : _INODE + 4], sys.byteorder),
        int.from_bytes(message[_USER : _USER + 4], sys.byteorder),
        closed_ago,
    )


class Endings:
    """Hears of destroyed sockets, as far as there is room: the kernel keeps a bounded number and drops the rest."""

    def __init__(self, room: int = _ROOM) -> None:
        """Raises OSError where that is not permitted or the kernel has no such messages. `room` is in bytes."""
        self._socket = netlink_socket(SOCKETS, socket.SOCK_NONBLOCK)
        try:
            self._socket.bind((0, 0))
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            for group in _DESTROYED:
                self._socket.setsockopt(_SOL_NETLINK, _ADD_MEMBERSHIP, group)
        except OSError:
            self._socket.close()
            raise

    def since(self, ports: tuple[int, int]) -> Iterator[Connection]:
        """The connections from local ports of a range that ended since the last call."""
        while True:
            try:
                received = self._socket.recv(1 << 16)
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno != errno.ENOBUFS:  # there was no room for some: those are missed
                    raise
                continue
            for message in bodies_in(received):
                if ports[0] <= int.from_bytes(message[_SOURCE_PORT : _SOURCE_PORT + 2], "big") <= ports[1]:
                    yield _connection(message)

    def close(self) -> None:
        """Hear no more."""
        self._socket.close()
