"""How well hypotheses fit: points for everything that shows and for everything that keeps silent, as they predict it.

Each CI that a hypothesis hits shows it with the chance of its state: log(1 - p + p x likelihood ratio of its
signals). A cause shows it nearly always, in what travels or in what is its own. A hypothesis that leaves the symptom
open pays a price instead of being impossible, since relationships may be missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from impact.causes.evidence import LEVELS, Evidence, Symptom
from impact.causes.onsets import order_points
from impact.causes.predicted import Hypothesis, Predicted
from impact.causes.weights import Weights
from impact.graph import Graph
from impact.rows import FloatArray
from impact.states import State

LARGEST = 9.0


@dataclass(frozen=True)
class Spread:
    """Points of hypotheses for others: signals explained, silence that is not, the symptom, the order of events.

    `hit_count` and `silent_count` say how many CIs that is.
    """

    explained: FloatArray
    silence: FloatArray
    symptom: FloatArray
    order: FloatArray
    hit_count: FloatArray
    silent_count: FloatArray

    def total(self) -> FloatArray:
        """All of them together."""
        return self.explained + self.silence + self.symptom + self.order


@dataclass(frozen=True)
class Likelihood:
    """Points per CI: hit by someone else, in each state; and as the cause itself, apart from what it hits."""

    hit: Mapping[State, FloatArray]
    as_cause: FloatArray
    explained_by_dependencies: FloatArray
    onsets: FloatArray
    symptom: int
    weights: Weights

    def spread(self, predicted: Predicted, hypotheses: Sequence[Hypothesis]) -> Spread:
        """The points of each hypothesis for all CIs but its own, and for the symptom. O(CIs x hypotheses)."""
        gains = {level: np.maximum(points, 0.0) for level, points in self.hit.items()}
        losses = {level: np.minimum(points, 0.0) for level, points in self.hit.items()}
        counted = {
            level: np.stack([gains[level], losses[level], np.sign(gains[level]), -np.sign(losses[level])])
            for level in LEVELS
        }
        explained, silence, hit_count, silent_count = _summed(counted, predicted, hypotheses)
        return Spread(
            explained=self.weights.cascade * explained,
            silence=self.weights.cascade_silence * silence,
            symptom=self.weights.cascade * self._symptom(predicted, len(hypotheses)),
            order=order_points(predicted, hypotheses, self.onsets, self.weights),
            hit_count=hit_count,
            silent_count=silent_count,
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
        return float(self.as_cause[ci] + self.explained_by_dependencies[ci]) + self.place(ci)

    def place(self, ci: int) -> float:
        """The points for where a cause is."""
        return self.weights.cause_is_symptom if ci == self.symptom else 0.0

    def state(self, *, is_degraded: bool) -> float:
        """The points for what a cause is, down or degraded."""
        return self.weights.degraded_cause if is_degraded else 0.0


def _summed(points: Mapping[State, FloatArray], predicted: Predicted, hypotheses: Sequence[Hypothesis]) -> FloatArray:
    """Per row of `points` and hypothesis the sum over the CIs that it hits, each by its state, without its own CIs."""
    total = np.zeros((len(points[State.DOWN]), len(hypotheses)))
    below: FloatArray = np.zeros((len(total), len(predicted.cis)))
    for level in LEVELS:
        total += (points[level][:, predicted.cis] - below) @ predicted.is_in[level].astype(np.float64)
        below = points[level][:, predicted.cis]
    rows = {ci: row for row, ci in enumerate(predicted.cis.tolist())}
    for column, hypothesis in enumerate(hypotheses):
        for ci in hypothesis.cis:
            state = next(level for level in reversed(LEVELS) if predicted.is_in[level][rows[ci], column])
            total[:, column] -= points[state][:, ci]
    return total


def likelihood_of(graph: Graph, evidence: Evidence, symptom: Symptom, weights: Weights) -> Likelihood:
    """The likelihood of the evidence. O(CIs + relationships)."""
    unwatched = weights.watched if evidence.only_alerts else 0.0
    watched = np.where(evidence.is_watched, 1.0, unwatched)
    hit = {level: _mixed(weights.shows[level] * watched, evidence.travelling[level]) for level in LEVELS}
    for points in hit.values():
        points[symptom.ci] = 0.0
    explained = np.minimum(_explained_by_dependencies(graph, evidence), weights.loudest)
    as_cause = _as_cause(evidence, watched, weights)
    left = _as_cause(evidence, watched, weights, weights.explained_by_dependencies * explained)
    return Likelihood(
        hit=hit,
        as_cause=as_cause,
        explained_by_dependencies=left - as_cause,
        onsets=evidence.onsets,
        symptom=symptom.ci,
        weights=weights,
    )


def _explained_by_dependencies(graph: Graph, evidence: Evidence) -> FloatArray:
    """How much of what each CI shows its loudest dependency shows too. O(relationships)."""
    loud = np.maximum(evidence.travelling[State.DOWN], 0.0)
    below = np.zeros(graph.size)
    owners = np.repeat(graph.owner, np.diff(graph.members.starts))
    np.maximum.at(below, owners, loud[graph.members.values])
    return np.minimum(loud, below)


def _mixed(chance: FloatArray | float, points: FloatArray) -> FloatArray:
    """log(1 - p + p x ratio), for points that are the logarithm of the ratio."""
    return np.log1p(chance * np.expm1(np.minimum(points, LARGEST)))


def _as_cause(
    evidence: Evidence, watched: FloatArray, weights: Weights, explained: FloatArray | float = 0.0
) -> FloatArray:
    """A cause shows itself in what travels, in what is its own, in slow calls to it or from it: a mixture of these.

    `explained` is taken from what travels: what dependencies explain says nothing against what is its own.
    """
    ways = (
        (1 - weights.own_share, evidence.travelling[State.DOWN] + explained),
        (weights.own_share, evidence.own),
        (weights.slow_calls_to, evidence.calls_to),
        (weights.slow_calls_from, evidence.calls_from),
    )
    shares = np.sum([np.where(np.isfinite(points), share, 0.0) for share, points in ways], axis=0)
    ratio = np.sum([share * np.exp(np.minimum(points, LARGEST)) for share, points in ways], axis=0)
    either = np.log(ratio / shares)
    if evidence.only_alerts:
        return _mixed(weights.cause_shows_alerts * watched, either)
    return np.where(evidence.is_watched, _mixed(weights.cause_shows_measured, either), weights.unwatched_cause)
