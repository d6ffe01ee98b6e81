"""Problems: incidents that may have one behind them, known errors that fit an incident, and whether a fix holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cmdb_server.errors import CmdbError
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.desk import Desk, Saying
from cmdb_server.itsm.following import counted, current
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import Worker
from cmdb_server.record_insight.clusters import Cluster, Happened, clusters

VERIFIER = Worker("verification", may_work=True, may_manage=True, is_program=True)
Fit = Literal["cause", "affected", "text"]
_INCIDENT, _PROBLEM = "incident", "problem"
_KNOWN = "known_error"
_DAY = 86_400 * 1_000_000
_LOOKED_AT = 90 * _DAY
_MOST, _MOST_KNOWN, _MOST_SIMILAR, _MOST_RESOLVED = 500, 500, 10, 500
_USUAL_DAYS = 14
_BRINGS = ("successful", "with_issues")  # outcomes of a change
_By = tuple[Worker, ImpactAnalysis]


class NoKnownErrorError(CmdbError):
    """A record that is no known error."""

    def __init__(self, record: Record) -> None:
        """409, naming what is."""
        message = f"{record.number} is no known error with a workaround; see the known errors of the incident"
        super().__init__(message, 409, "no_known_error")


@dataclass(frozen=True)
class Verified:
    """How many problems were closed since their fix held, and how many are worked on again."""

    closed: int
    reopened: int


class Problems:
    """Finds and follows problems; safe to use from several threads."""

    def __init__(self, desk: Desk, records: RecordQueue, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._desk, self._records, self._clock = desk, records, clock

    def suggested(self, impact: ImpactAnalysis) -> list[tuple[Cluster, list[Record]]]:
        """Groups of incidents of the last 90 days that no problem is behind yet, the surest first.

        One question of the graph for each CI that is affected, and for a few that are on the way.
        """
        since = self._clock() - _LOOKED_AT
        newest = self._records.find(Wanted(type=_INCIDENT, order="newest"), 0, _MOST)[1]
        loose = [one for one in newest if one.opened_at >= since and _is_loose(one)]
        snapshot, by_number = impact.snapshot(), {one.number: one for one in loose}
        needs = _Needs(impact)
        happened = [needs.happened(one, snapshot) for one in loose]
        return [(one, [by_number[number] for number in one.numbers]) for one in clusters(happened, needs.share)]

    def open_behind(self, title: str, numbers: Sequence[str], cause: str, by: _By) -> Record:
        """A new problem behind incidents, which name it then. Raises as `Desk.open` and `Desk.change` do."""
        incidents = [self._desk.one(number) for number in numbers]
        affects = list(dict.fromkeys(uid for one in incidents for uid in one.affects))
        values = {"title": title, **({"cause_ci": cause} if cause else {})}
        made = self._desk.open(self._desk.types[_PROBLEM], values, affects, by)
        for one in incidents:
            self._desk.change(one.number, {"problem": made.number}, by, None)
        return made

    def known_errors(self, incident: Record, snapshot: Snapshot) -> list[tuple[Record, Fit]]:
        """Known errors that fit an incident: by the CI at fault, by what both affect, by their words."""
        text = f"{incident.value('title')} {incident.value('description')}"
        known = self._records.find(Wanted(type=_PROBLEM, states=(_KNOWN,)), 0, _MOST_KNOWN)[1]
        alike = {one.number for one in self._records.similar(_PROBLEM, text, _MOST_SIMILAR)}
        fits = {one.number: _fit(incident, one, snapshot, is_alike=one.number in alike) for one in known}
        order: Sequence[Fit] = ("cause", "affected", "text")
        return [(one, fit) for fit in order for one in known if fits[one.number] == fit]

    def apply(self, incident: str, problem: str, by: _By) -> Record:
        """Have an incident name a known error, and say its workaround there. Raises NoKnownErrorError."""
        known = self._desk.one(problem)
        if known.type != _PROBLEM or not known.value("workaround"):
            raise NoKnownErrorError(known)
        self._desk.change(incident, {"problem": known.number}, by, None)
        return self._desk.say(incident, f"Workaround of {known.number}: {known.value('workaround')}", "comment", by[0])

    def verify(self, impact: ImpactAnalysis) -> Verified:
        """Close resolved problems whose fix has held for their days; reopen those whose trouble came back."""
        closed = reopened = 0
        resolved = self._records.find(Wanted(type=_PROBLEM, states=("resolved",)), 0, _MOST_RESOLVED)[1]
        newest = self._records.find(Wanted(type=_INCIDENT, order="newest"), 0, _MOST)[1] if resolved else []
        for problem in resolved:
            since = self._fixed_since(problem)
            if since is None:
                continue
            back = next(self._recurrences(problem, since, newest), None)
            if back is not None:
                said = Saying({}, f"It came back: {back.number} began after it was fixed.")
                self._desk.move(problem.number, "reopen", said, (VERIFIER, impact))
                reopened += 1
            elif self._clock() >= since + _days(problem) * _DAY:
                said = Saying({}, f"It did not come back within {_days(problem)} days.")
                self._desk.move(problem.number, "close", said, (VERIFIER, impact))
                closed += 1
        return Verified(closed, reopened)

    def _fixed_since(self, problem: Record) -> int | None:
        """When the fix was there: with the problem's resolution, or with the success of the change that brings it."""
        named = problem.value("fixed_by")
        change = self._desk.one(named) if named else None
        if change is None:
            return problem.closed_at
        is_there = bool(change.closed_at) and change.value("outcome") in _BRINGS
        return max(problem.closed_at, change.closed_at) if is_there else None

    def _recurrences(self, problem: Record, since: int, newest: Sequence[Record]) -> Iterator[Record]:
        """Incidents that were opened after a time and name the problem, or the CI that was at fault."""
        naming = self._records.find(Wanted(names=problem.number, type=_INCIDENT), 0, _MOST)[1]
        cause = problem.value("cause_ci")
        same = [one for one in newest if cause and one.value("cause_ci") == cause]
        yield from (one for one in (*naming, *same) if one.opened_at > since and one.state != "cancelled")


class _Needs:
    """What CIs need, and how much suffers when one fails; each is asked once."""

    def __init__(self, impact: ImpactAnalysis) -> None:
        self._impact = impact
        self._needs: dict[str, frozenset[str]] = {}
        self._total = max(1, int(impact.snapshot().is_counted.sum()))

    def happened(self, record: Record, snapshot: Snapshot) -> Happened:
        affects = frozenset(counted(record.affects, snapshot).values())
        needs = frozenset[str]().union(*map(self._of, affects))
        cause = record.value("cause_ci")
        return Happened(record.number, record.value("title"), current(cause, snapshot) if cause else "", affects, needs)

    def share(self, uid: str) -> float:
        return len(self._impact.reach(Question(down=(uid,)))) / self._total

    def _of(self, uid: str) -> frozenset[str]:
        if uid not in self._needs:
            self._needs[uid] = self._impact.needs(uid)
        return self._needs[uid]


def _is_loose(one: Record) -> bool:
    return one.state != "cancelled" and not one.value("problem") and not one.value("duplicate_of")


def _fit(incident: Record, known: Record, snapshot: Snapshot, *, is_alike: bool) -> Fit | None:
    mine, theirs = ({current(uid, snapshot) for uid in one.affects} for one in (incident, known))
    suspects = mine | {current(incident.value("cause_ci"), snapshot)}
    if known.value("cause_ci") and current(known.value("cause_ci"), snapshot) in suspects:
        return "cause"
    if mine & theirs:
        return "affected"
    return "text" if is_alike else None


def _days(problem: Record) -> int:
    return int(problem.value("verify_days") or _USUAL_DAYS)
