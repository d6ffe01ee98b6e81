"""The first lines of a server, read with limits that the library's reader does not have."""

import socket
import time
from contextlib import suppress

from discovery_agent.scan.outcomes import FELL_SILENT, NOT_THE_PROTOCOL, TARPIT, WEAK_ALGORITHMS
from discovery_agent.ssh.errors import SshError

_MAX_BYTES = 8192
_MAX_LINES = 50
_AT_ONCE = 1024
_READ_AHEAD = 1 << 16
_VERSIONS = (b"SSH-2.0-", b"SSH-1.99-")


class Greeted:
    """A connection whose first bytes were read already; whoever reads it gets them once more.

    It is read in large pieces: whoever reads packets asks for each in two parts, and a call costs more than a part.
    """

    def __init__(self, connection: socket.socket, received: bytearray) -> None:
        self.connection = connection
        self.received = received
        self._closed = False  # paramiko looks at it, as sockets have it

    def recv(self, size: int) -> bytes:
        """Receive, what was read already first."""
        if not self.received:
            part = self.connection.recv(_READ_AHEAD)
            if len(part) <= size:
                return part
            self.received += part
        part = bytes(self.received[:size])
        del self.received[:size]
        return part

    def send(self, data: bytes) -> int:
        """Send some of the data; the answer is how much."""
        return self.connection.send(data)

    def settimeout(self, seconds: float | None) -> None:
        """How long a call may block."""
        self.connection.settimeout(seconds)

    def close(self) -> None:
        """Close the connection."""
        self._closed = True
        with suppress(OSError):  # closed by the other end already
            self.connection.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for it
        self.connection.close()


def read_greeting(connection: socket.socket, seconds: float) -> Greeted:
    """Read up to the line that names the protocol. Raises SshError for what is no such greeting."""
    received = bytearray()
    until = time.monotonic() + seconds
    while not _is_whole(received):
        if len(received) > _MAX_BYTES or received.count(b"\n") > _MAX_LINES:
            raise SshError(TARPIT, f"its greeting is longer than {_MAX_BYTES} bytes or {_MAX_LINES} lines")
        left = until - time.monotonic()
        if left <= 0:
            raise _late(received, seconds)
        connection.settimeout(left)
        try:
            part = connection.recv(_AT_ONCE)
        except TimeoutError as error:
            raise _late(received, seconds) from error
        except OSError as error:
            raise SshError(FELL_SILENT, f"it broke the connection off: {error.strerror or error}") from error
        if not part:
            raise _closed(received)
        received += part
    return Greeted(connection, received)


def _is_whole(received: bytearray) -> bool:
    """Whether the line of the protocol is there. Raises SshError for a version that is not spoken any more."""
    for line in received.split(b"\n")[:-1]:
        if line.startswith(b"SSH-"):
            if not line.startswith(_VERSIONS):
                raise SshError(WEAK_ALGORITHMS, f"it speaks only {_shown(line)}")
            return True
    return False


def _late(received: bytearray, seconds: float) -> SshError:
    if not received:
        return SshError(FELL_SILENT, f"it accepts connections, but did not greet within {seconds:g} s")
    if b"\n" in received and not received.startswith(b"SSH-"):
        return SshError(NOT_THE_PROTOCOL, f"it said: {_shown(received)}")
    return SshError(TARPIT, f"it sent {len(received)} bytes in {seconds:g} s and no whole greeting")


def _closed(received: bytearray) -> SshError:
    if received:
        return SshError(NOT_THE_PROTOCOL, f"it said: {_shown(received)}")
    return SshError(FELL_SILENT, "it closed the connection without a greeting: too many connections, or not from here")


def _shown(line: bytes | bytearray) -> str:
    return line[:100].partition(b"\n")[0].decode("ascii", "replace").strip()
