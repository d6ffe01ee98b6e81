"""How much of each sender is looked at: a token bucket for each address, and room for so many addresses."""

from collections import OrderedDict
from typing import NamedTuple


class Rate(NamedTuple):
    """At most `burst` at once, and so many a second in the long run."""

    burst: float
    per_second: float


class Pacing:
    """Buckets by address. Of too many addresses the one that was silent longest is forgotten, with a full bucket."""

    def __init__(self, rate: Rate, most_senders: int = 20_000) -> None:
        self._rate = rate
        self._most = most_senders
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str, now: float) -> bool:
        """Whether one more from an address is looked at. `now` is in seconds; a clock that goes back fills nothing."""
        left, at = self._left.pop(address, (self._rate.burst, now))
        left = min(self._rate.burst, left + max(0.0, now - at) * self._rate.per_second)
        is_allowed = left >= 1
        self._left[address] = (left - is_allowed, now)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return is_allowed
