"""Threads for what would keep the event loop waiting: a plain queue, as a hop there and back is paid for each request.

The library's executor costs three times as much: it makes a lock and two futures that copy each other for each call.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Asked = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]


class Workers:
    """Runs functions in threads of its own, begun when they are needed; for one event loop at a time."""

    def __init__(self, most: int, name: str) -> None:
        """`most` threads, all of them called `name`."""
        self._most, self._name = most, name
        self._todo: SimpleQueue[_Asked] = SimpleQueue()
        self._threads = self._unanswered = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` answers in a thread; raises what it raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._unanswered += 1
        if self._threads < min(self._unanswered, self._most):
            self._threads += 1
            threading.Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()
        self._todo.put((loop, answer, work))
        try:
            return await answer
        finally:
            self._unanswered -= 1

    def _work(self) -> None:
        while True:
            loop, answer, work = self._todo.get()
            try:
                result, tell = work(), _answered
            except BaseException as error:  # noqa: BLE001 - raised again where the answer is waited for
                result, tell = error, _failed
            with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                loop.call_soon_threadsafe(tell, answer, result)
            del answer, work, result


def _answered(answer: "asyncio.Future[Any]", result: Any) -> None:  # noqa: ANN401 - whatever the work answers
    if not answer.done():
        answer.set_result(result)


def _failed(answer: "asyncio.Future[Any]", error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)
