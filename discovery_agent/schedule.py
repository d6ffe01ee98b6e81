"""When the resident agent takes an inventory, and when it leaves the server alone."""

import random
from dataclasses import dataclass

from discovery_agent.errors import DONE, REFUSED, REJECTED
from discovery_agent.waiting import FIRST_SECONDS, REFUSED_SECONDS, jittered, seconds_to_wait


@dataclass(frozen=True)
class Ended:
    """How a turn ended: its exit code, whether its inventory is in the spool, what the server told about waiting."""

    code: int
    took_inventory: bool = False
    told: float | None = None


class Schedule:
    """Times are seconds of any clock that does not jump; the first inventory is due at once."""

    def __init__(self, interval: float, chance: random.Random) -> None:
        self._interval = interval
        self._chance = chance
        self._due = 0.0
        self._not_before = 0.0
        self._failures = 0

    def wakes_at(self) -> float:
        """When there is something to do: an inventory, or another try at what could not be delivered."""
        return min(self._due, self._not_before) if self._failures else self._due

    def takes_inventory(self, now: float) -> bool:
        """Whether the turn at this time takes an inventory, or only delivers what waits."""
        return now >= self._due

    def delivers(self, now: float) -> bool:
        """Whether the turn at this time may speak to the server."""
        return now >= self._not_before

    def ended(self, turn: Ended, now: float, *, delivered: bool) -> None:
        """Plan on from the end of a turn; `delivered`: it was one that spoke to the server."""
        was_due = self.takes_inventory(now)
        if delivered or not turn.took_inventory:
            self._note(turn, now)
        if turn.took_inventory:
            self._due = now + jittered(self._interval, self._chance)
        elif was_due:
            self._due = self._not_before if self._failures else now + FIRST_SECONDS

    def _note(self, turn: Ended, now: float) -> None:
        """Whether the server may be spoken to again: a report that it refuses leaves nothing to try again."""
        if turn.code in (DONE, REJECTED):
            self._failures, self._not_before = 0, 0.0
            return
        self._failures += 1
        if turn.code == REFUSED:
            self._not_before = now + jittered(REFUSED_SECONDS, self._chance)
        else:
            wait = seconds_to_wait(self._failures, turn.told, self._chance)
            self._not_before = max(self._not_before, now + wait)
