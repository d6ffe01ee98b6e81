"""The working time of a calendar, added up: how much lies between two times, and when so much has passed.

What passes is looked up in sums of pieces of time and not counted day by day, as queues ask it of thousands of records.
Times and amounts in microseconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from cmdb_server.service_levels.calendars import PIECE, Calendar, working

_MOST_PIECES = 4_096


class _Piece(NamedTuple):
    """The spans of a piece of time in their order, and how much has been worked by the end of each."""

    starts: Sequence[int]
    ends: Sequence[int]
    sums: Sequence[int]

    @property
    def total(self) -> int:
        """All that is worked in it."""
        return self.sums[-1] if self.sums else 0

    def until(self, at: int) -> int:
        """How much is worked in it before a time."""
        turn = bisect_right(self.starts, at) - 1
        return self.sums[turn] - max(self.ends[turn] - at, 0) if turn >= 0 else 0

    def when(self, amount: int) -> int:
        """When so much of it, which is not more than its total, has been worked."""
        turn = bisect_left(self.sums, amount)
        return self.ends[turn] - (self.sums[turn] - amount)


class Timetable:
    """Looks up working time; without a calendar every moment is. Safe to use from several threads."""

    def __init__(self, calendar: Calendar | None) -> None:
        """Pieces of time are added up when they are first asked for."""
        self._calendar = calendar
        self._pieces: dict[int, _Piece] = {}

    def worked(self, since: int, until: int) -> int:
        """How much of [since, until) is working time, 0 where it ends before it begins."""
        if until <= since or self._calendar is None:
            return max(until - since, 0)
        first, last = since // PIECE, until // PIECE
        between = sum(self._piece(number).total for number in range(first, last))
        return between + self._piece(last).until(until) - self._piece(first).until(since)

    def reached(self, since: int, amount: int, until: int) -> int:
        """When so much (at least 1) will have been worked from a time on, 0 where not by about `until`."""
        if self._calendar is None:
            return since + amount
        left = amount + self._piece(since // PIECE).until(since)
        for number in range(since // PIECE, until // PIECE + 1):
            piece = self._piece(number)
            if piece.total >= left:
                return piece.when(left)
            left -= piece.total
        return 0

    def _piece(self, number: int) -> _Piece:
        found = self._pieces.get(number)
        if found is None and self._calendar is not None:
            spans = list(working(self._calendar, number * PIECE, (number + 1) * PIECE))
            sums = list(accumulate(end - start for start, end in spans))
            found = _Piece([start for start, _ in spans], [end for _, end in spans], sums)
            if len(self._pieces) >= _MOST_PIECES:
                self._pieces = {}
            self._pieces[number] = found
        return found or _Piece((), (), ())


@lru_cache(maxsize=256)
def timetable_of(calendar: Calendar | None) -> Timetable:
    """The timetable of a calendar, which all records share."""
    return Timetable(calendar)
