"""How a plan collides with the other changes of its time, on the sets of CIs and services that they hit."""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import NamedTuple, TypeAlias

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.changes.assessment import CollidingChange, JointLoss
from cmdb_server.itsm.changes.kept import Keep
from cmdb_server.itsm.record import Record
from cmdb_server.resilience.windows import Span, together
from cmdb_server.single_points.answers import PointCI
from cmdb_server.single_points.ranking import point_ci
from impact import Collision, collisions
from impact.collisions import JointLoss as Loss
from impact.collisions import collide_each
from impact.rows import IntArray


class Planned(NamedTuple):
    """Another change, when it is carried out, and the CIs that it takes down."""

    record: Record
    span: Span
    cis: IntArray


Others: TypeAlias = Sequence[Planned]


class Colliding:
    """One plan among others; each pair is computed once, whatever times are asked about."""

    def __init__(self, snapshot: Snapshot, cis: IntArray, others: Others, keep: Keep) -> None:
        """`cis` are those that the plan takes down; `keep` is where it is kept how two changes collide."""
        self._snapshot, self._cis, self._others, self._keep = snapshot, cis, others, keep

    def pairs(self, span: Span | None) -> list[CollidingChange]:
        """The changes that the plan collides with, of those that are carried out at a moment of a span."""
        return [self._told(other, said) for other, said in self._found if span is None or _meet(span, other.span)]

    def busy(self) -> list[Span]:
        """When the plan would collide with another change."""
        return [other.span for other, _ in self._found]

    def joint(self, span: Span | None) -> list[JointLoss]:
        """What only two or more others together with the plan do."""
        if span is None:
            return []
        meeting = [other for other in self._others if _meet(span, other.span)]
        found: dict[tuple[str, ...], set[int]] = {}
        for places in together([span, *(other.span for other in meeting)]):
            if 0 not in places or len(places) < 3:  # noqa: PLR2004 - two are a pair
                continue
            some = [meeting[place - 1] for place in places[1:]]
            sets = [self._cis, *(other.cis for other in some)]
            for loss in self._keep.one(("joint", *(cis.tobytes() for cis in sets)), partial(self._joint, sets)):
                if 0 in loss.changes:
                    numbers = tuple(some[place - 1].record.number for place in loss.changes if place)
                    found.setdefault(numbers, set()).update(loss.services)
        return [JointLoss(numbers, self._points(sorted(services))) for numbers, services in sorted(found.items())]

    def _joint(self, sets: Sequence[IntArray]) -> Sequence[Loss]:
        snapshot = self._snapshot
        return collisions(snapshot.graph, snapshot.stakes.is_service, sets, snapshot.access).joint

    @cached_property
    def _found(self) -> list[tuple[Planned, Collision]]:
        snapshot, sets, mine = self._snapshot, [other.cis for other in self._others], self._cis.tobytes()

        def collided(missing: Sequence[int]) -> Sequence[Collision]:
            some = [sets[turn] for turn in missing]
            return collide_each(snapshot.graph, snapshot.stakes.is_service, self._cis, some, snapshot.access)

        said = self._keep.each([("pair", mine, cis.tobytes()) for cis in sets], collided)
        return [(other, one) for other, one in zip(self._others, said, strict=True) if one.words]

    def _told(self, other: Planned, said: Collision) -> CollidingChange:
        record = other.record
        return CollidingChange(
            number=record.number,
            title=record.value("title"),
            state=record.state,
            starts_at=record.value("planned_start"),
            ends_at=record.value("planned_end"),
            words=said.words,
            same_ci=self._points(said.same_ci),
            needed=self._points(sorted({*said.needed_by_second, *said.needed_by_first})),
            shared_services=self._points(said.shared),
            joint_services=self._points(said.joint),
        )

    def _points(self, cis: Iterable[int]) -> list[PointCI]:
        return [point_ci(self._snapshot, ci) for ci in cis]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
