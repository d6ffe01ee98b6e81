"""What a sweep sees of an address, and the plan by which it looks."""

from typing import NamedTuple

from discovery_agent.scan import outcomes
from discovery_agent.sweep.pace import Pace


class Sighting(NamedTuple):
    """What came of asking an address by one method: an outcome's name, what was seen, after how long."""

    outcome: str
    detail: str = ""
    milliseconds: float = 0.0

    @property
    def is_answer(self) -> bool:
        """Whether somebody is at the address."""
        return outcomes.OUTCOMES[self.outcome].is_answer


class Plan(NamedTuple):
    """How fast is asked, how long and how often an answer is waited for; `heard` is who answered any method so far."""

    pace: Pace
    timeout_seconds: float
    tries: int
    heard: set[str]

    @property
    def seconds(self) -> float:
        """What one address that is silent takes."""
        return self.timeout_seconds * self.tries


NOBODY = Sighting(outcomes.SILENT.name)
