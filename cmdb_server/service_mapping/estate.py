"""The dependency view of now as services are made of it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from cmdb_server.impact_analysis.snapshot import Snapshot
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, PROVIDED_BY, REPLICATES_FROM, RUNS_ON
from impact.rows import IntArray, Rows, integers, plain, rows_of

FOLLOWED = (DEPENDS_ON, HAS_MEMBER, PROVIDED_BY, REPLICATES_FROM, RUNS_ON)
_FAMILIES = frozenset(("running_software", "service"))


class SnapshotEstate:
    """Who needs what along the relationships that services follow (an `Estate` of following.py)."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Nothing is read but the snapshot."""
        self.snapshot = snapshot
        types = snapshot.view.types
        self._followed = integers([types.index(entry.name) for entry in FOLLOWED])
        self._has_member = types.index(HAS_MEMBER.name)
        classes = snapshot.view.registry.classes
        self._services = {name for name, spec in classes.items() if spec.is_service}
        self._parts = {name for name, spec in classes.items() if spec.family in _FAMILIES} - self._services

    def needs(self, uid: str) -> Sequence[str]:
        """What a CI needs, of whatever class and status."""
        found = self._outgoing(uid)
        return self._targets(found[np.isin(self.snapshot.relationships.type[found], self._followed)])

    def groups(self, uid: str) -> Sequence[str]:
        """The groups in use that a CI is a member of."""
        number = self.snapshot.numbers.get(uid, -1)
        found = plain(self._groups_of.of(number)) if number >= 0 else []
        return [self.snapshot.cis.uid[group] for group in found if self.snapshot.is_counted[group]]

    def members(self, uid: str) -> Sequence[str]:
        """The members of a group that count."""
        found = self._outgoing(uid)
        found = found[self.snapshot.relationships.type[found] == self._has_member]
        return self._targets(found[self.snapshot.is_requirement[found]])

    def is_part(self, uid: str) -> bool:
        """Whether it is running software or a group, in use."""
        return self._is_in(uid, self._parts)

    def is_service(self, uid: str) -> bool:
        """Whether it is a service in use."""
        return self._is_in(uid, self._services)

    def services(self) -> list[str]:
        """All services in use, sorted."""
        found = np.flatnonzero(self.snapshot.of_class(self._services) & self.snapshot.is_counted)
        return sorted(self.snapshot.cis.uid[ci] for ci in found.tolist())

    def in_use(self, uids: Iterable[str]) -> frozenset[str]:
        """These CIs, or those into which they were merged, without those that are not in use."""
        return frozenset(uid for uid in map(self._current, uids) if uid)

    def parts_called(self, name: str) -> list[str]:
        """The parts of that name, sorted."""
        found = (self.snapshot.cis.uid[number] for number in self.snapshot.numbers_of_name.get(name, ()))
        return sorted(uid for uid in found if self.is_part(uid))

    def touched_by(self, changed: Iterable[str]) -> set[str]:
        """CIs that may be something else when these change: they themselves, and the members of groups among them."""
        uids = set(changed)
        return uids.union(*map(self.members, uids))

    @cached_property
    def _groups_of(self) -> Rows:
        columns = self.snapshot.relationships
        found = np.flatnonzero((columns.type == self._has_member) & (columns.source >= 0) & (columns.target >= 0))
        return rows_of(columns.target[found], columns.source[found], len(self.snapshot.cis.uid))

    def _outgoing(self, uid: str) -> IntArray:
        number = self.snapshot.numbers.get(uid, -1)
        return self.snapshot.relationships_of.of(number) if number >= 0 else integers([])

    def _targets(self, positions: IntArray) -> list[str]:
        numbers = plain(self.snapshot.relationships.target[positions])
        return [self.snapshot.cis.uid[number] for number in numbers if number >= 0]

    def _current(self, uid: str) -> str:
        numbers, cis = self.snapshot.numbers, self.snapshot.cis
        while (number := numbers.get(uid, -1)) >= 0 and cis.merged_into[number]:
            uid = cis.merged_into[number]
        return uid if number >= 0 and self.snapshot.is_counted[number] else ""

    def _is_in(self, uid: str, classes: set[str]) -> bool:
        number = self.snapshot.numbers.get(uid, -1)
        return number >= 0 and bool(self.snapshot.is_counted[number]) and self.snapshot.cis.ci_class[number] in classes
