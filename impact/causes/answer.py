"""From a question to a ranking: read, weigh, search, and say it in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from impact.causes.case import Case
from impact.causes.changes import weigh_changes
from impact.causes.confidence import Sureness, sureness
from impact.causes.evidence import Symptom, is_alert, weigh
from impact.causes.kinds import kind_of
from impact.causes.likelihood import likelihood_of
from impact.causes.neighbourhood import DiGraph, neighbourhood_of
from impact.causes.predicted import Hypothesis, lists_of
from impact.causes.ranking import Cause, Ranking
from impact.causes.readings import number_of, read_signals
from impact.causes.search import Found, search, suspects_of, together, weighed_elsewhere
from impact.causes.weights import Weights
from impact.causes.wording import parts_of
from impact.estate import UnknownCIError
from impact.rows import FloatArray, integers

DIGITS = 9


def answer(
    estate: DiGraph,
    signals: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
    target: Mapping[str, Any],
    weights: Weights,
) -> Ranking:
    """The ranking of the causes of a symptom. Raises UnknownCIError where the estate does not have the symptom's CI."""
    case = _read(estate, signals, changes, target, weights)
    graph = case.near.graph
    starts = integers([case.near.numbers[name] for name in case.starts])
    suspects = suspects_of(graph, starts, case.likelihood, case.changes)
    lists = lists_of(graph)
    found = search(graph, lists, suspects, case.likelihood, case.changes)
    found = weighed_elsewhere(found, number_of(target.get("estate_size")), weights)
    pairs = together(lists, found, case.likelihood, case.changes)
    return _ranked(case, found, pairs)


def _read(
    estate: DiGraph,
    signals: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
    target: Mapping[str, Any],
    weights: Weights,
) -> Case:
    name = target.get("node")
    if name not in estate:
        message = (
            f"target: there is no CI {name!r} in this graph of {len(estate)} CIs; give the CI that shows the symptom"
        )
        raise UnknownCIError(message)
    alerting = (signal.get("node") for signal in signals if is_alert(signal))
    changed = (change.get("node") for change in changes)
    starts = [name, *(other for other in dict.fromkeys([*alerting, *changed]) if other != name and other in estate)]
    near = neighbourhood_of(estate, starts)
    statistic = target.get("stat")
    symptom = Symptom(
        ci=near.numbers[name],
        kind=kind_of(str(target.get("metric", ""))),
        statistic=None if statistic is None else str(statistic),
        time=number_of(target.get("time")),
    )
    evidence = weigh(read_signals(signals, near.numbers), symptom, len(near.names), weights)
    return Case(
        near=near,
        symptom=symptom,
        evidence=evidence,
        changes=weigh_changes(changes, near.numbers, symptom.time, weights),
        likelihood=likelihood_of(near.graph, evidence, symptom, weights),
        starts=starts,
    )


def _ranked(case: Case, found: Found, pairs: Sequence[tuple[Hypothesis, float]]) -> Ranking:
    alone = found.alone()
    scores, partners = _with_pairs(found, alone, pairs)
    order = sorted(range(len(scores)), key=lambda place: (-round(float(scores[place]), DIGITS), found.suspects[place]))
    hypotheses = [*alone.tolist(), *(points for _, points in pairs)]
    sure = sureness([float(scores[place]) for place in order], hypotheses)
    if not np.any(case.evidence.is_watched):
        # A change alone may well be the cause, but how often it is was learnt where something showed the trouble.
        sure = replace(sure, is_enough=False)
    causes = [
        Cause(
            node=case.near.names[found.suspects[place]],
            score=round(float(scores[place]), DIGITS),
            confidence=confidence,
            parts=parts_of(case, found, place, float(scores[place] - alone[place])),
            reaches_symptom=not found.is_elsewhere[place],
            together_with=tuple(case.near.names[ci] for ci in partners.get(place, ())),
        )
        for place, confidence in zip(order, sure.each, strict=True)
    ]
    return Ranking(tuple(causes), sure.first, sure.is_enough, _verdict(causes, sure))


def _with_pairs(
    found: Found, alone: FloatArray, pairs: Iterable[tuple[Hypothesis, float]]
) -> tuple[FloatArray, dict[int, tuple[int, ...]]]:
    """The scores of the suspects, alone or with another; and the partner with which it fits better than alone.

    Beside a cause that can be behind the symptom one elsewhere is another story, which says nothing of the symptom.
    """
    scores = alone.copy()
    place_of = {ci: place for place, ci in enumerate(found.suspects)}
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    for hypothesis, points in pairs:
        for ci in {*hypothesis.cis} - found.other_stories:
            place = place_of[ci]
            scores[place] = np.logaddexp(scores[place], points)
            if points > max(float(alone[place]), best.get(place, (-np.inf, ()))[0]):
                best[place] = (points, tuple(other for other in hypothesis.cis if other != ci))
    return scores, {place: partners for place, (_, partners) in best.items()}


def _verdict(causes: Sequence[Cause], sure: Sureness) -> str:
    first = causes[0]
    chance = f"{sure.first:.0%}"
    if not sure.is_enough:
        return f"Not enough evidence: {first.node} fits best, with a chance of {chance} only."
    beside = "".join(f", together with {other}" for other in first.together_with)
    return f"{first.node} is the cause with a chance of {chance}{beside}."
