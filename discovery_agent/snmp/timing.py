"""How long an answer is waited for: learnt from the answers so far (RFC 6298), longer with each attempt."""

from collections.abc import Callable, Iterator

_GAIN, _DEVIATION_GAIN, _DEVIATIONS = 1 / 8, 1 / 4, 4
_SHORTEST = 0.3


class Timing:
    """Waiting times for one device, in seconds. Before the first answer `longest` is waited.

    `on_silence` is told each time that an answer does not come.
    """

    def __init__(self, longest: float = 3.0, tries: int = 3, on_silence: Callable[[], object] = lambda: None) -> None:
        self._longest = longest
        self._tries = tries
        self._on_silence = on_silence
        self._mean: float | None = None
        self._deviation = 0.0

    def attempts(self) -> Iterator[float]:
        """How long each attempt waits: twice as long as the one before, the last one as long as is allowed.

        A device that is asked much, or that has got busy, answers later than it did.
        """
        seconds = self.timeout
        for _ in range(self._tries - 1):
            yield min(seconds, self._longest)
            self._on_silence()
            seconds *= 2
        yield self._longest

    @property
    def timeout(self) -> float:
        """How long the next first attempt waits."""
        if self._mean is None:
            return self._longest
        return min(self._longest, max(_SHORTEST, self._mean + _DEVIATIONS * self._deviation))

    def answered(self, seconds: float) -> None:
        """Learn from an answer; `seconds` count from the attempt that it answers: what got lost says nothing of it."""
        if self._mean is None:
            self._mean, self._deviation = seconds, seconds / 2
            return
        self._deviation += _DEVIATION_GAIN * (abs(seconds - self._mean) - self._deviation)
        self._mean += _GAIN * (seconds - self._mean)
