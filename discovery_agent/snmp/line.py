"""A socket of the fast library, watched for as long as its device is asked, not for each answer anew."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from gufo.snmp.protocol import SnmpClientSocketProtocol

T = TypeVar("T")


class Line:
    """Asks one question at a time. To be closed: the loop watches the socket by its number."""

    def __init__(self, socket: SnmpClientSocketProtocol) -> None:
        self.socket = socket
        self._place = socket.get_fd()
        self._waiting: asyncio.Future[None] | None = None
        self._watching: asyncio.AbstractEventLoop | None = None

    async def ask(self, send: Callable[[], None], receive: Callable[[], T], seconds: float) -> T:
        """What is received for what is sent. Raises TimeoutError, and what the library raises.

        The library leaves aside what answers other questions.
        """
        loop = asyncio.get_running_loop()
        if self._watching is None:
            loop.add_reader(self._place, self._arrived)
            self._watching = loop
        timer = loop.call_later(seconds, self._late)
        try:
            with suppress(BlockingIOError):  # there is no room to send it: it is asked again as if it had got lost
                send()
            while True:
                self._waiting = loop.create_future()
                await self._waiting
                with suppress(BlockingIOError):
                    return receive()
        finally:
            timer.cancel()
            self._waiting = None

    def close(self) -> None:
        """Watch the socket no longer."""
        if self._watching is not None:
            self._watching.remove_reader(self._place)
            self._watching = None

    def _arrived(self) -> None:
        if self._waiting is None:
            self.close()  # an answer that comes too late would be reported again and again
        elif not self._waiting.done():
            self._waiting.set_result(None)

    def _late(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(TimeoutError())
