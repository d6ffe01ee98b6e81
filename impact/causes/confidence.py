"""How sure the ranking is, as a probability that holds: fitted to how often the first entry was a true cause."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH = 0.5
SCALE, OFFSET = 1.0, 0.0


@dataclass(frozen=True)
class Sureness:
    """The chance of each entry and of the first, and whether that is enough to act on."""

    each: Sequence[float]
    first: float
    is_enough: bool


def sureness(scores: Sequence[float], whole: float) -> Sureness:
    """How sure a ranking is: its scores, best first, and the `whole` likelihood of all hypotheses as a logarithm.

    >>> sureness([9.0, 1.0, 0.0], 9.1).is_enough
    True
    """
    share = np.exp(np.minimum(np.asarray(scores) - whole, 0.0))
    first = _logistic(OFFSET + SCALE * math.log(share[0] / max(1 - share[0], 1e-12)))
    each = [float(value) for value in share / share[0] * first]
    return Sureness(each, first, first >= ENOUGH)


def _logistic(points: float) -> float:
    return 1 / (1 + math.exp(-max(min(points, 30.0), -30.0)))
