"""When a CI that is no longer seen counts as stale, and when as retired: two conditions each, both must hold."""

from typing import NamedTuple

_DAY = 24 * 3600


class AgeingRule(NamedTuple):
    """How long a CI must not have been seen, and how many attempts to see it must have failed.

    The first two make it stale; the other two must pass after that to retire it.
    """

    stale_seconds: int
    stale_attempts: int
    retired_seconds: int
    retired_attempts: int

    @property
    def until_retired_seconds(self) -> int:
        """The time from the last sight to being retired."""
        return self.stale_seconds + self.retired_seconds

    @property
    def until_retired_attempts(self) -> int:
        """The failed attempts from the last sight to being retired."""
        return self.stale_attempts + self.retired_attempts


def ages(*, stale_days: int, stale_attempts: int, retired_days: int, retired_attempts: int) -> AgeingRule:
    """An ageing rule in days: stale after so many, retired after so many more."""
    return AgeingRule(stale_days * _DAY, stale_attempts, retired_days * _DAY, retired_attempts)


DEFAULT = ages(stale_days=30, stale_attempts=3, retired_days=180, retired_attempts=10)
