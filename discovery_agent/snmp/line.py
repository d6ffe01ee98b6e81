"""A socket of the fast library, watched for as long as its device is asked, not for each answer anew."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from gufo.snmp.protocol import SnmpClientSocketProtocol

T = TypeVar("T")


class Line:
    """Asks one question at a time. To be closed: the loop watches the socket by its number."""

    def __init__(self, socket: SnmpClientSocketProtocol) -> None:
        self.socket = socket
        self._place = socket.get_fd()
        self._watching: asyncio.AbstractEventLoop | None = None
        self._waiting: tuple[asyncio.Future[Any], Callable[[], object]] | None = None

    async def ask(self, send: Callable[[], None], receive: Callable[[], T], seconds: float) -> T:
        """What is received for what is sent. Raises TimeoutError, and what the library raises."""
        loop = asyncio.get_running_loop()
        if self._watching is None:
            loop.add_reader(self._place, self._arrived)
            self._watching = loop
        answer: asyncio.Future[T] = loop.create_future()
        self._waiting = answer, receive
        timer = loop.call_later(seconds, _late, answer)
        try:
            with suppress(BlockingIOError):  # there is no room to send it: it is asked again as if it had got lost
                send()
            return await answer
        finally:
            timer.cancel()
            self._waiting = None

    def close(self) -> None:
        """Watch the socket no longer."""
        if self._watching is not None:
            self._watching.remove_reader(self._place)
            self._watching = None

    def _arrived(self) -> None:
        """Take what came at once: as long as it lies there, the loop tells of it again."""
        if self._waiting is None:
            self.close()  # an answer that comes too late is left there until the next question
            return
        answer, receive = self._waiting
        if answer.done():
            return
        try:
            told = receive()
        except BlockingIOError:  # it answers another question
            return
        except BaseException as error:  # noqa: BLE001 - raised where the answer is waited for
            answer.set_exception(error)
        else:
            answer.set_result(told)


def _late(answer: "asyncio.Future[Any]") -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())
