"""How sure the ranking is, as a probability that holds.

The share of the first entry in the likelihood of all hypotheses is too sure of itself, since signals depend on each
other. A logistic curve through how often the first entry was a true cause brings it down to what holds (Platt
scaling: J. Platt, Probabilistic outputs for support vector machines, 1999). One of the hypotheses is a cause that
nobody knows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH = 0.5
SCALE, OFFSET = 0.7, 0.2
SUREST = 4.0
UNKNOWN_CAUSE = 0.0


@dataclass(frozen=True)
class Sureness:
    """The chance of each entry and of the first, and whether that is enough to act on."""

    each: Sequence[float]
    first: float
    is_enough: bool


def sureness(scores: Sequence[float], hypotheses: Sequence[float]) -> Sureness:
    """How sure a ranking is: the scores of its entries, best first, and the points of all hypotheses. O(both).

    >>> [sureness([score, 0.0], [score, 0.0]).is_enough for score in (0.0, 5.0)]
    [False, True]
    """
    whole = float(np.logaddexp.reduce([UNKNOWN_CAUSE, *hypotheses]))
    share = math.exp(min(scores[0] - whole, 0.0))
    odds = math.log(max(share, 1e-12)) - math.log(max(1 - share, 1e-12))
    first = 1 / (1 + math.exp(-OFFSET - SCALE * max(min(odds, SUREST), -SUREST)))
    return Sureness([first * math.exp(score - scores[0]) for score in scores], first, first >= ENOUGH)
