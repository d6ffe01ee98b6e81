"""Asks many addresses over one socket, again those that have not answered; what is found ends the asking."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import Any

from discovery_agent.scan import outcomes
from discovery_agent.sweep.kernel_errors import errors_of, is_full, sighting_of
from discovery_agent.sweep.sighting import NOBODY, Plan, Sighting

_MOST_PACKETS = 512  # read at a time, before the others get their turn
_SEND_TRIES = 20
_TOGETHER_SECONDS = 0.01  # packets that are due so closely go together: waiting for each takes longer
_BUFFER = 1 << 22
_LONGEST_PACKET = 65_535
_STALE_ERRORS = 2  # an error of sending may be about a packet before, and is told once or twice
Received = Callable[[bytes, Any], tuple[str, str] | None]


class Rounds:
    """One socket and what was found over it. The socket is closed at the end of `ask`."""

    def __init__(self, line: socket.socket, plan: Plan) -> None:
        self.found: dict[str, Sighting] = {}
        self.late = 0
        self._line = line
        self._plan = plan
        self._sent_at: dict[str, float] = {}
        self._asked_again: set[str] = set()
        self._waits_for: set[str] = set()
        self._all_found = asyncio.Event()

    async def ask(
        self, addresses: Sequence[str], send: Callable[[str], None], received: Received
    ) -> dict[str, Sighting]:
        """What came of each address. `received` gets a packet and its sender: who answers, and what is to be told."""
        self._waits_for = set(addresses)
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        loop = asyncio.get_running_loop()
        loop.add_reader(self._line.fileno(), self._read, received)
        try:  # the line does not block
            for _ in range(self._plan.tries):
                await self._round(send)
            await self._wait_for_last()
        finally:
            loop.remove_reader(self._line.fileno())
            self._line.close()
        self._plan.pace.learn(len(self.found), self.late)
        return {address: self.found.get(address, NOBODY) for address in addresses}

    async def _round(self, send: Callable[[str], None]) -> None:
        loop = asyncio.get_running_loop()
        for address in sorted(self._waits_for, key=lambda address: self._sent_at.get(address, 0.0)):
            asked = self._sent_at.get(address)
            wait = 0.0 if asked is None else asked + self._plan.timeout_seconds - loop.time()
            if wait > 0:
                await asyncio.sleep(wait + _TOGETHER_SECONDS)
            await self._plan.pace.turn()
            if address not in self._waits_for:
                continue
            if asked is not None:
                self._asked_again.add(address)
            await self._send(send, address)

    async def _send(self, send: Callable[[str], None], address: str) -> None:
        """Send a packet; where the kernel is full of them, more slowly."""
        failures = 0
        while True:
            self._sent_at[address] = asyncio.get_running_loop().time()
            try:
                send(address)
            except OSError as error:
                failures += 1
                self._take_errors()
                if failures > (_SEND_TRIES if is_full(error) else _STALE_ERRORS):
                    self._found(address, sighting_of(error))
                    return
                if is_full(error):
                    self._plan.pace.congested()
                    await self._plan.pace.turn()
            else:
                return

    async def _wait_for_last(self) -> None:
        last = max((self._sent_at[address] for address in self._waits_for if address in self._sent_at), default=0.0)
        wait = last + self._plan.timeout_seconds - asyncio.get_running_loop().time()
        if self._waits_for and wait > 0:
            try:
                async with asyncio.timeout(wait):
                    await self._all_found.wait()
            except TimeoutError:
                return

    def _read(self, received: Received) -> None:
        for _ in range(_MOST_PACKETS):
            try:
                packet, place = self._line.recvfrom(_LONGEST_PACKET)
            except OSError as error:  # nothing more, or about a packet that was sent: the queue of errors says which
                self._take_errors()
                if isinstance(error, BlockingIOError):
                    return
                continue
            answer = received(packet, place)
            if answer is not None:
                self._answered(*answer)

    def _answered(self, address: str, detail: str) -> None:
        """Take an answer down; the first counts, and only of those that were asked."""
        if address in self._waits_for and address in self._sent_at:
            took = asyncio.get_running_loop().time() - self._sent_at[address]
            self.late += address in self._asked_again
            self._found(address, Sighting(outcomes.ANSWERED.name, detail, took * 1000))

    def _take_errors(self) -> None:
        for error in errors_of(self._line):
            if error.address in self._waits_for:
                self._found(error.address, error.sighting)

    def _found(self, address: str, sighting: Sighting) -> None:
        self.found[address] = sighting
        if sighting.is_answer:
            self._plan.heard.add(address)
        self._waits_for.discard(address)
        if not self._waits_for:
            self._all_found.set()
