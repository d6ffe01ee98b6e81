"""The order of events: what was in trouble before a suspect was is hardly its doing."""

from collections.abc import Iterable, Sequence

import numpy as np

from impact.causes.kinds import Kind
from impact.causes.predicted import Hypothesis, Predicted
from impact.causes.readings import Reading
from impact.causes.weights import Weights
from impact.rows import FloatArray
from impact.states import State


def onsets_of(readings: Iterable[Reading], size: int, time: float | None, weights: Weights) -> FloatArray:
    """When each CI was first seen in trouble, shortly before the symptom or after it; inf where never. O(readings)."""
    first = np.full(size, np.inf)
    for reading in readings:
        if reading.onset is not None and reading.kind is not Kind.VOLUME:
            is_old = time is not None and time - reading.onset >= weights.fresh_seconds
            first[reading.ci] = min(first[reading.ci], np.inf if is_old else reading.onset)
    return first


def order_points(
    predicted: Predicted, hypotheses: Sequence[Hypothesis], onsets: FloatArray, weights: Weights
) -> FloatArray:
    """Against each hypothesis: the share of what it hits that was in trouble before. O(alerting CIs x hypotheses)."""
    began = np.asarray([min((float(onsets[ci]) for ci in hypothesis.cis), default=np.inf) for hypothesis in hypotheses])
    rows = np.flatnonzero(np.isfinite(onsets[predicted.cis]))
    hit = predicted.is_in[State.AT_RISK][rows]
    began = np.where(np.isfinite(began), began - weights.onset_tolerance_seconds, -np.inf)
    earlier = hit & (onsets[predicted.cis][rows][:, np.newaxis] < began)
    others = hit.sum(axis=0) - np.isfinite(began)
    return weights.hit_before_cause * earlier.sum(axis=0) / np.maximum(others, 1)
