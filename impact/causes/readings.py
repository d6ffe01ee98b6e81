"""Signals as they come in, read leniently: what cannot be used is left out, never guessed."""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from impact.causes.kinds import Kind, kind_of

LARGEST = 1e15
WORST_SEVERITY = 3
UNRATED_SEVERITY = 2


@dataclass(frozen=True)
class Reading:
    """One measurement or alert of a CI.

    `z` is a robust score (positive is worse), `z_before` the same before the incident, `change` the logarithm of
    value by baseline (0: unknown). With a `severity` (1 to 3) it is an alert that somebody's rules raised, and `z`
    says nothing. `peer` is the CI from whose calls it was measured (None: not measured on calls; -1: an unknown CI).
    """

    ci: int
    metric: str
    kind: Kind
    statistic: str | None
    z: float
    z_before: float
    change: float
    severity: int | None
    onset: float | None
    peer: int | None


def read_signals(signals: Iterable[Mapping[str, Any]], numbers: Mapping[Hashable, int]) -> list[Reading]:
    """The signals of known CIs; a signal without a usable score that is no alert either is left out. O(signals)."""
    read = (_read(signal, numbers) for signal in signals if signal.get("node") in numbers)
    return [reading for reading in read if reading is not None]


def _read(signal: Mapping[str, Any], numbers: Mapping[Hashable, int]) -> Reading | None:
    z, onset, severity = number_of(signal.get("z")), number_of(signal.get("onset")), number_of(signal.get("severity"))
    if severity is None and z is None and onset is not None:
        severity = UNRATED_SEVERITY
    if severity is None and z is None:
        return None
    metric, statistic, peer = str(signal.get("metric", "")), signal.get("stat"), signal.get("peer")
    return Reading(
        ci=numbers[signal["node"]],
        metric=metric,
        kind=kind_of(metric),
        statistic=None if statistic is None else str(statistic),
        z=z or 0.0,
        z_before=max(number_of(signal.get("z_before")) or 0.0, 0.0),
        change=_change(number_of(signal.get("value")), number_of(signal.get("baseline"))),
        severity=None if severity is None else int(min(max(severity, 1), WORST_SEVERITY)),
        onset=onset,
        peer=None if peer is None else numbers.get(peer, -1),
    )


def number_of(value: object) -> float | None:
    """A number that can be calculated with: not a number is None, what is infinite becomes the largest.

    >>> [number_of(value) for value in (2, float("nan"), float("-inf"), 10**400, "9", True)]
    [2.0, None, -1000000000000000.0, 1000000000000000.0, None, None]
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    return float(min(max(value, -LARGEST), LARGEST))


def _change(value: float | None, baseline: float | None) -> float:
    if not value or not baseline or (value > 0) != (baseline > 0):
        return 0.0
    return abs(math.log(abs(value)) - math.log(abs(baseline)))
