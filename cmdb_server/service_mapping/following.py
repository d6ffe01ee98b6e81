"""From the CIs that a service names to its members: what they need, as far as the service reaches.

A pure function of the estate: neither the order of its relationships nor how they came to be known matters.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, TypeAlias

Role: TypeAlias = Literal["entry", "chosen", "needed", "shared", "service"]
LARGEST_SERVICE = 5_000


class Estate(Protocol):
    """Who needs what, by uid."""

    def needs(self, uid: str) -> Sequence[str]:
        """What a CI needs along relationships that services follow, of whatever class and status."""
        ...

    def groups(self, uid: str) -> Sequence[str]:
        """The groups that a CI is a member of."""
        ...

    def members(self, uid: str) -> Sequence[str]:
        """The members of a group that count; none for other CIs."""
        ...

    def is_part(self, uid: str) -> bool:
        """Whether services consist of such CIs: running software and groups of it, in use."""
        ...

    def is_service(self, uid: str) -> bool:
        """Whether a CI is a service in use."""
        ...


class Named(NamedTuple):
    """What a service names: CIs where it is entered, CIs that a query or somebody chose, and CIs left out."""

    entries: frozenset[str]
    chosen: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    follows: bool = True


@dataclass(frozen=True)
class Boundaries:
    """Where services end: infrastructure that many share, and CIs by which other services are entered."""

    shared: frozenset[str] = frozenset()
    entered: Mapping[str, str] = field(default_factory=dict[str, str])


class Member(NamedTuple):
    """A member of a service; `via` is the member that needs it, "" for one that is named."""

    uid: str
    role: Role
    level: int
    via: str = ""


@dataclass(frozen=True)
class Membership:
    """What a service consists of, by uid.

    `tops` are the members that the service itself depends on; `seen` all CIs that had a part in the decision: as long
    as none of them changes, it stays. `is_cut`: it would be larger than LARGEST_SERVICE. `stands_for` names the service
    among the members that stands in place of a CI, which is needed and by which that service is entered.
    """

    members: Mapping[str, Member]
    tops: tuple[str, ...]
    seen: frozenset[str]
    is_cut: bool = False
    stands_for: Mapping[str, str] = field(default_factory=dict[str, str])


def membership(named: Named, estate: Estate, boundaries: Boundaries, service: str = "") -> Membership:
    """The members of a service, never the service itself. O(n log n) in what they need."""
    outside = named.left_out | {service}
    following = _Following(outside, estate, boundaries)
    entries = following.start(_in_groups(named.entries - outside, outside, estate), "entry")
    chosen = following.start(_in_groups(named.chosen - outside, outside, estate) - entries, "chosen")
    following.follow()
    tops = (*sorted(entries), *following.independent(chosen, entries))
    kept = {uid: entry for uid, entry in following.found.items() if named.follows or not entry.via}
    seen = frozenset(following.seen | named.entries | named.chosen)
    stands_for = {uid: entered for uid, entered in following.stands_for.items() if entered in kept}
    return Membership(kept, tops, seen, following.is_cut, stands_for)


def _in_groups(named: Iterable[str], outside: frozenset[str], estate: Estate) -> frozenset[str]:
    """With a group in place of its members where all of them are named: it says how many of them are needed."""
    left = frozenset(named)
    of_them = {group for uid in left for group in estate.groups(uid)} - outside
    groups = {group for group in of_them if left.issuperset(estate.members(group))}
    inside = {member for group in groups for member in estate.members(group)}
    return (left | groups) - inside


class _Following:
    """One walk from what is named; level by level and in order, so that it does not matter where it starts."""

    def __init__(self, outside: frozenset[str], estate: Estate, boundaries: Boundaries) -> None:
        """`outside` are CIs that are no members and behind which nothing is looked for."""
        self.found: dict[str, Member] = {}
        self.seen: set[str] = set()
        self.stands_for: dict[str, str] = {}
        self.is_cut = False
        self._outside, self._estate, self._boundaries = outside, estate, boundaries

    def start(self, uids: frozenset[str], role: Role) -> frozenset[str]:
        """Take in CIs that are named, as many as there is room for; those that were."""
        taken = sorted(uids)[: LARGEST_SERVICE - len(self.found)]
        self.is_cut |= len(taken) < len(uids)
        self.found |= {uid: Member(uid, role, 0) for uid in taken}
        self.seen |= uids
        return frozenset(taken)

    def follow(self) -> None:
        """Take in what the members need."""
        level = sorted(self.found)
        for depth in range(1, LARGEST_SERVICE):
            added = self._next(level, depth)
            self.found |= added
            level = sorted(uid for uid, entry in added.items() if entry.role == "needed")
            if not level or self.is_cut:
                return

    def _next(self, level: Iterable[str], depth: int) -> dict[str, Member]:
        added: dict[str, Member] = {}
        for uid in level:
            for target in self._read(uid):
                entry = None if target in self.found else self._member(target, depth, uid)
                if entry is None or entry.uid in self.found or entry.uid in added:
                    continue
                if len(self.found) + len(added) >= LARGEST_SERVICE:
                    self.is_cut = True
                    return added
                added[entry.uid] = entry
        return added

    def _member(self, uid: str, depth: int, via: str) -> Member | None:
        if uid in self._outside or not (self._estate.is_part(uid) or self._estate.is_service(uid)):
            return None
        if service := self._service_of(uid):
            if service in self._outside:
                return None
            if service != uid:
                self.stands_for[uid] = service
            return Member(service, "service", depth, via)
        return Member(uid, "shared" if uid in self._boundaries.shared else "needed", depth, via)

    def _service_of(self, uid: str) -> str:
        return uid if self._estate.is_service(uid) else self._boundaries.entered.get(uid, "")

    def _read(self, uid: str) -> list[str]:
        needs = sorted(self._estate.needs(uid))
        self.seen.update(needs)
        return needs

    def independent(self, chosen: Iterable[str], covered: Iterable[str]) -> Iterator[str]:
        """Of the chosen CIs those that no other one needs, and of a circle of them one."""
        wanted = sorted(chosen)
        needed = self._reached(target for uid in wanted for target in self._read(uid))
        reached = self._reached(covered)
        for uid in (*(uid for uid in wanted if uid not in needed), *wanted):
            if uid not in reached:
                yield uid
                reached |= self._reached([uid], reached)

    def _reached(self, uids: Iterable[str], before: Collection[str] = ()) -> set[str]:
        """What is reached from these CIs; what was `before` with all that is behind it is not walked again."""
        waiting = [uid for uid in uids if uid not in before]
        reached: set[str] = set()
        while waiting:
            uid = waiting.pop()
            if uid in self.found and uid not in reached and uid not in before:
                reached.add(uid)
                if self.found[uid].role not in ("shared", "service"):
                    waiting.extend(self._read(uid))
        return reached
