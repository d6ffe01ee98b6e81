"""Every impact question, answered from the snapshot of now or of a time: the door for the API and start-up."""

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.action_table import ActionTables, check_effects
from cmdb_server.impact_analysis.actions import done_by, entering
from cmdb_server.impact_analysis.answers import (
    BusyProgram,
    Entering,
    Impact,
    ImpactPath,
    ImpactPicture,
    ListedCI,
)
from cmdb_server.impact_analysis.asking import Asked, WhatIfs, as_seen, asked_of
from cmdb_server.impact_analysis.busiest import busiest
from cmdb_server.impact_analysis.causes import cause_listing, causes_picture
from cmdb_server.impact_analysis.changes import NO_CHANGES, Changes
from cmdb_server.impact_analysis.comparing import as_it_is, compared
from cmdb_server.impact_analysis.current import CurrentSnapshot
from cmdb_server.impact_analysis.evaluation import evaluation
from cmdb_server.impact_analysis.explanation import explain
from cmdb_server.impact_analysis.listing import listing
from cmdb_server.impact_analysis.past import PastSnapshots
from cmdb_server.impact_analysis.picture import LARGEST_PICTURE, impact_picture
from cmdb_server.impact_analysis.question import NOBODY, ActionOn, Question, find, names_some
from cmdb_server.impact_analysis.snapshot import Snapshot, view_of
from cmdb_server.impact_analysis.turning_points import turning_points
from cmdb_server.impact_analysis.whatif_answers import TurningPoints, WhatIfComparison
from cmdb_server.permissions.sight import Sight
from graph_schema import Registry
from impact import Effect, candidates
from impact.rows import integers, plain


def now_in_microseconds() -> int:
    """The server's clock, microseconds since 1970 (UTC)."""
    return time.time_ns() // 1000


class ImpactAnalysis:
    """Answers impact questions about a store; safe to use from several threads.

    Every question may raise UnknownCIError and ImpactQuestionError (question.py) and what the store raises.
    """

    def __init__(
        self,
        store: GraphStore,
        registry: Registry,
        clock: Callable[[], int] = now_in_microseconds,
        *,
        is_shared: bool = False,
    ) -> None:
        """Listens to the store from now on; the graph is read with the first question.

        `is_shared`: other servers write to the graph, too, and what they wrote is in the next answer.
        """
        self.store = store
        view = view_of(registry)
        self.actions = ActionTables(store, view, clock)
        self._what_ifs = WhatIfs()
        self._current = CurrentSnapshot(store, view, clock, is_shared=is_shared)
        self._past = PastSnapshots(store, self._current)
        self._at: int | None = None
        self._sight: Sight | None = None
        self._held: Snapshot | None = None
        self._changes = NO_CHANGES

    def as_of(self, at: int | None) -> Self:
        """The same analysis of the graph as it was at a time that has come (microseconds); of now without one."""
        past = copy.copy(self)
        vars(past).update(_at=at, _held=None)
        return past

    def what_if(self, changes: Changes) -> Self:
        """The same analysis with something taken as different; what a question says itself comes after that."""
        thought = copy.copy(self)
        vars(thought).update(_changes=self._changes.then(changes))
        return thought

    def held(self) -> Self:
        """The same analysis of the graph as it is at this moment, whatever is committed until it is asked."""
        held = copy.copy(self)
        vars(held).update(_held=self.whole(), _changes=NO_CHANGES)
        return held

    def whole(self) -> Snapshot:
        """The snapshot that nothing is hidden in, whoever asks: to compute by, never to name."""
        return self._whole(NO_CHANGES)

    def seen_by(self, sight: Sight) -> Self:
        """The same analysis for one who sees so much: what may not be seen is not named, nothing else differs."""
        seen = copy.copy(self)
        vars(seen).update(_sight=None if sight.reads_all else sight)
        return seen

    def reads(self, group: str) -> bool:
        """Whether the attributes of a group may be read of every CI; those of no group ("") always."""
        return not group or self._sight is None or group in self._sight.groups

    def snapshot(self, changes: Changes = NO_CHANGES) -> Snapshot:
        """The dependency view of now, or of the time asked for; with changes on top of it."""
        return as_seen(self._whole(changes), self._sight)

    def picture(self, question: Question, limit: int = LARGEST_PICTURE) -> ImpactPicture:
        """What the question's failures do, at most `limit` CIs drawn."""
        return impact_picture(self.store, self.asked(question), limit)

    def causes(self, uid: str, limit: int = LARGEST_PICTURE, changes: Changes = NO_CHANGES) -> ImpactPicture:
        """What a CI that does not work can suffer from."""
        snapshot = self.snapshot(changes)
        return causes_picture(self.store, snapshot, find(snapshot, uid, "uid"), limit)

    def paths(self, question: Question, to: str) -> Sequence[ImpactPath]:
        """How the question's failures reach one CI, with evidence."""
        asked = self.asked(question)
        return explain(self.store, asked, find(asked.snapshot, to, "to"))

    def listing(self, question: Question) -> Iterator[ListedCI]:
        """Every CI of the reach, worst first."""
        return listing(self.asked(question))

    def cause_listing(self, uid: str, changes: Changes = NO_CHANGES) -> Iterator[ListedCI]:
        """Every candidate cause of a CI's failure, the likeliest to do it alone first."""
        snapshot = self.snapshot(changes)
        return cause_listing(snapshot, find(snapshot, uid, "uid"))

    def reach(self, question: Question) -> frozenset[str]:
        """The CIs that the question's failures could reach, and they themselves, by uid."""
        asked = self.asked(question)
        return frozenset(asked.snapshot.cis.uid[ci] for ci in plain(asked.radius.reach.cis()))

    def needs(self, uid: str) -> frozenset[str]:
        """A CI with everything it needs, directly or not, by uid."""
        snapshot = self.snapshot()
        found = candidates(snapshot.graph, integers([find(snapshot, uid, "service")]))
        return frozenset(snapshot.cis.uid[ci] for ci in plain(found.cis()))

    def evaluate(self, question: Question) -> Impact:
        """The complete answer as the Impact JSON."""
        return evaluation(self.store, self.asked(question))

    def turning_points(self, question: Question) -> TurningPoints:
        """On what the result for services hangs, and so what would help."""
        return turning_points(self.store, self.asked(question))

    def compare(self, question: Question, other: Question | None = None) -> WhatIfComparison:
        """The question with its changes beside another one, else beside the same question as things are."""
        then, before = self.asked(question), as_it_is(question) if other is None else other
        now = self.asked(before) if names_some(before) else Asked(self.snapshot(before.changes), NOBODY)
        return compared(now, then)

    def preview(self, asked: Sequence[ActionOn], effects: Sequence[Effect] | None = None) -> Sequence[Entering]:
        """What actions would bring into a question, by the table in force or by another. Raises ActionsRefusedError."""
        snapshot = self.snapshot()
        if effects is not None:
            check_effects(snapshot.view, effects)
        known = self.actions.current().effects if effects is None else effects
        return entering(snapshot, done_by(self.store, snapshot, asked, known))

    def asked(self, question: Question) -> Asked:
        """What a question is asked of, and which CIs fail; `radius` of it is what follows."""
        return asked_of((self.store, self.actions), self._whole(question.changes), self._sight, question)

    def busiest(self, limit: int = 3, computer: str | None = None) -> Sequence[BusyProgram]:
        """The programs on which most others depend, of one computer (by uid) or of all."""
        return busiest(self.snapshot(), limit, computer)

    def _whole(self, changes: Changes) -> Snapshot:
        if self._held is not None:
            whole = self._held
        else:
            whole = self._current.get() if self._at is None else self._past.get(self._at)
        return self._what_ifs.get(whole, self._sight, self._changes.then(changes))
