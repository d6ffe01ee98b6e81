"""Every impact question, answered from the snapshot of now or of a time: the door for the API and start-up."""

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import BusyProgram, Impact, ImpactPath, ImpactPicture, ListedCI
from cmdb_server.impact_analysis.busiest import busiest
from cmdb_server.impact_analysis.causes import cause_listing, causes_picture
from cmdb_server.impact_analysis.current import CurrentSnapshot
from cmdb_server.impact_analysis.evaluation import evaluation
from cmdb_server.impact_analysis.explanation import explain
from cmdb_server.impact_analysis.listing import listing
from cmdb_server.impact_analysis.past import PastSnapshots
from cmdb_server.impact_analysis.picture import LARGEST_PICTURE, impact_picture
from cmdb_server.impact_analysis.question import Failed, Question, find, resolve
from cmdb_server.impact_analysis.seeing import SeenSnapshot
from cmdb_server.impact_analysis.snapshot import Snapshot, view_of
from cmdb_server.permissions.sight import Sight
from graph_schema import Registry
from impact import BlastRadius, blast_radius, candidates, propagate
from impact.rows import integers, plain


def now_in_microseconds() -> int:
    """The server's clock, microseconds since 1970 (UTC)."""
    return time.time_ns() // 1000


class ImpactAnalysis:
    """Answers impact questions about a store; safe to use from several threads.

    Every question may raise UnknownCIError and ImpactQuestionError (question.py) and what the store raises.
    """

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int] = now_in_microseconds) -> None:
        """Listens to the store from now on; the graph is read with the first question."""
        self.store = store
        self._current = CurrentSnapshot(store, view_of(registry), clock)
        self._past = PastSnapshots(store, self._current)
        self._at: int | None = None
        self._sight: Sight | None = None

    def as_of(self, at: int | None) -> Self:
        """The same analysis of the graph as it was at a time that has come (microseconds); of now without one."""
        past = copy.copy(self)
        vars(past).update(_at=at)
        return past

    def seen_by(self, sight: Sight) -> Self:
        """The same analysis for one who sees so much: what may not be seen is not named, nothing else differs."""
        seen = copy.copy(self)
        vars(seen).update(_sight=None if sight.reads_all else sight)
        return seen

    def snapshot(self) -> Snapshot:
        """The dependency view of now, or of the time asked for."""
        whole = self._current.get() if self._at is None else self._past.get(self._at)
        return whole if self._sight is None else SeenSnapshot(whole, self._sight)

    def picture(self, question: Question, limit: int = LARGEST_PICTURE) -> ImpactPicture:
        """What the question's failures do, at most `limit` CIs drawn."""
        snapshot, failed, radius = self._radius(question)
        return impact_picture(self.store, snapshot, failed, radius, limit)

    def causes(self, uid: str, limit: int = LARGEST_PICTURE) -> ImpactPicture:
        """What a CI that does not work can suffer from."""
        snapshot = self.snapshot()
        return causes_picture(self.store, snapshot, find(snapshot, uid, "uid"), limit)

    def paths(self, question: Question, to: str) -> Sequence[ImpactPath]:
        """How the question's failures reach one CI, with evidence."""
        snapshot = self.snapshot()
        failed, target = resolve(snapshot, question), find(snapshot, to, "to")
        outcome = propagate(snapshot.graph, failed.down, failed.degraded)
        return explain(self.store, snapshot, failed, outcome, target)

    def listing(self, question: Question) -> Iterator[ListedCI]:
        """Every CI of the reach, worst first."""
        return listing(*self._radius(question))

    def cause_listing(self, uid: str) -> Iterator[ListedCI]:
        """Every candidate cause of a CI's failure, the likeliest to do it alone first."""
        snapshot = self.snapshot()
        return cause_listing(snapshot, find(snapshot, uid, "uid"))

    def reach(self, question: Question) -> frozenset[str]:
        """The CIs that the question's failures could reach, and they themselves, by uid."""
        snapshot, _, radius = self._radius(question)
        return frozenset(snapshot.cis.uid[ci] for ci in plain(radius.reach.cis()))

    def needs(self, uid: str) -> frozenset[str]:
        """A CI with everything it needs, directly or not, by uid."""
        snapshot = self.snapshot()
        found = candidates(snapshot.graph, integers([find(snapshot, uid, "service")]))
        return frozenset(snapshot.cis.uid[ci] for ci in plain(found.cis()))

    def evaluate(self, question: Question) -> Impact:
        """The complete answer as the Impact JSON."""
        return evaluation(self.store, *self._radius(question))

    def busiest(self, limit: int = 3, computer: str | None = None) -> Sequence[BusyProgram]:
        """The programs on which most others depend, of one computer (by uid) or of all."""
        return busiest(self.snapshot(), limit, computer)

    def _radius(self, question: Question) -> tuple[Snapshot, Failed, BlastRadius]:
        snapshot = self.snapshot()
        failed = resolve(snapshot, question)
        return snapshot, failed, blast_radius(snapshot.graph, snapshot.stakes, failed.down, failed.degraded)
