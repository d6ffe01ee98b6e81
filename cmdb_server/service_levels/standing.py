"""How records stand against what was agreed: the most pressing clock of each, and what the clocks of a target come to.

A clock is the first due of its record while it has not ended; so one that is breached comes before one that is at risk.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.service_levels.calendars import MINUTE
from cmdb_server.service_levels.clocks import Clock, ClockState
from cmdb_server.service_levels.levels import Target
from cmdb_server.service_levels.timing import Clocks
from cmdb_server.timestamps import OPEN

Timed: TypeAlias = tuple[Record, Clock]


class Ended(NamedTuple):
    """How many clocks of a target were met in a time, and how many ran out in it."""

    met: int
    missed: int

    @property
    def share(self) -> float | None:
        """The share that was met, None of none."""
        return self.met / (self.met + self.missed) if self.met + self.missed else None


@dataclass(frozen=True)
class Standing:
    """A target: how many open records stand how against it now, what became of others, and that by team."""

    target: Target
    open: Mapping[ClockState, int]
    ended: Ended
    teams: Mapping[str, Ended]
    missed: Sequence[Timed]


def first_due(clocks: Iterable[Clock]) -> Clock | None:
    """The clock that is due first, of those that have not ended."""
    return min((clock for clock in clocks if not clock.ended_at), key=lambda one: one.due_at or OPEN, default=None)


def open_and_timed(queue: RecordQueue, clocks: Clocks, wanted: Wanted, states: Collection[str] = ()) -> list[Timed]:
    """Open records of those wanted with their first due clock, in the order wanted; only those in some states of it."""
    records = [] if wanted.is_open is False else queue.every(replace(wanted, is_open=True))
    known = clocks.of(records)
    firsts = ((record, first_due(known.get(record.number, ()))) for record in records)
    return [(record, clock) for record, clock in firsts if clock and (not states or clock.state in states)]


def soonest_first(timed: Iterable[Timed]) -> list[Timed]:
    """Sorted by when they are due, those that stand last."""
    return sorted(timed, key=lambda one: (one[1].due_at or OPEN, one[0].number))


def standings(targets: Iterable[Target], timed: Iterable[Timed], since: int, until: int) -> list[Standing]:
    """How each target stood in a time [since, until), by the clocks of records: pure.

    As the number "service levels met" has it: a clock that still runs counts once it has run out, and those of
    cancelled records do not count.
    """
    by_target: dict[Target, list[Timed]] = {target: [] for target in targets}
    for record, clock in timed:
        if clock.target in by_target and record.state != "cancelled":
            by_target[clock.target].append((record, clock))
    return [_standing(target, found, since, until) for target, found in by_target.items()]


def _standing(target: Target, timed: Sequence[Timed], since: int, until: int) -> Standing:
    met = [one for one in timed if one[1].is_met and since <= one[1].ended_at < until]
    missed = [one for one in timed if not one[1].is_met and since <= one[1].due_at < until]
    now = Counter[ClockState](clock.state for _, clock in timed if not clock.ended_at)
    good, bad = (Counter(record.value("team") for record, _ in found) for found in (met, missed))
    teams = {team: Ended(good[team], bad[team]) for team in sorted(good.keys() | bad.keys())}
    worst_first = sorted(missed, key=lambda one: (-_over(one[1]), one[0].number))
    return Standing(target, now, Ended(len(met), len(missed)), teams, worst_first)


def _over(clock: Clock) -> int:
    return clock.passed - clock.target.minutes * MINUTE
