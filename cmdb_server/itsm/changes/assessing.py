"""The assessment of a plan: blast radius, collisions with what is planned for the same time, unknowns, risk, slots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
import numpy as np

from cmdb_server.graph_store.queries import itsm as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.asking import Asked
from cmdb_server.impact_analysis.question import NOBODY
from cmdb_server.impact_analysis.services import read_facts, witness_paths
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.changes.assessment import (
    Assessment,
    CollidingChange,
    HitByChange,
    MetFreeze,
    PlannedHit,
    Slot,
    Unsure,
)
from cmdb_server.itsm.changes.colliding import Colliding, Others, Planned
from cmdb_server.itsm.changes.kept import Keep, KeptPlans
from cmdb_server.itsm.changes.plan import Plan, plan_of
from cmdb_server.itsm.changes.risk import Circumstances, factors, level_of
from cmdb_server.itsm.changes.rules import ChangeRules, Rules
from cmdb_server.itsm.changes.slots import HORIZON, next_slots
from cmdb_server.itsm.changes.windows import freezes_in, missed
from cmdb_server.itsm.following import counted
from cmdb_server.itsm.keeping import read_planned
from cmdb_server.itsm.priority import HitService
from cmdb_server.known_unknowns.unknowns import KnownUnknowns
from cmdb_server.resilience.windows import Span
from cmdb_server.single_points.answers import PointCI
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.timestamps import rfc3339
from impact import State, margin
from impact.rows import IntArray, integers, plain

# A draft is nobody's plan yet; what is over no longer gets in the way.
PLANNED_STATES = ("assessment", "approval", "scheduled", "implementation", "backing_out")
_FAILED = ("backed_out", "failed")
_YEAR = 365 * 86_400 * 1_000_000
_MOST_FOLLOWED = 2_000
_VALUES = msgspec.json.Decoder(dict[str, str])


@dataclass(frozen=True)
class Limits:
    """What rules say of a plan, for the services that it hits (by uid)."""

    rules: Rules
    hit: Sequence[str]

    def met(self, plan: Plan) -> list[MetFreeze]:
        """The freezes that the plan falls into."""
        found = freezes_in(self.rules.freezes, plan.span, self.hit) if plan.span else []
        return [MetFreeze(one.name, rfc3339(one.starts_at), rfc3339(one.ends_at), one.reason) for one in found]

    def outside(self, plan: Plan, snapshot: Snapshot) -> list[PointCI]:
        """The services that the plan hits outside of their maintenance windows."""
        found = missed(self.rules.windows, plan.span, self.hit) if plan.span else []
        return [point_ci(snapshot, snapshot.numbers[uid]) for uid in found]


class _Said(NamedTuple):
    """What speaks against a plan by what it hits and when."""

    services: Sequence[HitByChange]
    collisions: Sequence[CollidingChange]
    freezes: Sequence[MetFreeze]
    outside: Sequence[PointCI]


class Predicted(NamedTuple):
    """The CIs (uids) that a plan takes down and degrades, and the services that are not up, with their states."""

    down: tuple[str, ...]
    degraded: tuple[str, ...]
    services: dict[str, str]


class Assessor:
    """Assesses plans; safe to use from several threads."""

    def __init__(
        self, store: GraphStore, rules: ChangeRules, clock: Callable[[], int], kept: KeptPlans | None = None
    ) -> None:
        """`clock` in microseconds; `kept` is where what follows of plans is kept, None: in one of its own."""
        self._store, self._rules, self._clock, self._kept = store, rules, clock, kept or KeptPlans()

    def assess(self, plan: Plan, impact: ImpactAnalysis, *, has_slots: bool = True) -> Assessment:
        """What a plan does and what speaks against it, named as far as `impact` may see; `has_slots`: when else too.

        Raises UnknownCIError and ImpactQuestionError.
        """
        impact, rules = impact.held(), self._rules.current()
        asked, keep = _asked(plan, impact), self._keep(impact)
        services = self._services(asked)
        limits = Limits(rules, [one.uid for one in services if one.state != "at_risk"])
        others = self._others(plan, impact, keep, has_slots=has_slots)
        colliding = Colliding(asked.snapshot, _worked_on(asked), others, keep)
        said = _Said(services, colliding.pairs(plan.span), limits.met(plan), limits.outside(plan, asked.snapshot))
        unsure = self._unsure(asked, _gone(plan, asked.snapshot))
        found = factors(self._circumstances(plan, said, unsure))
        score = sum(factor.points for factor in found)
        states = np.bincount(asked.outcome.states(), minlength=len(State))
        return Assessment(
            services=services,
            down=int(states[State.DOWN]),
            degraded=int(states[State.DEGRADED]),
            at_risk=int(states[State.AT_RISK]),
            reach=len(plain(asked.radius.reach.cis())),
            collisions=said.collisions,
            joint=colliding.joint(plan.span),
            freezes=said.freezes,
            outside=said.outside,
            unsure=unsure,
            score=score,
            level=level_of(score, rules.policy.bounds),
            factors=found,
            slots=self._slots(plan, limits, colliding) if has_slots else [],
            snapshot_at=rfc3339(asked.snapshot.taken_at),
        )

    def hits(self, plans: Sequence[Plan], impact: ImpactAnalysis) -> list[list[PlannedHit]]:
        """The services that are not up while each plan is carried out, the worst first."""
        held = impact.held()
        cis = held.snapshot().cis
        keys = [("hits", *plan.does) for plan in plans]
        found = self._keep(held).each(keys, lambda missing: [_hit(_asked(plans[turn], held)) for turn in missing])
        return [
            [PlannedHit(cis.uid[ci], cis.name[ci], state.word, cis.ci_class[ci]) for ci, state in hit] for hit in found
        ]

    def predicted(self, plan: Plan, impact: ImpactAnalysis) -> Predicted:
        """What a plan does while it is carried out, by uid."""
        asked = _asked(plan, impact)
        uid, states = asked.snapshot.cis.uid, asked.outcome.states()

        def of(state: State) -> tuple[str, ...]:
            return tuple(uid[ci] for ci in plain(integers(np.flatnonzero(states == state))))

        return Predicted(
            of(State.DOWN), of(State.DEGRADED), {one.uid: one.state for one in self.hits([plan], impact)[0]}
        )

    def _services(self, asked: Asked) -> list[HitByChange]:
        snapshot, paths = asked.snapshot, witness_paths(asked.radius)
        owners, cis = read_facts(self._store, snapshot, paths), snapshot.cis
        return [
            HitByChange(
                uid=cis.uid[ci],
                name=cis.name[ci],
                state=asked.outcome.state(ci).word,
                users=int(cis.users[ci]),
                criticality=int(cis.criticality[ci]),
                owner_name=owners.get(ci, (None, None))[0] or "",
                margin=margin(asked.outcome, ci),
                path=[point_ci(snapshot, step) for step in path],
            )
            for ci, path in paths.items()
        ]

    def _keep(self, impact: ImpactAnalysis) -> Keep:
        return self._kept.at(impact.whole(), impact.actions.current().version)

    def _others(self, plan: Plan, impact: ImpactAnalysis, keep: Keep, *, has_slots: bool) -> Others:
        """What else is planned for its time, or for as long as slots are looked for, and the CIs that it takes down."""
        if plan.span is None:
            return []
        start, end = plan.span
        until = max(end, max(self._clock(), start) + HORIZON + end - start) if has_slots else end
        found: list[Planned] = []
        for record in read_planned(self._store, start, until):
            other = plan_of(record)
            if record.state in PLANNED_STATES and record.number != plan.number and other.span:
                cis = keep.one(("cis", *other.does), lambda other=other: _worked_on(_asked(other, impact)))
                found.append(Planned(record, other.span, cis))
        return [other for other in found if len(other.cis)]

    def _unsure(self, asked: Asked, gone: int) -> Unsure:
        snapshot = asked.snapshot
        reached = plain(asked.radius.reach.cis())[:_MOST_FOLLOWED]
        found = KnownUnknowns(self._store, snapshot).among([snapshot.cis.uid[ci] for ci in reached], 0)
        return Unsure(
            stale=[point_ci(snapshot, snapshot.numbers[ci.uid]) for ci in found.stale],
            stale_edges=len(found.stale_edges),
            assumed=found.assumed,
            peers=found.peers.total,
            programs=len(found.programs),
            gone=gone,
        )

    def _circumstances(self, plan: Plan, said: _Said, unsure: Unsure) -> Circumstances:
        since, uids = self._clock() - _YEAR, list(plan.affects)
        row = self._store.read(lambda tx: tx.run(queries.OUTCOMES_ON, ci_uids=uids, type="change", since=since))[0]
        outcomes = [_VALUES.decode(values).get("outcome", "") for values in row["values"]]
        done = [outcome for outcome in outcomes if outcome]
        return Circumstances(
            services=[HitService(one.uid, one.state, one.users, one.criticality) for one in said.services],
            names=[one.name for one in said.services],
            collisions=[pair.words for pair in said.collisions],
            freezes=[freeze.name for freeze in said.freezes],
            outside=[point.name for point in said.outside],
            stale=len(unsure.stale) + unsure.stale_edges,
            assumed=unsure.assumed,
            peers=unsure.peers,
            is_emergency=plan.change_type == "emergency",
            has_rollback=plan.has_rollback,
            has_tests=plan.has_tests,
            done=len(done),
            failed=sum(outcome in _FAILED for outcome in done),
        )

    def _slots(self, plan: Plan, limits: Limits, colliding: Colliding) -> list[Slot]:
        if plan.span is None or plan.span.end <= plan.span.start:
            return []
        begins = max(self._clock(), plan.span.start)
        first = Span(begins, begins + plan.span.end - plan.span.start)
        rules = (limits.rules.freezes, limits.rules.windows)
        found = next_slots(first, colliding.busy(), rules, limits.hit, lambda span: not colliding.joint(span))
        return [Slot(rfc3339(span.start), rfc3339(span.end)) for span in found]


def _asked(plan: Plan, impact: ImpactAnalysis) -> Asked:
    """What a plan does, on those of its CIs that are in use."""
    snapshot = impact.snapshot()
    present = counted(plan.affects, snapshot)
    return impact.asked(plan.within(present).question) if present else Asked(snapshot, NOBODY)


def _hit(asked: Asked) -> list[tuple[int, State]]:
    return [(ci, asked.outcome.state(ci)) for ci in map(int, asked.radius.services())]


def _gone(plan: Plan, snapshot: Snapshot) -> int:
    return len(set(plan.affects)) - len(counted(plan.affects, snapshot))


def _worked_on(asked: Asked) -> IntArray:
    """The CIs that a change takes down or degrades: nobody should rely on one while it is worked on."""
    return integers(asked.failed.all())
