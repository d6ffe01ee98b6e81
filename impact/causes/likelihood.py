"""How well hypotheses fit: points for everything that shows and for everything that keeps silent, as they predict it.

Each CI that a hypothesis hits shows it with the chance of its state: log(1 - p + p x likelihood ratio of its
signals). A cause shows it nearly always, in what travels or in what is its own. A hypothesis that leaves the symptom
open pays a price instead of being impossible, since relationships may be missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from impact.causes.evidence import LEVELS, Evidence, FloatArray, Symptom
from impact.causes.predicted import Hypothesis, Predicted
from impact.causes.weights import Weights
from impact.states import State


@dataclass(frozen=True)
class Spread:
    """Points of hypotheses for what they do to others: signals they explain, silence they do not, and the symptom.

    `hit_count` and `silent_count` say how many CIs that is.
    """

    explained: FloatArray
    silence: FloatArray
    symptom: FloatArray
    hit_count: FloatArray
    silent_count: FloatArray

    def total(self) -> FloatArray:
        """All of them together."""
        return self.explained + self.silence + self.symptom


@dataclass(frozen=True)
class Likelihood:
    """Points per CI: hit by someone else, in each state; and as the cause itself, apart from what it hits."""

    hit: Mapping[State, FloatArray]
    as_cause: FloatArray
    calls: FloatArray
    symptom: int
    weights: Weights

    def spread(self, predicted: Predicted, hypotheses: Sequence[Hypothesis]) -> Spread:
        """The points of each hypothesis for all CIs but its own, and for the symptom. O(CIs x hypotheses)."""
        gains = {level: np.maximum(points, 0.0) for level, points in self.hit.items()}
        losses = {level: np.minimum(points, 0.0) for level, points in self.hit.items()}
        return Spread(
            explained=self.weights.cascade * _summed(gains, predicted, hypotheses),
            silence=self.weights.cascade * _summed(losses, predicted, hypotheses),
            symptom=self.weights.cascade * self._symptom(predicted, len(hypotheses)),
            hit_count=_summed({level: np.sign(points) for level, points in gains.items()}, predicted, hypotheses),
            silent_count=-_summed({level: np.sign(points) for level, points in losses.items()}, predicted, hypotheses),
        )

    def _symptom(self, predicted: Predicted, count: int) -> FloatArray:
        weights = self.weights
        points = np.full(count, weights.symptom_not_reached)
        for row in np.flatnonzero(predicted.cis == self.symptom):
            points[predicted.is_in[State.AT_RISK][row]] = weights.symptom_at_risk
            points[predicted.is_in[State.DEGRADED][row]] = 0.0
        return points

    def alone(self, ci: int) -> float:
        """The points of a CI as a cause, apart from what it hits."""
        return float(self.as_cause[ci] + self.calls[ci]) + self.place(ci)

    def place(self, ci: int) -> float:
        """The points for where a cause is."""
        return self.weights.cause_is_symptom if ci == self.symptom else 0.0

    def state(self, *, is_degraded: bool) -> float:
        """The points for what a cause is, down or degraded."""
        return self.weights.degraded_cause if is_degraded else 0.0


def _summed(points: Mapping[State, FloatArray], predicted: Predicted, hypotheses: Sequence[Hypothesis]) -> FloatArray:
    """Per hypothesis the sum over the CIs that it hits, each by its state, without its own CIs."""
    total = np.zeros(len(hypotheses))
    below: FloatArray = np.zeros(len(predicted.cis))
    for level in LEVELS:
        total += (points[level][predicted.cis] - below) @ predicted.is_in[level]
        below = points[level][predicted.cis]
    rows = {ci: row for row, ci in enumerate(predicted.cis.tolist())}
    for column, hypothesis in enumerate(hypotheses):
        for ci in hypothesis.cis:
            state = next(level for level in reversed(LEVELS) if predicted.is_in[level][rows[ci], column])
            total[column] -= points[state][ci]
    return total


def likelihood_of(evidence: Evidence, symptom: Symptom, weights: Weights) -> Likelihood:
    """The likelihood of the evidence. O(CIs + slow calls)."""
    unwatched = weights.watched if evidence.only_alerts else 0.0
    watched = np.where(evidence.is_watched, 1.0, unwatched)
    hit = {level: _mixed(weights.shows[level] * watched, evidence.travelling[level]) for level in LEVELS}
    for points in hit.values():
        points[symptom.ci] = 0.0
    return Likelihood(hit, _as_cause(evidence, watched, weights), _calls(evidence, weights), symptom.ci, weights)


def _mixed(chance: FloatArray | float, points: FloatArray) -> FloatArray:
    """log(1 - p + p x ratio), for points that are the logarithm of the ratio."""
    return np.log1p(chance * np.expm1(np.minimum(points, 9.0)))


def _as_cause(evidence: Evidence, watched: FloatArray, weights: Weights) -> FloatArray:
    either = np.logaddexp(
        np.log(1 - weights.own_share) + evidence.travelling[State.DOWN], np.log(weights.own_share) + evidence.own
    )
    if evidence.only_alerts:
        return _mixed(weights.cause_shows_alerts * watched, either)
    return np.where(evidence.is_watched, _mixed(weights.cause_shows_measured, either), weights.unwatched_cause)


def _calls(evidence: Evidence, weights: Weights) -> FloatArray:
    points = np.zeros(len(evidence.own))
    for calls in evidence.calls:
        ratio = np.expm1(calls.points)
        points[calls.callee] += weights.slow_calls_to * np.log1p(0.8 * ratio)
        if calls.caller >= 0:
            points[calls.caller] += weights.slow_calls_from * np.log1p(0.4 * ratio)
    return points
