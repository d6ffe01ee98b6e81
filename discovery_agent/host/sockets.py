"""Internet sockets of this network namespace: listening, or connected to a peer, whoever owns them."""

import socket
import struct
import sys
from collections.abc import Iterator

from discovery_agent.host.netlink import SOCKETS, dump
from discovery_agent.host.system import Socket, System

_TABLES = (
    ("tcp", "tcp", socket.AF_INET),
    ("tcp6", "tcp", socket.AF_INET6),
    ("udp", "udp", socket.AF_INET),
    ("udp6", "udp", socket.AF_INET6),
)
_BY_FAMILY = 20  # SOCK_DIAG_BY_FAMILY of linux/sock_diag.h
_REQUEST = struct.Struct("=BBBxI48x")  # inet_diag_req_v2: family, protocol, extensions, states, socket id
_SOURCE_PORT, _TARGET_PORT, _SOURCE, _TARGET = 4, 6, 8, 24  # places in inet_diag_msg of linux/inet_diag.h
_USER, _INODE = 64, 68
_ESTABLISHED, _CLOSED, _LISTENING = 1, 7, 10  # TCP_… of netinet/tcp.h; an unconnected UDP socket is "closed"
_PROTOCOLS = {"tcp": socket.IPPROTO_TCP, "udp": socket.IPPROTO_UDP}
_ORDERS = {"little": "<", "big": ">"}
_MAPPED = "::ffff:"


def address_of(digits: str, family: int, byte_order: str) -> str:
    """The address behind the hexadecimal words of /proc/net, which are in its machine's byte order."""
    words = [int(digits[start : start + 8], 16) for start in range(0, len(digits), 8)]
    return plain_address(socket.inet_ntop(family, struct.pack(f"{_ORDERS[byte_order]}{len(words)}I", *words)))


def told_sockets() -> Iterator[Socket]:
    """Those that sock_diag(7) tells: only the states that matter, while /proc lists every one. Raises NetlinkError."""
    for _, protocol, family in _TABLES:
        quiet = _quiet_state(protocol)
        states = 1 << _ESTABLISHED | 1 << quiet
        length = 4 if family == socket.AF_INET else 16
        for message in dump(SOCKETS, _BY_FAMILY, _REQUEST.pack(family, _PROTOCOLS[protocol], 0, states)):
            is_quiet = message[1] == quiet
            remote = socket.inet_ntop(family, message[_TARGET : _TARGET + length])
            yield {
                "protocol": protocol,
                "address": plain_address(socket.inet_ntop(family, message[_SOURCE : _SOURCE + length])),
                "port": int.from_bytes(message[_SOURCE_PORT : _SOURCE_PORT + 2], "big"),
                "remote_address": None if is_quiet else plain_address(remote),
                "remote_port": int.from_bytes(message[_TARGET_PORT : _TARGET_PORT + 2], "big"),
                "inode": int.from_bytes(message[_INODE : _INODE + 4], sys.byteorder),
                "user": int.from_bytes(message[_USER : _USER + 4], sys.byteorder),
            }


def listed_sockets(system: System, folder: str = "/proc/net") -> Iterator[Socket]:
    """Those that /proc/net lists, or /proc/PID/net of another network namespace: proc_pid_net(5)."""
    for name, protocol, family in _TABLES:
        for line in (system.read_bytes(f"{folder}/{name}") or b"").splitlines()[1:]:
            entry = _listed(line.split(), protocol, (family, system.byte_order))
            if entry is not None:
                yield entry


def _listed(fields: list[bytes], protocol: str, written: tuple[int, str]) -> Socket | None:
    state = int(fields[3], 16)
    is_quiet = state == _quiet_state(protocol)
    if not is_quiet and state != _ESTABLISHED:
        return None
    address, _, port = fields[1].decode("ascii").partition(":")
    remote, _, remote_port = fields[2].decode("ascii").partition(":")
    return {
        "protocol": protocol,
        "address": address_of(address, *written),
        "port": int(port, 16),
        "remote_address": None if is_quiet else address_of(remote, *written),
        "remote_port": int(remote_port, 16),
        "inode": int(fields[9]),
        "user": int(fields[7]),
    }


def _quiet_state(protocol: str) -> int:
    """The state of a socket without a peer."""
    return _LISTENING if protocol == "tcp" else _CLOSED


def plain_address(address: str) -> str:
    """An IPv4 address as such, also on a socket of IPv6."""
    return address[len(_MAPPED) :] if address.startswith(_MAPPED) and "." in address else address
