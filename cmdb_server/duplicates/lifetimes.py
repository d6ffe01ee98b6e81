"""Which contested values are junk: several live machines claim them at the same time."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

ALIVE_WITHIN = 7 * 86_400_000_000  # microseconds: machines last heard of so far apart are not alive at the same time
_FEW = 3


class Lifetime(NamedTuple):
    """From when until when a source is known to have spoken of a CI, in microseconds."""

    first: int
    last: int


def are_alive_together(one: Sequence[Lifetime], other: Sequence[Lifetime]) -> bool:
    """Whether both were heard of over the same time, and lately both."""
    return any(
        mine.first <= theirs.last and theirs.first <= mine.last and abs(mine.last - theirs.last) <= ALIVE_WITHIN
        for mine in one
        for theirs in other
    )


def is_quarantined(claimants: Sequence[str], lifetimes: Mapping[str, Sequence[Lifetime]]) -> bool:
    """Whether a contested value is junk: more than a few claim it, or two that are alive at the same time.

    `lifetimes` are those of the CIs that are not retired.
    """
    if len(claimants) > _FEW:
        return True
    pairs = combinations(sorted(set(claimants)), 2)
    return any(are_alive_together(lifetimes.get(one, ()), lifetimes.get(other, ())) for one, other in pairs)
