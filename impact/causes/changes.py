"""Recent changes and discovered differences as evidence: what changed shortly before is suspect, and that fades."""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from impact.causes.readings import number_of
from impact.causes.weights import Weights


@dataclass(frozen=True)
class Change:
    """The last change of a CI before the symptom, and the points it gives."""

    id: str
    summary: str
    age_seconds: float
    points: float


@dataclass(frozen=True)
class Changes:
    """The last change per CI; `otherwise` are the points of a CI that nobody is known to have changed."""

    of: Mapping[int, Change]
    otherwise: float

    def points(self, ci: int) -> float:
        """What changes say about a CI."""
        return self.of[ci].points if ci in self.of else self.otherwise


def weigh_changes(
    changes: Iterable[Mapping[str, Any]], numbers: Mapping[Hashable, int], time: float | None, weights: Weights
) -> Changes:
    """The points of changes of known CIs before `time`: more the fresher, and the fewer were changed. O(changes)."""
    last: dict[int, tuple[float, Mapping[str, Any]]] = {}
    for change in changes:
        ci, at = numbers.get(change.get("node")), number_of(change.get("time"))
        if ci is None or at is None or time is None or time - at < -weights.clock_skew_seconds:
            continue
        age = max(time - at, 0.0)
        if ci not in last or age < last[ci][0]:
            last[ci] = (age, change)
    if not last:
        return Changes({}, 0.0)
    by_chance = max(len(last) / max(len(numbers), 1), weights.rarest_change)
    otherwise = math.log(1 - weights.caused_by_change)

    def weighed(age: float, change: Mapping[str, Any]) -> Change:
        ratio = 2 * math.exp(-age / weights.change_fades_seconds) / by_chance
        points = math.log(1 - weights.caused_by_change + weights.caused_by_change * ratio)
        return Change(str(change.get("id", "")), str(change.get("summary", "")), age, points)

    return Changes({ci: weighed(age, change) for ci, (age, change) in last.items()}, otherwise)
