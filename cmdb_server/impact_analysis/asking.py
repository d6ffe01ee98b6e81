"""From a question to what it is asked of: the snapshot with what is to be different, and the CIs that fail."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.action_table import ActionTables
from cmdb_server.impact_analysis.actions import done_by, entering, lasting, through_ports
from cmdb_server.impact_analysis.answers import Entering
from cmdb_server.impact_analysis.changes import Changes
from cmdb_server.impact_analysis.question import Failed, Question, resolve
from cmdb_server.impact_analysis.seeing import SeenSnapshot
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.impact_analysis.whatif import what_if
from cmdb_server.permissions.sight import Sight
from impact import BlastRadius, Outcome, blast_radius, propagate

_KEPT = 4


@dataclass(frozen=True)
class Asked:
    """What a question is asked of, which CIs fail, and what each action brought in."""

    snapshot: Snapshot
    failed: Failed
    entering: tuple[Entering, ...] = ()

    @cached_property
    def outcome(self) -> Outcome:
        """The states that follow."""
        return propagate(self.snapshot.graph, self.failed.down, self.failed.degraded)

    @cached_property
    def radius(self) -> BlastRadius:
        """What follows."""
        return blast_radius(self.snapshot.graph, self.snapshot.stakes, self.failed.down, self.failed.degraded)


class WhatIfs:
    """Snapshots with changes on top; the last few are kept, since one page asks several questions of the same."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept: OrderedDict[Changes, tuple[Snapshot, Snapshot]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, whole: Snapshot, sight: Sight | None, changes: Changes) -> Snapshot:
        """The whole snapshot with changes as somebody names them. Raises UnknownCIError and ImpactQuestionError."""
        if not changes:
            return whole
        with self._lock:
            known = self._kept.get(changes) if sight is None else None
        if known is not None and known[0] is whole:
            return known[1]
        made = what_if(whole, as_seen(whole, sight), changes)
        if sight is None:
            with self._lock:
                self._kept[changes] = (whole, made)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return made


def as_seen(whole: Snapshot, sight: Sight | None) -> Snapshot:
    """A snapshot as somebody sees it."""
    return whole if sight is None else SeenSnapshot(whole, sight)


def asked_of(parts: tuple[GraphStore, ActionTables], whole: Snapshot, sight: Sight | None, question: Question) -> Asked:
    """What somebody's question means on a snapshot. Raises UnknownCIError and ImpactQuestionError."""
    (store, tables), seen = parts, as_seen(whole, sight)
    if not question.actions:
        return Asked(seen, resolve(seen, question, {}))
    done = done_by(store, seen, question.actions, tables.current().effects)
    failed = resolve(seen, question, lasting(done, question.after_seconds))
    routed = through_ports(store, whole, done)
    return Asked(seen if routed is whole else as_seen(routed, sight), failed, tuple(entering(seen, done)))
