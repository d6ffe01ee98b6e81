"""Traps and informs as net-snmp sends them, to a receiver on this machine."""

import asyncio
import os
import shutil
import socket
import subprocess
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from discovery_agent.scan.job import Credential
from discovery_agent.secret import Secret
from discovery_agent.settings import child_environment
from discovery_agent.traps.engine import TrapEngine
from discovery_agent.traps.receiver import Receiver
from discovery_agent.traps.replays import Replays

SNMPTRAP = shutil.which("snmptrap") or ""
LINK_DOWN, COLD_START = "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.6.3.1.1.5.1"
IF_INDEX, IF_DESCR, IF_OPER = "1.3.6.1.2.1.2.2.1.1", "1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.8"
PORT_7 = (f"{IF_INDEX}.7", "i", "7", f"{IF_DESCR}.7", "s", "ge-0/0/7", f"{IF_OPER}.7", "i", "2")
ENGINE = "0x80001f8804706c756d62"
OURS = b"\x80\x00\x1f\x88\x05plumbline"
SIGNED = ("-u", "monitor", "-a", "SHA", "-A", "authentic-1")
PRIVATE = (*SIGNED, "-l", "authPriv", "-x", "AES", "-X", "private-1")
COMMUNITY = Credential("c1", "snmp_v2c", "", {"community": Secret("s3cret")}, ("127.0.0.0/8",))
USER = Credential(
    "c2",
    "snmp_v3",
    "monitor",
    {
        "authentication": Secret("SHA"),
        "authentication_passphrase": Secret("authentic-1"),
        "privacy": Secret("AES"),
        "privacy_passphrase": Secret("private-1"),
    },
)


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Listening:
    """A receiver on a free port, and everything that came."""

    receiver: Receiver
    port: int
    clock: Time
    datagrams: list[bytes]
    _arrived: asyncio.Event
    _line: asyncio.DatagramTransport
    _boots: int = field(default_factory=os.getpid)

    def start(self, credentials: Sequence[Credential]) -> None:
        """Begin a life of its engine, the first or another one."""
        if self.receiver.engine is not None:
            self.receiver.engine.close()
        self._boots += 1
        self.receiver.engine = TrapEngine(OURS, self._boots, credentials, self._line.sendto)

    async def send(self, *words: str, command: str = "snmptrap") -> int:
        """The exit code of a command of net-snmp; a trap has then arrived."""
        self._arrived.clear()
        code = await asyncio.to_thread(self._send, command, words)
        await asyncio.wait_for(self._arrived.wait(), 30)
        return code

    def repeat(self, datagram: bytes) -> None:
        """The same once more, as somebody sends it who recorded it."""
        self.receiver.receive(datagram, ("127.0.0.1", 40_000))

    @property
    def counts(self) -> dict[str, int]:
        """What came of it, by reason."""
        return dict(self.receiver.tally.batch("b", "here").counts)

    def _send(self, command: str, words: Sequence[str]) -> int:
        return send(command, f"127.0.0.1:{self.port}", *words)


def send(command: str, place: str, *words: str) -> int:
    """Run a command of net-snmp; its exit code. The words before "--" stand before the address."""
    at = words.index("--")
    line = [command, "-r", "0", "-t", "2", *words[:at], place, *words[at + 1 :]]
    known = child_environment(MIBS="", SNMP_PERSISTENT_DIR="/dev/null")  # it need not remember its boots
    return subprocess.run(line, env=known, capture_output=True, check=False).returncode


@asynccontextmanager
async def listening(*credentials: Credential) -> AsyncGenerator[Listening]:
    """A receiver that believes these credentials."""
    clock = Time()
    receiver = Receiver(Replays(), clock)
    arrived, datagrams = asyncio.Event(), list[bytes]()
    loop = asyncio.get_running_loop()

    class Protocol(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
            datagrams.append(data)
            receiver.receive(data, addr)
            arrived.set()

    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    bound.bind(("127.0.0.1", 0))
    transport, _ = await loop.create_datagram_endpoint(Protocol, sock=bound)
    at = Listening(receiver, bound.getsockname()[1], clock, datagrams, arrived, transport)
    at.start(credentials)
    try:
        yield at
    finally:
        transport.close()
        if receiver.engine is not None:
            receiver.engine.close()
