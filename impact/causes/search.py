"""The search: every suspect alone, down or degraded; then the best of them with what they leave unexplained."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from impact.causes.changes import Changes
from impact.causes.likelihood import Likelihood, Spread
from impact.causes.predicted import Hypothesis, Lists, Predicted, predict
from impact.causes.weights import Weights
from impact.graph import Graph
from impact.reach import walk
from impact.rows import BoolArray, FloatArray, IntArray, integers, plain
from impact.states import State

MOST_SUSPECTS = 500
FAR = 0.5
FIRSTS, PARTNERS = 6, 24


@dataclass(frozen=True)
class Found:
    """The suspects with the points of their best hypothesis alone, and the states that it predicts.

    `is_elsewhere` tells the suspects to which nothing known leads from the symptom, `elsewhere` the points that they
    lose where they are another story, None where they are not taken for one.
    """

    suspects: Sequence[int]
    hypotheses: Sequence[Hypothesis]
    own: FloatArray
    points: FloatArray
    spread: Spread
    predicted: Predicted
    is_elsewhere: BoolArray
    elsewhere: float | None = None

    def best(self, place: int) -> int:
        """The column of the better of a suspect's two hypotheses."""
        count = len(self.suspects)
        return place if self.points[place] >= self.points[place + count] else place + count

    def alone(self) -> FloatArray:
        """The points of each suspect as the only cause, down or degraded."""
        count = len(self.suspects)
        return np.logaddexp(self.points[:count], self.points[count:])

    @cached_property
    def other_stories(self) -> frozenset[int]:
        """The suspects that are taken for another story."""
        told = zip(self.suspects, self.is_elsewhere.tolist(), strict=True)
        return frozenset() if self.elsewhere is None else frozenset(ci for ci, is_far in told if is_far)

    def level(self, column: int, ci: int) -> State:
        """The state of a CI under one hypothesis."""
        rows = np.flatnonzero(self.predicted.cis == ci)
        hit = (
            level
            for level in (State.DOWN, State.DEGRADED, State.AT_RISK)
            for row in rows
            if self.predicted.is_in[level][row, column]
        )
        return next(hit, State.UP)


def suspects_of(graph: Graph, starts: IntArray, likelihood: Likelihood, changes: Changes) -> list[int]:
    """Whatever the starts depend on, they themselves too. O(their requirements, for each start where these are many).

    Where they are too many: the likeliest in themselves, near the symptom, which is the first start.
    """
    everyone = sorted(walk(graph.dependencies, starts, graph.size).cis().tolist())
    if len(everyone) <= MOST_SUSPECTS:
        return everyone
    alone = np.asarray([likelihood.alone(ci) + changes.points(ci) for ci in everyone])
    near = walk(graph.dependencies, starts[:1], graph.size).entered[everyone]
    alone += np.log1p(_starts_behind(graph, starts)[everyone]) - FAR * np.where(near > 0, near, near.max() + 1)
    return sorted(everyone[place] for place in np.argsort(-alone, kind="stable")[:MOST_SUSPECTS])


def _starts_behind(graph: Graph, starts: IntArray) -> FloatArray:
    """How many of the starts depend on each CI."""
    behind = np.zeros(graph.size)
    for start in starts.tolist():
        behind[walk(graph.dependencies, integers([start]), graph.size).cis()] += 1
    return behind


def search(graph: Graph, lists: Lists, suspects: Sequence[int], likelihood: Likelihood, changes: Changes) -> Found:
    """Each suspect alone, as down and as degraded. O(graph x suspects / word size + CIs x suspects)."""
    hypotheses = [Hypothesis(down=(ci,)) for ci in suspects] + [Hypothesis(degraded=(ci,)) for ci in suspects]
    predicted = predict(lists, hypotheses)
    spread = likelihood.spread(predicted, hypotheses)
    own = prior(hypotheses, likelihood, changes)
    behind = walk(graph.dependencies, integers([likelihood.symptom]), graph.size)
    is_elsewhere = np.asarray([ci not in behind for ci in suspects], np.bool_)
    return Found(suspects, hypotheses, own, spread.total() + own, spread, predicted, is_elsewhere)


def weighed_elsewhere(found: Found, estate_size: float | None, weights: Weights) -> Found:
    """The suspects, with trouble elsewhere bounded in what it says about the symptom.

    However much shows there, and however surely it has one cause: that the symptom has the same one, by a relationship
    that nobody knows, competes with two troubles at a time, which are the likelier the larger the estate is. Where its
    size is not told, the graph is taken for what has to do with the symptom.
    """
    if estate_size is None or not found.is_elsewhere.any():
        return found
    most = weights.cascade * weights.symptom_not_reached - math.log(min(1.0, estate_size * weights.trouble_elsewhere))
    over = max(0.0, float(np.logaddexp.reduce(found.alone()[found.is_elsewhere])) - most)
    return replace(found, points=found.points - over * np.tile(found.is_elsewhere, 2), elsewhere=-over)


def prior(hypotheses: Iterable[Hypothesis], likelihood: Likelihood, changes: Changes) -> FloatArray:
    """What speaks for the causes in themselves."""
    return np.asarray(
        [
            sum(likelihood.alone(ci) + changes.points(ci) for ci in hypothesis.cis)
            + likelihood.state(is_degraded=True) * len(hypothesis.degraded)
            for hypothesis in hypotheses
        ]
    )


def together(lists: Lists, found: Found, likelihood: Likelihood, changes: Changes) -> list[tuple[Hypothesis, float]]:
    """Two causes at once, with their points: each of the best with those that explain most of what it leaves open.

    One of them at least is no other story.
    """
    firsts = plain(integers(np.argsort(-found.alone(), kind="stable")[:FIRSTS]))
    pairs: dict[Hypothesis, None] = {}
    for first, left in zip(firsts, _left_unexplained(found, firsts, likelihood), strict=True):
        for second in plain(integers(np.argsort(-left, kind="stable")[:PARTNERS])):
            pair = _joined(found.hypotheses[found.best(first)], found.hypotheses[found.best(second)])
            if first != second and not found.other_stories.issuperset(pair.cis):
                pairs[pair] = None
    hypotheses = list(pairs)
    points = likelihood.spread(predict(lists, hypotheses), hypotheses).total() + likelihood.weights.second_cause
    for place, hypothesis in enumerate(hypotheses):
        points[place] += 0.0 if found.other_stories.isdisjoint(hypothesis.cis) else found.elsewhere or 0.0
    return list(zip(hypotheses, (points + prior(hypotheses, likelihood, changes)).tolist(), strict=True))


def _joined(one: Hypothesis, other: Hypothesis) -> Hypothesis:
    return Hypothesis(tuple(sorted(one.down + other.down)), tuple(sorted(one.degraded + other.degraded)))


def _left_unexplained(found: Found, firsts: Sequence[int], likelihood: Likelihood) -> FloatArray:
    """For each first cause and each suspect the points that the suspect adds by what the first leaves unexplained."""
    hit = found.predicted.is_in[State.DEGRADED].astype(np.float64)
    gains = np.maximum(likelihood.hit[State.DOWN][found.predicted.cis], 0.0)
    free = gains * (1.0 - hit[:, [found.best(first) for first in firsts]].T)
    added = free @ hit + found.own
    count = len(found.suspects)
    return np.where(found.points[:count] >= found.points[count:], added[:, :count], added[:, count:])
