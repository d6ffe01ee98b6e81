"""Which windows have a moment in common: a pure function of their ends."""

from collections.abc import Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """From a time until before another one."""

    start: int
    end: int


def together(spans: Sequence[Span]) -> list[tuple[int, ...]]:
    """The largest sets of spans that all have a moment in common, by position. O(n squared).

    Spans of which any two overlap have a moment in common all together, the start of the last one to start.

    >>> together([Span(0, 10), Span(5, 15), Span(10, 20), Span(30, 40)])
    [(0, 1), (1, 2), (3,)]
    """
    found: list[tuple[int, ...]] = []
    for moment in sorted({span.start for span in spans}):
        active = tuple(place for place, span in enumerate(spans) if span.start <= moment < span.end)
        found = [other for other in found if not set(other) <= set(active)]
        if not any(set(active) <= set(other) for other in found):
            found.append(active)
    return found


def common(spans: Sequence[Span]) -> Span:
    """What spans have in common."""
    return Span(max(span.start for span in spans), min(span.end for span in spans))
