"""A small agent of SNMP version 1 and 2c on this machine, which answers from a reading and may misbehave."""

import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from threading import Thread
from typing import TypeAlias

from discovery_agent.snmp.messages import GET, GET_BULK, GET_NEXT, Absent, Rows, answered, decode, encode, in_order
from discovery_agent.snmp.values import Value

__all__ = ["GET", "GET_BULK", "GET_NEXT", "Agent", "Misbehaviour", "Rows", "Sender", "running", "taking"]
Misbehaviour = Callable[[int, Rows], Rows | None]
Sender: TypeAlias = tuple[str, int]


class Agent:
    """Answers for each community from its reading. `misbehave` gets what was asked for and what would be answered."""

    def __init__(self, readings: Mapping[str, Mapping[str, Value]], misbehave: Misbehaviour | None = None) -> None:
        self._readings = {name: in_order(said) for name, said in readings.items()}
        self._misbehave = misbehave
        self.requests = 0

    def answer(self, packet: bytes) -> bytes | None:
        """The answer to a packet; None for silence, as to those of version 3."""
        try:
            request = decode(packet)
        except (ValueError, IndexError):
            return None
        rows = self._readings.get(request.community.decode("utf-8", "replace"))
        if rows is None or request.version > 1:
            return None
        self.requests += 1
        found = answered(request, rows)
        if self._misbehave is not None:
            told = [(name, value) for name, value in found if not isinstance(value, Absent)]
            changed = self._misbehave(request.kind, told)
            if changed is None:
                return None
            found = list(changed) if request.kind == GET_BULK else found
        return encode(request, found)


@contextmanager
def running(agent: Agent, host: str = "127.0.0.1", port: int = 0) -> Generator[int]:
    """The agent on a port, a free one where none is given."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        line.bind((host, port))

        def answer(request: bytes, sender: Sender) -> None:
            told = agent.answer(request)
            if told is not None:
                line.sendto(told, sender)

        with taking(line, answer) as taken_at:
            yield taken_at


@contextmanager
def taking(line: socket.socket, take: Callable[[bytes, Sender], None]) -> Generator[int]:
    """A thread that takes each datagram of a socket, whose port this is; an empty one ends it."""

    def serve() -> None:
        while True:
            datagram, sender = line.recvfrom(65_535)
            if not datagram:
                return
            take(datagram, sender)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield line.getsockname()[1]
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", line.getsockname())
        thread.join()
