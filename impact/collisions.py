"""Whether changes in overlapping windows get in each other's way, each change taking its CIs down.

| word | two changes collide because |
| --- | --- |
| same_ci | both work on the same CIs |
| dependency | one works on something that CIs of the other depend on |
| shared | each alone leaves the same services degraded or down |
| joint | services are worse under both together than under the worse of the two: the lost redundancy |
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from impact.graph import Graph
from impact.isolation import Access, propagate_with_access
from impact.reach import reach_of
from impact.rows import BoolArray, IntArray, integers, plain
from impact.states import State, propagate
from impact.upstream_cause import candidates
from impact.ways import Ways

States: TypeAlias = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Collision:
    """What two changes have in common, as CI numbers in rising order; all empty: they do not collide.

    `needed_by_second` are CIs of the first change that CIs of the second, other ones, depend on; `needed_by_first` the
    other way round.
    """

    same_ci: tuple[int, ...]
    needed_by_second: tuple[int, ...]
    needed_by_first: tuple[int, ...]
    shared: tuple[int, ...]
    joint: tuple[int, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Why the changes collide, in the order of the table above."""
        found = {
            "same_ci": self.same_ci,
            "dependency": self.needed_by_second + self.needed_by_first,
            "shared": self.shared,
            "joint": self.joint,
        }
        return tuple(word for word, cis in found.items() if cis)


@dataclass(frozen=True)
class JointLoss:
    """Three or more changes that leave `services` worse together than when any one of them is left out."""

    changes: tuple[int, ...]
    services: tuple[int, ...]


@dataclass(frozen=True)
class Collisions:
    """The pairs of changes that collide, by their positions, and what only three or more do together."""

    pairs: Mapping[tuple[int, int], Collision]
    joint: tuple[JointLoss, ...]


@dataclass(frozen=True)
class _World:
    """What is asked about: services by number, and which CIs are services or worked on by a change."""

    graph: Graph
    access: Access | None
    services: IntArray
    is_watched: BoolArray

    @property
    def ways(self) -> Ways | None:
        """Through whom ways to gateways may lead, where the network is known."""
        return self.access.ways if self.access else None

    def states(self, down: IntArray) -> States:
        """The states of services when some CIs are down."""
        if self.access is None:
            return propagate(self.graph, down).states()[self.services]
        return propagate_with_access(self.graph, self.access, down).outcome.states()[self.services]


@dataclass(frozen=True)
class _Change:
    """What one change does: the states of all services under it alone, and the watched CIs in its reach."""

    cis: IntArray
    states: States
    reached: IntArray


def collide(
    graph: Graph, is_service: BoolArray, first: IntArray, second: IntArray, access: Access | None = None
) -> Collision:
    """How two changes in overlapping windows collide. O(reach of both, and the causes of the CIs in both).

    With `access` who is cut off from its gateways is down.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop", is_service=True), CI("db1"), CI("db2")],
    ...     [Requirement("shop", ["db1", "db2"], k=1)])
    >>> collide(shop.graph, shop.is_service, shop.all_numbers(["db1"]), shop.all_numbers(["db2"])).words
    ('joint',)
    """
    return collide_each(graph, is_service, first, [second], access)[0]


def collide_each(
    graph: Graph, is_service: BoolArray, first: IntArray, others: Sequence[IntArray], access: Access | None = None
) -> list[Collision]:
    """How a change collides with each of others, as `collide` tells it; what it does alone is looked at once."""
    world = _world((graph, access), is_service, [first, *others])
    worst = np.full(len(world.services), State.DOWN, np.int8)
    mine = _change(world, first)
    return [_collision(world, mine, _change(world, other), worst) for other in others]


def collisions(
    graph: Graph, is_service: BoolArray, changes: Sequence[IntArray], access: Access | None = None
) -> Collisions:
    """How changes that all overlap collide. O(reach of each), and O(reach of both) for each pair that may collide.

    A pair is looked at only where the reach of one meets a CI of the other or a service that the other reaches. What it
    takes three or more changes for is told once a service: changes none of which can be left out.
    """
    world = _world((graph, access), is_service, changes)
    known = [_change(world, cis) for cis in changes]
    every = _states_under(world, known, range(len(known)))
    is_joint = every > np.max([change.states for change in known], axis=0, initial=0)
    found = {
        (first, second): collision
        for first, second in sorted(_meeting(is_service, known))
        if (collision := _collision(world, known[first], known[second], every)).words
    }
    joint = _leaving_out(world, known, np.flatnonzero(is_joint), every)
    return Collisions(found, tuple(loss for loss in joint if len(loss.changes) > 2))  # noqa: PLR2004 - else it is a pair


def _world(known: tuple[Graph, Access | None], is_service: BoolArray, changes: Iterable[IntArray]) -> _World:
    is_watched = is_service.copy()
    for cis in changes:
        is_watched[cis] = True
    return _World(*known, np.flatnonzero(is_service).astype(np.int32), is_watched)


def _change(world: _World, cis: IntArray) -> _Change:
    reached = reach_of(world.graph, cis, world.ways).cis()
    return _Change(
        np.unique(cis),
        world.states(cis),
        np.sort(reached[world.is_watched[reached]]),
    )


def _collision(world: _World, first: _Change, second: _Change, worst: States) -> Collision:
    """`worst` is how bad services can become; both changes are evaluated together only where one alone is better."""
    alone = np.maximum(first.states, second.states)
    joint: IntArray = integers([])
    may_be_joint = world.services[worst > alone]
    if len(np.intersect1d(np.intersect1d(first.reached, second.reached), may_be_joint)):
        both = world.states(integers(np.union1d(first.cis, second.cis)))
        joint = world.services[both > alone]
    return Collision(
        same_ci=tuple(plain(np.intersect1d(first.cis, second.cis))),
        needed_by_second=_needed(world, first, second),
        needed_by_first=_needed(world, second, first),
        shared=tuple(plain(world.services[np.minimum(first.states, second.states) >= State.DEGRADED])),
        joint=tuple(plain(joint)),
    )


def _needed(world: _World, change: _Change, other: _Change) -> tuple[int, ...]:
    """The CIs of `change` that one of the other's CIs depends on; that a CI in both needs itself says nothing."""
    if len(np.intersect1d(change.reached, other.cis, assume_unique=True)) == 0:
        return ()
    behind = candidates(world.graph, other.cis, world.ways)
    needed = {ci for ci in plain(np.setdiff1d(change.cis, other.cis)) if ci in behind}
    for ci in plain(np.intersect1d(change.cis, other.cis)):
        reach = reach_of(world.graph, integers([ci]), world.ways)
        if any(dependent in reach for dependent in plain(other.cis) if dependent != ci):
            needed.add(ci)
    return tuple(sorted(needed))


def _meeting(is_service: BoolArray, changes: Sequence[_Change]) -> set[tuple[int, int]]:
    """Pairs of changes where one's reach holds a CI of the other, or both reach the same service."""
    reaching: dict[int, list[int]] = defaultdict(list)
    working: dict[int, list[int]] = defaultdict(list)
    for position, change in enumerate(changes):
        for ci in plain(change.reached):
            reaching[ci].append(position)
        for ci in plain(change.cis):
            working[ci].append(position)
    pairs: set[tuple[int, int]] = set()
    for ci, positions in reaching.items():
        pairs |= set(combinations(positions, 2)) if is_service[ci] else set(_crossed(positions, working[ci]))
    return pairs


def _crossed(some: Iterable[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((min(one, other), max(one, other)) for one in some for other in others if one != other)


def _leaving_out(
    world: _World, changes: Sequence[_Change], services: npt.NDArray[np.intp], every: States
) -> Iterator[JointLoss]:
    """Per service, changes that leave it as bad as all of them do, after leaving out each one that makes no difference.

    Services that need the same changes so far are looked at together.
    """
    needing: dict[tuple[int, ...], list[int]] = {tuple(range(len(changes))): services.tolist()}
    for position in range(len(changes)):
        following: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for kept, positions in needing.items():
            fewer = tuple(other for other in kept if other != position)
            states = _states_under(world, changes, fewer)
            for service in positions:
                following[fewer if states[service] >= every[service] else kept].append(service)
        needing = following
    for kept, positions in sorted(needing.items()):
        yield JointLoss(kept, tuple(plain(world.services[positions])))


def _states_under(world: _World, changes: Sequence[_Change], positions: Iterable[int]) -> States:
    cis = [changes[position].cis for position in positions]
    return world.states(integers(np.concatenate([*cis, integers([])])))
