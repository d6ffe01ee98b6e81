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
_UNDERWAY = frozenset((errno.EINPROGRESS, errno.EALREADY))
_FULL_SECONDS = 0.02


class Connections:
    """Connections that are being made, to addresses that no method has heard of yet."""

    def __init__(self, plan: Plan, most: int | None = None) -> None:
        """`most` is how many at a time, as many as the process may have files open where it is not given."""
        self.found: dict[str, Sighting] = {}
        self._plan = plan
        self._most = max(1, most or files_at_once() - _OTHER_FILES)
        self._selector = selectors.DefaultSelector()
        self._open: dict[socket.socket, tuple[str, int, float]] = {}
        self._asked: dict[str, None] = {}
        self._changed = asyncio.Event()

    async def ask(self, addresses: Sequence[str], ports: Sequence[int], seconds: float) -> dict[str, Sighting]:
        """What came of each address that was asked in so much time: the first port that answered, or that none did."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        loop.add_reader(self._selector.fileno(), self._finish)
        try:
            for port in ports:
                for address in addresses:
                    await self._connect(address, port)
            await self._wait_for(0, max(until, loop.time() + self._plan.timeout_seconds))
        finally:
            loop.remove_reader(self._selector.fileno())
            for line in list(self._open):
                self._close(line)
            self._selector.close()
        return {address: self.found.get(address, NOBODY) for address in self._asked}

    async def _wait_for(self, left: int, until: float) -> None:
        """Wait until so many are left underway, until some time at most."""
        loop = asyncio.get_running_loop()
        while len(self._open) > left and loop.time() < until:
            self._changed.clear()
            try:
                async with asyncio.timeout_at(until):
                    await self._changed.wait()
            except TimeoutError:
                return

    async def _connect(self, address: str, port: int) -> None:
        if address in self.found or address in self._plan.heard:
            return
        self._asked[address] = None
        await self._plan.pace.turn()
        while len(self._open) >= self._most:  # the oldest makes room when it has had its time
            oldest, (_, _, began) = next(iter(self._open.items()))
            await self._wait_for(self._most - 1, began + self._plan.timeout_seconds)
            if len(self._open) >= self._most:
                self._close(oldest)
        await self._begin(address, port)

    async def _begin(self, address: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        line.setblocking(False)  # noqa: FBT003 - the library has it so
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
        self._open[line] = (address, port, asyncio.get_running_loop().time())
        while (number := line.connect_ex((address, port))) and is_full(OSError(number, "")):
            self._plan.pace.congested()
            await asyncio.sleep(_FULL_SECONDS)
        if number in _UNDERWAY:
            self._selector.register(line, selectors.EVENT_WRITE)
        else:
            self._note(line, number)

    def _finish(self) -> None:
        """Take down what became of connections."""
        for key, _ in self._selector.select(0):
            line = key.fileobj
            if isinstance(line, socket.socket) and line in self._open:
                self._note(line, line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

    def _note(self, line: socket.socket, number: int) -> None:
        address, port, _ = self._open[line]
        if number == 0:
            self.found[address] = Sighting(outcomes.ANSWERED.name, f"port {port} is open")
        elif number == errno.ECONNREFUSED:
            self.found[address] = Sighting(outcomes.REFUSED.name, f"port {port} is closed")
        elif number != errno.ETIMEDOUT and address not in self.found:
            self.found[address] = sighting_of(OSError(number, os.strerror(number)))
        if address in self.found and self.found[address].is_answer:
            self._plan.heard.add(address)
        self._close(line)

    def _close(self, line: socket.socket) -> None:
        if line in self._selector.get_map():
            self._selector.unregister(line)
        self._open.pop(line, None)
        line.close()
        self._changed.set()


def files_at_once() -> int:
    """How many files this process may have open; as many as it may allow itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, _MOST_FILES) if hard != resource.RLIM_INFINITY else _MOST_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft
