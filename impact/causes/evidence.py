"""What the signals say about each CI, in points: how much likelier they are where something is wrong than where not.

A measurement is loud by its size above the noise of its metric, and never louder than it is rare among the CIs with
that metric. An alert is loud by how rare alerts are here. The ratios are bounded on both sides, since robust scores
have tails that no distribution describes.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from impact.causes.kinds import TRAVELLING, Kind
from impact.causes.onsets import onsets_of
from impact.causes.readings import Reading, number_of
from impact.causes.weights import Weights
from impact.rows import BoolArray, FloatArray
from impact.states import State

Metric: TypeAlias = tuple[str, str | None]

# The chance of severity 1, 2, 3 of an alert: of a false one, and by the state that it tells.
_SEVERITIES: Mapping[State, tuple[float, float, float]] = {
    State.UP: (0.60, 0.25, 0.15),
    State.AT_RISK: (0.70, 0.20, 0.10),
    State.DEGRADED: (0.25, 0.50, 0.25),
    State.DOWN: (0.12, 0.25, 0.63),
}
LEVELS = (State.AT_RISK, State.DEGRADED, State.DOWN)


@dataclass(frozen=True)
class Symptom:
    """What was reported: where, which metric and statistic, when."""

    ci: int
    kind: Kind
    statistic: str | None
    time: float | None


@dataclass(frozen=True)
class Evidence:
    """Points per CI: of what travels, by the state it may be in; of what is its own; of the calls to it and from it.

    -inf is: no such calls are measured. `loudest_own` names the own metric that speaks loudest.
    """

    travelling: Mapping[State, FloatArray]
    own: FloatArray
    calls_to: FloatArray
    calls_from: FloatArray
    onsets: FloatArray
    is_watched: BoolArray
    only_alerts: bool
    loudest_own: Mapping[int, str]


def weigh(readings: Sequence[Reading], symptom: Symptom, size: int, weights: Weights) -> Evidence:
    """The evidence on `size` CIs. O(readings log readings + size)."""
    measured = [reading for reading in readings if reading.severity is None]
    alerts = [reading for reading in readings if reading.severity is not None]
    found = _Points(size, symptom, weights, only_alerts=not measured)
    found.take_measured(measured)
    found.take_alerts(alerts)
    return found.evidence(onsets_of(readings, size, symptom.time, weights))


def size_of(reading: Reading, weights: Weights) -> float:
    """How much worse it got, as a logarithm: of the score above what it was before, or of the relative change."""
    rise = max(reading.z - weights.rise_from_before * reading.z_before, 0.0)
    if reading.z <= NOTICEABLE:
        return math.log1p(rise)
    return max(math.log1p(rise), weights.change_by_value * reading.change * min(rise / reading.z, 1.0))


NOTICEABLE = 0.3
ALERT = 3.0
NOISE_BEFORE = 0.8
QUIET_COMPANY = 5
QUIET_ESTATE = 20


def is_alert(signal: Mapping[str, object]) -> bool:
    """Whether a signal, as it comes in, says that something is wrong: somebody's rule fired, or its score is large."""
    z = number_of(signal.get("z"))
    return number_of(signal.get("onset")) is not None or signal.get("severity") is not None or (z or 0.0) >= ALERT


class _Points:
    """Points while they are collected; -inf is: nothing said yet."""

    def __init__(self, size: int, symptom: Symptom, weights: Weights, *, only_alerts: bool) -> None:
        self.size, self.symptom, self.weights, self.only_alerts = size, symptom, weights, only_alerts
        self.same, self.other, self.own = (np.full(size, -np.inf) for _ in range(3))
        self.alerted = {level: np.full(size, -np.inf) for level in LEVELS}
        self.own_alerted = np.full(size, -np.inf)
        self.is_watched = np.zeros(size, np.bool_)
        self.calls_to: list[tuple[int, float]] = []
        self.calls_from: list[tuple[int, float]] = []
        self.loudest_own: dict[int, str] = {}

    def take_measured(self, readings: Sequence[Reading]) -> None:
        loudness = loudness_of(readings, self.weights)
        by_caller = {reading.ci for reading in readings if reading.peer is not None}
        for reading, points in zip(readings, loudness, strict=True):
            self.is_watched[reading.ci] |= reading.kind is not Kind.VOLUME
            if reading.peer is not None:
                self._calls(reading.peer, reading.ci, min(points, self.weights.loudest))
            elif reading.kind is Kind.OWN or (reading.kind is Kind.LINK and reading.ci not in by_caller):
                self._own(self.own, reading, points)
            elif reading.kind in (Kind.CALLS, *TRAVELLING):
                self._travelling(reading, points)

    def _calls(self, caller: int, callee: int, points: float) -> None:
        self.calls_to.append((callee, points))
        if caller >= 0:
            self.calls_from.append((caller, points))

    def _own(self, kept: FloatArray, reading: Reading, points: float) -> None:
        loudest = self.weights.loudest
        points = min(points, loudest + self.weights.beyond_loudest * max(points - loudest, 0.0))
        if points > kept[reading.ci]:
            kept[reading.ci] = points
            self.loudest_own[reading.ci] = reading.metric

    def _travelling(self, reading: Reading, points: float) -> None:
        weights = self.weights
        points = min(points, weights.loudest)
        if not self._is_of_the_symptom(reading):
            share = weights.callers_view if reading.kind is Kind.CALLS else weights.other_kind
            self.other[reading.ci] = max(self.other[reading.ci], share * points)
        elif self.symptom.statistic in (None, reading.statistic) or reading.statistic is None:
            self.same[reading.ci] = max(self.same[reading.ci], points)
        else:
            share = weights.other_statistic if points > 0 else 1.0
            quiet = weights.quietest if points <= 0 else share * points
            self.same[reading.ci] = max(self.same[reading.ci], quiet)

    def _is_of_the_symptom(self, reading: Reading) -> bool:
        return reading.kind in TRAVELLING and (
            reading.kind is self.symptom.kind or Kind.STATE in (reading.kind, self.symptom.kind)
        )

    def take_alerts(self, alerts: Iterable[Reading]) -> None:
        alerts = list(alerts)
        rate = self.weights.false_alarm_share * len({alert.ci for alert in alerts}) / (self.size + QUIET_ESTATE)
        loud = -math.log(min(max(rate, self.weights.rarest_false_alarm), 0.5))
        for alert in alerts:
            self._alert(alert, loud * self._freshness(alert))

    def _freshness(self, alert: Reading) -> float:
        time, weights = self.symptom.time, self.weights
        is_old = time is not None and alert.onset is not None and time - alert.onset >= weights.fresh_seconds
        return weights.stale if is_old else 1.0

    def _alert(self, alert: Reading, loud: float) -> None:
        self.is_watched[alert.ci] |= alert.kind is not Kind.VOLUME
        if alert.kind in (Kind.OWN, Kind.LINK):
            self._own(self.own_alerted, alert, min(loud, self.weights.loudest_own_alert))
        elif alert.kind is not Kind.VOLUME:
            share = 1.0 if self._is_of_the_symptom(alert) else self.weights.other_kind_alert
            share = self.weights.callers_view if alert.kind is Kind.CALLS else share
            told = (alert.severity or 1) - 1
            false = math.log(_SEVERITIES[State.UP][told])
            for level, kept in self.alerted.items():
                trust = self.weights.severity * (math.log(_SEVERITIES[level][told]) - false)
                kept[alert.ci] = max(kept[alert.ci], share * (loud + trust))

    def evidence(self, onsets: FloatArray) -> Evidence:
        weights = self.weights
        silent = weights.silent_alerts if self.only_alerts else 0.0
        same = np.maximum(self.same, weights.quietest)
        other = np.where(np.isfinite(self.other), self.other, silent)
        measured = np.where(np.isfinite(self.same), same + np.maximum(other, 0.0), other)
        unseen = weights.silent_alerts if self.only_alerts else weights.unseen_own
        own = np.maximum(self.own, self.own_alerted)
        return Evidence(
            travelling={level: np.where(np.isfinite(kept), kept, measured) for level, kept in self.alerted.items()},
            own=np.where(np.isfinite(own), own, unseen),
            calls_to=self._together(self.calls_to),
            calls_from=self._together(self.calls_from),
            onsets=onsets,
            is_watched=self.is_watched,
            only_alerts=self.only_alerts,
            loudest_own=self.loudest_own,
        )

    def _together(self, calls: Sequence[tuple[int, float]]) -> FloatArray:
        """How loud the calls of each CI are together: many that are a little slow say more than one."""
        count = np.bincount([ci for ci, _ in calls], minlength=self.size)
        total = np.bincount([ci for ci, _ in calls], weights=[points for _, points in calls], minlength=self.size)
        loud = np.minimum(total / np.sqrt(np.maximum(count, 1)), self.weights.loudest_calls)
        return np.where(count > 0, loud, -np.inf)


def loudness_of(readings: Sequence[Reading], weights: Weights) -> list[float]:
    """Points of each measurement among all of its metric: size above noise, bounded by rarity. O(n log n)."""
    sizes = [size_of(reading, weights) for reading in readings]
    largest: defaultdict[Metric, dict[int, float]] = defaultdict(dict)
    before: defaultdict[Metric, list[float]] = defaultdict(list)
    for reading, size in zip(readings, sizes, strict=True):
        metric = (reading.metric, reading.statistic)
        largest[metric][reading.ci] = max(largest[metric].get(reading.ci, 0.0), size)
        before[metric].append(math.log1p(reading.z_before))
    ordered = {metric: np.sort(np.asarray(list(found.values()))) for metric, found in largest.items()}
    noise = {
        metric: weights.noise_floor
        + weights.noise_share * max(_usual(found, weights.noise_quantile), _usual(before[metric], NOISE_BEFORE))
        for metric, found in ordered.items()
    }
    return [
        _points(size, ordered[metric], float(noise[metric]), weights)
        for size, metric in zip(sizes, ((reading.metric, reading.statistic) for reading in readings), strict=True)
    ]


def _usual(sizes: Sequence[float] | FloatArray, share: float) -> float:
    """A quantile, with some quiet CIs beside those that are measured, so that few of them are no noise."""
    return float(np.quantile(np.concatenate([np.zeros(QUIET_COMPANY), sizes]), share))


def _points(size: float, ordered: FloatArray, noise: float, weights: Weights) -> float:
    as_large = len(ordered) - int(np.searchsorted(ordered, size - 1e-9))
    rarity = weights.rarity * -math.log(as_large / (len(ordered) + 1)) + weights.rarity_base
    return min(weights.slope * (size - noise), rarity)
