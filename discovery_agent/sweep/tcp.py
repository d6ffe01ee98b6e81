"""Connections to a few ports: who takes or refuses one is there. Nothing is sent over them."""

import asyncio
import errno
import os
import resource
import selectors
import socket
import struct
from collections.abc import Sequence

from discovery_agent.scan import outcomes
from discovery_agent.sweep.kernel_errors import is_full, sighting_of
from discovery_agent.sweep.sighting import NOBODY, Plan, Sighting

_RESET_AT_ONCE = struct.pack("ii", 1, 0)  # linger of no time: what is closed leaves nothing behind in the kernel
_OTHER_FILES = 256
_MOST_FILES = 65_536
_UNDERWAY = frozenset((errno.EINPROGRESS, errno.EAGAIN))
_FULL_SECONDS = 0.02


class Connections:
    """Connections that are being made, to addresses that no method has heard of yet."""

    def __init__(self, plan: Plan) -> None:
        self.found: dict[str, Sighting] = {}
        self._plan = plan
        self._selector = selectors.DefaultSelector()
        self._open: dict[str, list[socket.socket]] = {}
        self._asked: dict[str, None] = {}
        self._all_over = asyncio.Event()
        self._room = asyncio.Semaphore(max(1, files_at_once() - _OTHER_FILES))

    async def ask(self, addresses: Sequence[str], ports: Sequence[int], seconds: float) -> dict[str, Sighting]:
        """What came of each address that was asked in so much time: the first port that answered, or that none did."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        loop.add_reader(self._selector.fileno(), self._finish)
        try:
            for port in ports:
                for address in addresses:
                    await self._connect(address, port)
            await self._wait(max(until, loop.time() + self._plan.timeout_seconds) - loop.time())
        finally:
            loop.remove_reader(self._selector.fileno())
            for address in list(self._open):
                self._close(address)
            self._selector.close()
        return {address: self.found.get(address, NOBODY) for address in self._asked}

    async def _wait(self, seconds: float) -> None:
        """Wait until all are made, so long at most."""
        self._all_over.clear()
        if self._open:
            try:
                async with asyncio.timeout(seconds):
                    await self._all_over.wait()
            except TimeoutError:
                return

    async def _connect(self, address: str, port: int) -> None:
        if address in self.found or address in self._plan.heard:
            return
        self._asked[address] = None
        await self._plan.pace.turn()
        await self._room.acquire()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        line.setblocking(False)  # noqa: FBT003 - the library has it so
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
        self._open.setdefault(address, []).append(line)
        while (number := line.connect_ex((address, port))) and is_full(OSError(number, "")):
            self._plan.pace.congested()
            await asyncio.sleep(_FULL_SECONDS)
        if number in _UNDERWAY:
            self._selector.register(line, selectors.EVENT_WRITE, (address, port))
        else:
            self._note(address, port, number)

    def _finish(self) -> None:
        """Take down what became of connections."""
        for key, _ in self._selector.select(0):
            address, port = key.data
            line = key.fileobj
            if isinstance(line, socket.socket) and line.fileno() >= 0:
                self._selector.unregister(line)
                self._note(address, port, line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

    def _note(self, address: str, port: int, number: int) -> None:
        if number == 0:
            self.found[address] = Sighting(outcomes.ANSWERED.name, f"port {port} is open")
        elif number == errno.ECONNREFUSED:
            self.found[address] = Sighting(outcomes.REFUSED.name, f"port {port} is closed")
        elif number != errno.ETIMEDOUT:
            self.found[address] = sighting_of(OSError(number, os.strerror(number)))
        if address in self.found:
            if self.found[address].is_answer:
                self._plan.heard.add(address)
            self._close(address)

    def _close(self, address: str) -> None:
        for line in self._open.pop(address, ()):
            if line in self._selector.get_map():
                self._selector.unregister(line)
            line.close()
            self._room.release()
        if not self._open:
            self._all_over.set()


def files_at_once() -> int:
    """How many files this process may have open; as many as it may allow itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, _MOST_FILES) if hard != resource.RLIM_INFINITY else _MOST_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
