"""From a question to what it is asked of: the snapshot with what is to be different, and the CIs that fail."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.action_table import ActionTables
from cmdb_server.impact_analysis.actions import done_by, entering, lasting, through_ports
from cmdb_server.impact_analysis.answers import Entering
from cmdb_server.impact_analysis.changes import Changes
from cmdb_server.impact_analysis.network_access import CutOff, cut_off, fewer_ways
from cmdb_server.impact_analysis.question import Failed, Question, resolve
from cmdb_server.impact_analysis.seeing import SeenSnapshot
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.impact_analysis.whatif import what_if
from cmdb_server.permissions.sight import Sight
from impact import BlastRadius, Isolation, Outcome, State, propagate_with_ways, reach_of
from impact.rows import IntArray, integers

ISOLATED, FEWER_WAYS = "isolated", "fewer_ways"
_KEPT = 4


@dataclass(frozen=True)
class Asked:
    """What a question is asked of, which CIs fail, and what each action brought in (`done`)."""

    snapshot: Snapshot
    failed: Failed
    done: tuple[Entering, ...] = ()

    @cached_property
    def isolation(self) -> Isolation:
        """The states that follow, and who loses the network, or some ways through it, on the way."""
        return propagate_with_ways(self.snapshot.graph, self.snapshot.access, self.failed.down, self.failed.degraded)

    @property
    def outcome(self) -> Outcome:
        """The states that follow."""
        return self.isolation.outcome

    @cached_property
    def down(self) -> IntArray:
        """The CIs that are down to begin with: the failed ones, and those that the network no longer reaches."""
        return integers(np.concatenate([self.failed.down, self.isolation.isolated]))

    @cached_property
    def radius(self) -> BlastRadius:
        """What follows."""
        reach = reach_of(self.snapshot.graph, integers(self.failed.all()), self.snapshot.access.ways)
        return BlastRadius(self.outcome, reach, self.snapshot.stakes)

    @cached_property
    def cut_off(self) -> dict[int, CutOff]:
        """Why the network no longer reaches a CI, by its number."""
        found = cut_off(self.snapshot.access, self.isolation, self.snapshot.root)
        return {entry.ci: entry for entry in found}

    @cached_property
    def entering(self) -> tuple[Entering, ...]:
        """What comes in beside the CIs that were named: by actions, and for being cut off from the network."""
        isolated = (_by_network(self.snapshot, entry, State.DOWN) for entry in self.cut_off.values())
        at_risk = (_by_network(self.snapshot, entry, State.AT_RISK) for entry in self.with_fewer_ways.values())
        return (*self.done, *isolated, *at_risk)

    @cached_property
    def with_fewer_ways(self) -> dict[int, CutOff]:
        """Why a CI has fewer ways than before, by its number."""
        found = fewer_ways(self.snapshot.access, self.isolation, self.snapshot.root)
        return {entry.ci: entry for entry in found}

    def network_said(self, ci: int) -> str | None:
        """In words, why the network puts a CI into its state; None where it does not."""
        if ci in self.cut_off:
            return because_of(self.snapshot, self.cut_off[ci])
        return fewer_because(self.snapshot, self.with_fewer_ways[ci]) if ci in self.with_fewer_ways else None


def _by_network(snapshot: Snapshot, entry: CutOff, state: State) -> Entering:
    cis, is_isolated = snapshot.cis, state == State.DOWN
    return Entering(
        uid=cis.uid[entry.ci],
        name=cis.name[entry.ci],
        ci_class=cis.ci_class[entry.ci],
        state=state.word,
        lasts_seconds=None,
        action=ISOLATED if is_isolated else FEWER_WAYS,
        on=cis.uid[entry.through],
        because=because_of(snapshot, entry) if is_isolated else fewer_because(snapshot, entry),
    )


def because_of(snapshot: Snapshot, entry: CutOff) -> str:
    """In words, why the network no longer reaches a CI."""
    name, gateway = snapshot.cis.name, snapshot.root(entry.gateway)
    if entry.through == gateway:
        return f"its gateway {name[gateway]} is down, and there is no way to another one"
    through = f"the network leads through {name[entry.through]}, which is down"
    return f"no way is left to its gateway {name[gateway]}: {through}"


def fewer_because(snapshot: Snapshot, entry: CutOff) -> str:
    """In words, why a CI has fewer ways than before."""
    name = snapshot.cis.name
    through, gateway = name[entry.through], name[snapshot.root(entry.gateway)]
    return f"fewer ways are left to its gateway {gateway}: one led through {through}, which is down"


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
