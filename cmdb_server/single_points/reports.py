"""The report of single points of failure: the door for the API and for jobs."""

import copy
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.changes import NO_CHANGES, Changes
from cmdb_server.impact_analysis.question import find
from cmdb_server.impact_analysis.seeing import SeenSnapshot
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.permissions.sight import HIDDEN, REDACTED, Sight
from cmdb_server.single_points.accepted import AcceptedRisks
from cmdb_server.single_points.answers import (
    AcceptedRisk,
    GonePoint,
    Level,
    PointDetail,
    SinglePoint,
    SinglePointPage,
    Totals,
    Weight,
)
from cmdb_server.single_points.computing import Computing, Found, NotReady
from cmdb_server.single_points.counting import DailyCounts
from cmdb_server.single_points.mending import ALONE, IN_A_LIST, Effort, mended
from cmdb_server.single_points.ranking import Ranking, development, gone, mask_of, point_ci, taken_service
from cmdb_server.timestamps import rfc3339
from impact import State
from impact.rows import IntArray, plain

_LEVELS: dict[Level, State] = {"down": State.DOWN, "degraded": State.DEGRADED}
_TAKEN_SHOWN = 5
_GONE_SHOWN = 100
_NOTHING = Totals(0, 0, 0, 0)


@dataclass(frozen=True)
class Asked:
    """Which points: of one `service` (any CI, by uid or name; "": of all), among `only` (uids), of now or of a time.

    `compared_with` is a time (microseconds) that has come, None for no comparison. `changes` is what is to be taken as
    different; without a time to compare with, how things are is that.
    """

    level: Level = "down"
    service: str = ""
    only: Collection[str] | None = None
    with_accepted: bool = False
    as_of: int | None = None
    compared_with: int | None = None
    changes: Changes = NO_CHANGES

    def earlier(self) -> "Asked | None":
        """The question that the answer is compared with, if there is one."""
        if self.compared_with is None and not self.changes:
            return None
        at = self.as_of if self.compared_with is None else self.compared_with
        return replace(self, as_of=at, changes=NO_CHANGES)


ALL = Asked()


@dataclass(frozen=True)
class _View:
    """What a part of the report is made of."""

    ranking: Ranking
    seen: Snapshot
    before: Ranking | None
    risks: dict[str, AcceptedRisk]


class SinglePointReports:
    """Answers about single points of failure; safe to use from several threads.

    Every question may raise UnknownCIError and what the store raises.
    """

    def __init__(self, impact: ImpactAnalysis, risks: AcceptedRisks, computing: Computing | None = None) -> None:
        """`impact` names everything: who may see what is said by `seen_by`."""
        self.risks, self.counts = risks, DailyCounts(impact.store, risks.clock)
        self._impact, self._computing = impact, computing or Computing()
        self._sight: Sight | None = None
        self._rankings: dict[int, Ranking] = {}

    def seen_by(self, sight: Sight) -> Self:
        """The same reports for one who sees so much: what may not be seen is not named."""
        seen = copy.copy(self)
        vars(seen).update(_sight=None if sight.reads_all else sight)
        return seen

    def page(self, asked: Asked, offset: int, limit: int) -> SinglePointPage:
        """A part of the report, the heaviest first."""
        found, earlier = self._found(asked), asked.earlier()
        before = None if earlier is None else self._found(earlier)
        if isinstance(found, NotReady) or isinstance(before, NotReady):
            waiting = found if isinstance(found, NotReady) else before
            progress = waiting.progress if isinstance(waiting, NotReady) else 0.0
            return SinglePointPage([], 0, _NOTHING, [], None, None, is_ready=False, progress=progress)
        view = self._view(found, before, asked)
        cis = self._selected(view, asked)
        at = rfc3339(found.snapshot.taken_at)
        items = [self._point(view, ci, IN_A_LIST) for ci in plain(cis[offset : offset + limit])]
        compared = None if before is None else rfc3339(asked.compared_with or before.snapshot.taken_at)
        totals = _totals(view.ranking, view.risks)
        return SinglePointPage(
            items, len(cis), totals, _gone(view), compared, at, is_ready=True, progress=found.progress
        )

    def rows(self, asked: Asked) -> Iterator[SinglePoint]:
        """All of the report, however long it takes to make."""
        found, earlier = self._complete(asked), asked.earlier()
        before = None if earlier is None else self._complete(earlier)
        view = self._view(found, before, asked)
        return (self._point(view, ci, IN_A_LIST) for ci in plain(self._selected(view, asked)))

    def detail(self, uid: str, asked: Asked = ALL) -> PointDetail:
        """What one CI takes with it. Raises UnknownCIError."""
        found = self._complete(asked)
        view = self._view(found, None, Asked(asked.level))
        ci = find(view.seen, uid, "uid")
        point = self._point(view, ci, ALONE)
        services = [taken_service(view.seen, one) for one in plain(view.ranking.services_of(ci))]
        risks = [self._risk_seen(view, risk) for risk in self.risks.of(view.seen.cis.uid[ci])]
        at = rfc3339(found.snapshot.taken_at)
        return PointDetail(replace(point, change=None), services, risks, at, is_too_wide=point.remedies is None)

    def points(self, as_of: int | None = None, changes: Changes = NO_CHANGES) -> Found | NotReady:
        """Whom each CI takes down, with the snapshot as whoever asks may see it; or how far that is."""
        found = self._found(Asked(as_of=as_of, changes=changes))
        return found if isinstance(found, NotReady) else found._replace(snapshot=self._seen(found.snapshot))

    def score_of(self, uid: str) -> tuple[str, float]:
        """The uid of a CI that may be given by another name of it, and the weight of what it takes."""
        found = self._complete(ALL)
        ranking = self._ranking(found)
        ci = find(found.snapshot, uid, "uid")
        return found.snapshot.cis.uid[ci], float(ranking.score[ci])

    def listed_risks(self) -> list[tuple[AcceptedRisk, Snapshot]]:
        """Every risk that nobody took back, with the snapshot that names its CI."""
        seen = self._seen(self._snapshot(ALL))
        return [(self._hidden_reason(seen, risk), seen) for risk in self.risks.all()]

    def count(self) -> Totals:
        """How many there are now; kept as the count of today."""
        found = self._complete(ALL)
        totals = _totals(self._ranking(found), self.risks.in_force())
        self.counts.keep(totals)
        return totals

    def _snapshot(self, asked: Asked) -> Snapshot:
        return self._impact.as_of(asked.as_of).snapshot(asked.changes)

    def _seen(self, whole: Snapshot) -> Snapshot:
        return whole if self._sight is None else SeenSnapshot(whole, self._sight)

    def _found(self, asked: Asked) -> Found | NotReady:
        return self._computing.ask(self._snapshot(asked), _LEVELS[asked.level], asked.changes)

    def _complete(self, asked: Asked) -> Found:
        return self._computing.complete(self._snapshot(asked), _LEVELS[asked.level], asked.changes)

    def _view(self, found: Found, before: Found | None, asked: Asked) -> _View:
        risks = {} if asked.as_of is not None else self.risks.in_force()
        earlier = None if before is None else self._ranking(before)
        return _View(self._ranking(found), self._seen(found.snapshot), earlier, risks)

    def _ranking(self, found: Found) -> Ranking:
        """The ranking of points, made once as long as they are asked about."""
        known = self._rankings.get(id(found.points))
        if known is None or known.points is not found.points or known.snapshot is not found.snapshot:
            known = Ranking(found.snapshot, found.points)
            if len(self._rankings) > len(_LEVELS) + 1:
                self._rankings.clear()
            self._rankings[id(found.points)] = known
        return known

    def _selected(self, view: _View, asked: Asked) -> IntArray:
        target = find(view.seen, asked.service, "service") if asked.service else None
        only = None if asked.only is None else mask_of(view.ranking.snapshot, asked.only)
        found = view.ranking.selected(only, target)
        return found if asked.with_accepted else found[~mask_of(view.ranking.snapshot, view.risks)[found]]

    def _point(self, view: _View, ci: int, effort: Effort) -> SinglePoint:
        uid = view.seen.cis.uid[ci]
        services = view.ranking.services_of(ci)
        taken = [taken_service(view.seen, one) for one in plain(services[:_TAKEN_SHOWN])]
        now, before = view.ranking.weight(ci), _weight(view.before, uid)
        risk = view.risks.get(uid)
        criticality = view.ranking.snapshot.stakes.criticality[services]
        return SinglePoint(
            ci=point_ci(view.seen, ci),
            weight=now,
            criticality=int(criticality.max(initial=0)) or None,
            takes=taken,
            remedies=mended(view.ranking, view.seen, ci, effort),
            accepted=self._risk_seen(view, risk) if risk else None,
            change=development(now, before) if view.before else None,
            before=before,
        )

    def _risk_seen(self, view: _View, risk: AcceptedRisk) -> AcceptedRisk:
        return self._hidden_reason(view.seen, risk)

    def _hidden_reason(self, seen: Snapshot, risk: AcceptedRisk) -> AcceptedRisk:
        """The risk of a CI that may not be named says why neither."""
        ci = seen.numbers.get(risk.ci_uid)
        is_hidden = self._sight is not None and (ci is None or seen.cis.name[ci] == REDACTED)
        return replace(risk, reason=HIDDEN) if is_hidden else risk


def _weight(ranking: Ranking | None, uid: str) -> Weight | None:
    if ranking is None:
        return None
    ci = ranking.snapshot.numbers.get(uid)
    is_there = ci is not None and ranking.snapshot.is_counted[ci] and ranking.affected[ci] > 0
    return ranking.weight(ci) if ci is not None and is_there else None


def _totals(ranking: Ranking, risks: Collection[str]) -> Totals:
    snapshot = ranking.snapshot
    points = ranking.ranked[ranking.services[ranking.ranked] > 0]
    accepted = int(mask_of(snapshot, risks)[points].sum())
    services = int((snapshot.stakes.is_service & snapshot.is_counted).sum())
    return Totals(len(points), accepted, ranking.taken_services, services)


def _gone(view: _View) -> Sequence[GonePoint]:
    if view.before is None:
        return []
    before = view.before
    numbers = view.seen.numbers
    found = [(ci, before.snapshot.cis.uid[ci]) for ci in gone(view.ranking, before)[:_GONE_SHOWN]]
    shown = [(ci, numbers[uid]) for ci, uid in found if uid in numbers]
    return [GonePoint(point_ci(view.seen, now), before.weight(ci)) for ci, now in shown]
