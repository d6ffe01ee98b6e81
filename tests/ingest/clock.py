"""A clock that tests set."""

from dataclasses import dataclass

MINUTE = 60 * 1_000_000
DAY = 24 * 60 * MINUTE


@dataclass
class Clock:
    """The server's time in microseconds, moved by hand."""

    now: int = 1_767_225_600_000_000

    def __call__(self) -> int:
        """The time."""
        return self.now

    def forward(self, *, days: float = 0, minutes: float = 0) -> None:
        """Let time pass."""
        self.now += int(days * DAY + minutes * MINUTE)
