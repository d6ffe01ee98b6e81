"""Whether changes in overlapping windows get in each other's way, with the names of what is hit."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cmdb_server.errors import FieldError
from cmdb_server.impact_analysis.question import ImpactQuestionError, find
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.resilience.answers import CollidingPair, CollisionsAnswer, JointChanges, Window
from cmdb_server.resilience.windows import Span, common, together
from cmdb_server.single_points.answers import PointCI
from cmdb_server.single_points.ranking import point_ci
from cmdb_server.timestamps import OPEN, rfc3339
from impact import Collision, collisions
from impact.rows import IntArray, integers


class PlannedChange(NamedTuple):
    """A change that takes CIs (uids, or names that only one has) down during a span (microseconds)."""

    name: str
    cis: tuple[str, ...]
    span: Span = Span(0, OPEN)


class _Changes(NamedTuple):
    """The changes as they are asked about."""

    snapshot: Snapshot
    planned: Sequence[PlannedChange]
    cis: Sequence[IntArray]

    def window(self, positions: Iterable[int]) -> Window:
        """What the windows of some have in common."""
        span = common([self.planned[position].span for position in positions])
        return Window(rfc3339(span.start) if span.start else None, rfc3339(span.end) if span.end < OPEN else None)

    def points(self, cis: Iterable[int]) -> list[PointCI]:
        """CIs by name."""
        return [point_ci(self.snapshot, ci) for ci in cis]


def collided(snapshot: Snapshot, planned: Sequence[PlannedChange]) -> CollisionsAnswer:
    """How changes collide. Raises UnknownCIError for CIs, ImpactQuestionError for two changes of one name."""
    for turn, change in enumerate(planned):
        if change.name in [other.name for other in planned[:turn]]:
            error = FieldError(f"changes[{turn}].name", change.name, "is the name of two changes", "give each its own")
            raise ImpactQuestionError(error)
    numbers = [
        integers([find(snapshot, name, f"changes[{turn}].cis[{place}]") for place, name in enumerate(change.cis)])
        for turn, change in enumerate(planned)
    ]
    changes = _Changes(snapshot, planned, numbers)
    pairs: dict[tuple[int, int], Collision] = {}
    joint: dict[tuple[int, ...], set[int]] = {}
    for positions in together([change.span for change in planned]):
        some = [numbers[place] for place in positions]
        found = collisions(snapshot.graph, snapshot.stakes.is_service, some, snapshot.access)
        pairs |= {(positions[one], positions[other]): said for (one, other), said in found.pairs.items()}
        for loss in found.joint:
            joint.setdefault(tuple(positions[place] for place in loss.changes), set()).update(loss.services)
    return CollisionsAnswer(
        [_pair(changes, pair, said) for pair, said in sorted(pairs.items())],
        [
            JointChanges([planned[one].name for one in those], changes.window(those), changes.points(sorted(services)))
            for those, services in sorted(joint.items())
        ],
        rfc3339(snapshot.taken_at),
    )


def _pair(changes: _Changes, pair: tuple[int, int], said: Collision) -> CollidingPair:
    first, second = (changes.planned[place].name for place in pair)
    return CollidingPair(
        first=first,
        second=second,
        words=said.words,
        window=changes.window(pair),
        same_ci=changes.points(said.same_ci),
        needed_by_second=changes.points(said.needed_by_second),
        needed_by_first=changes.points(said.needed_by_first),
        shared_services=changes.points(said.shared),
        joint_services=changes.points(said.joint),
    )
