"""Internet sockets as /proc/net shows them: listening, or connected to a peer."""

import socket
import struct
from typing import TypedDict

from discovery_agent.host.files import read_bytes

_TABLES = (
    ("tcp", "tcp", socket.AF_INET),
    ("tcp6", "tcp", socket.AF_INET6),
    ("udp", "udp", socket.AF_INET),
    ("udp6", "udp", socket.AF_INET6),
)
_ESTABLISHED, _LISTEN, _UNCONNECTED = b"01", b"0A", b"07"
_MAPPED = "::ffff:"


class Socket(TypedDict):
    """One socket. A listening one has no remote address. `user` is the numeric id of its owner."""

    protocol: str
    address: str
    port: int
    remote_address: str | None
    remote_port: int
    inode: int
    user: int


def read_sockets(root: str) -> list[Socket]:
    """All listening and connected sockets of this network namespace, whoever owns them."""
    found: list[Socket] = []
    for name, protocol, family in _TABLES:
        for line in (read_bytes(f"{root}/proc/net/{name}") or b"").splitlines()[1:]:
            entry = _socket(line.split(), protocol, family)
            if entry is not None:
                found.append(entry)
    return found


def address_of(digits: str, family: int) -> str:
    """The address behind the kernel's hexadecimal words, which are in the machine's byte order."""
    words = [int(digits[start : start + 8], 16) for start in range(0, len(digits), 8)]
    text = socket.inet_ntop(family, struct.pack(f"={len(words)}I", *words))
    return text[len(_MAPPED) :] if text.startswith(_MAPPED) and "." in text else text


def _socket(fields: list[bytes], protocol: str, family: int) -> Socket | None:
    state = fields[3]
    is_listening = state == (_LISTEN if protocol == "tcp" else _UNCONNECTED)
    if not is_listening and state != _ESTABLISHED:
        return None
    address, _, port = fields[1].decode("ascii").partition(":")
    remote, _, remote_port = fields[2].decode("ascii").partition(":")
    return {
        "protocol": protocol,
        "address": address_of(address, family),
        "port": int(port, 16),
        "remote_address": None if is_listening else address_of(remote, family),
        "remote_port": int(remote_port, 16),
        "inode": int(fields[9]),
        "user": int(fields[7]),
    }
