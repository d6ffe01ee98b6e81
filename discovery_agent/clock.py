"""What to do about a clock that is not the server's, or that somebody sets."""

import time
from datetime import UTC, datetime, timedelta

TOLERATED_SECONDS = 180
_HOUR, _DAY = 3600, 86400


class SteadyClock:
    """Seconds of the day that go on from when it was made, whoever sets the machine's clock."""

    def __init__(self) -> None:
        self._began = time.time() - time.monotonic()

    def __call__(self) -> float:
        """Now."""
        return self._began + time.monotonic()

    @property
    def ahead(self) -> float:
        """How many seconds the machine's clock was set ahead since."""
        return time.time() - self()


def remark(offset: float | None) -> str | None:
    """What to say of a clock that the server's is `offset` seconds ahead of; None for one that agrees.

    Coarse, so that it stays the same while the clock stays as wrong.
    """
    if offset is None or abs(offset) <= TOLERATED_SECONDS:
        return None
    size = abs(offset)
    if size < 1.5 * _HOUR:
        amount = f"{round(size / 60 / 5) * 5} minutes"
    elif size < 1.5 * _DAY:
        amount = f"{round(size / _HOUR)} hours"
    else:
        amount = f"{round(size / _DAY)} days"
    direction = "behind" if offset > 0 else "ahead of"
    return f"this machine's clock is about {amount} {direction} the server's; set it (NTP)"


def agreed(observed_at: str, offset: float) -> str:
    """A time that was noted just now, by the server's clock where the two do not agree.

    A clock that has gone back would make older claims of all that is read, which change nothing.
    """
    return observed_at if abs(offset) <= TOLERATED_SECONDS else corrected(observed_at, offset, datetime.now(UTC))


def corrected(observed_at: str, offset: float, now: datetime) -> str:
    """A time of this machine's clock as the server's clock would have said it, never later than the server's now.

    The clock may have been set right since: then the time as it was noted still lies in the future.
    """
    shift = timedelta(seconds=offset)
    moment = min(datetime.fromisoformat(observed_at) + shift, now + shift)
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
