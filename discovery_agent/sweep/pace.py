"""How fast packets are sent: so many a second, fewer after signs that it was too fast, slowly more again."""

import asyncio
from collections.abc import Callable

_BURST_SECONDS = 0.005  # what is sent without a pause: the event loop sleeps no shorter
_SLOWER, _FASTER = 0.5, 1.002
_LEAST = 50.0
_TELLING = 8
_LATE_SHARE = 0.25


class Pace:
    """Turns for all that send into a network. `clock` is in seconds and never goes back."""

    def __init__(self, packets_per_second: float, clock: Callable[[], float]) -> None:
        self._most = max(_LEAST, float(packets_per_second))
        self._clock = clock
        self._next = 0.0
        self.packets_per_second = self._most

    async def turn(self) -> None:
        """Wait until the next packet may go."""
        wait = self.ahead()
        if wait > _BURST_SECONDS:
            await asyncio.sleep(wait)

    def ahead(self) -> float:
        """Take the next place; how many seconds it lies ahead."""
        now = self._clock()
        self._next = max(self._next, now) + 1 / self.packets_per_second
        self.packets_per_second = min(self._most, self.packets_per_second * _FASTER)
        return self._next - now

    def congested(self) -> None:
        """A packet could not be sent, or was lost: half as fast, and a pause."""
        self.packets_per_second = max(_LEAST, self.packets_per_second * _SLOWER)
        self._next = max(self._next, self._clock()) + _BURST_SECONDS

    def learn(self, answers: int, late: int) -> None:
        """Of so many answers, so many came only when asked again: where that is many, packets were lost."""
        if answers >= _TELLING and late > answers * _LATE_SHARE:
            self.congested()
