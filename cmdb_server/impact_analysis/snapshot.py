"""One immutable state of the dependency view, with everything a question needs to be answered and labelled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmdb_server.impact_analysis.columns import (
    SOFT,
    CIColumns,
    RelationshipColumns,
    ci_columns,
    relationship_columns,
)
from cmdb_server.impact_analysis.loading import ViewRows
from cmdb_server.impact_analysis.network_access import NETWORK_TYPES, access_of
from graph_schema import Registry
from impact import Access, Graph, Requirements, Stakes, build_graph
from impact.dependency_view import Relationships, Travel, requirements_of, travel_of
from impact.rows import BoolArray, IntArray, Rows, integers, plain, rows_of

LOCATED_IN = "LOCATED_IN"
SITE = "site"
ABSENT = "absent"
_LONGEST_PLACE_CHAIN = 16
_COUNTED = frozenset(("active", "stale"))


@dataclass(frozen=True)
class View:
    """What of the declarations the dependency view is made of: relationship types in order, and how failure travels."""

    registry: Registry
    types: tuple[str, ...]
    travel: IntArray


def view_of(registry: Registry) -> View:
    """All relationship types that carry failure, those of the network, and the one that leads to places."""
    specs, others = registry.relationship_types, {LOCATED_IN, *NETWORK_TYPES}
    types = tuple(name for name in sorted(specs) if name in others or travel_of(specs[name]) != Travel.NOT)
    return View(registry, types, integers([travel_of(specs[name]) for name in types]))


@dataclass(frozen=True)
class Snapshot:
    """CIs by number, their open relationships, and when they were read (epoch microseconds).

    `as_of` is the time of which it is the state, None for that of now.
    """

    view: View
    cis: CIColumns
    relationships: RelationshipColumns
    numbers: Mapping[str, int]
    taken_at: int
    as_of: int | None = None

    @cached_property
    def is_counted(self) -> BoolArray:
        """Which CIs count: neither retired nor merged into another one."""
        return _is_in(self.cis.status, _COUNTED)

    @cached_property
    def is_requirement(self) -> BoolArray:
        """Which relationships carry failure between two CIs that count."""
        return self.carries_failure(np.arange(len(self.relationships.uid), dtype=np.int32), self.is_counted)

    @cached_property
    def graph(self) -> Graph:
        """Who needs what."""
        positions = np.flatnonzero(self.is_requirement).astype(np.int32)
        return build_graph(len(self.cis.uid), self.requirements_behind(positions))

    @cached_property
    def access(self) -> Access:
        """Ways to gateways."""
        return access_of(self.view.types, self.cis, self.relationships, self.numbers, self.is_counted)

    @cached_property
    def stakes(self) -> Stakes:
        """What hangs on each CI."""
        is_service = np.asarray(self.services_among(range(len(self.cis.uid))), np.bool_)
        return Stakes(is_service, self.cis.users, self.cis.criticality)

    @cached_property
    def relationships_of(self) -> Rows:
        """From a CI to its outgoing relationships, by position."""
        known = np.flatnonzero(self.relationships.source >= 0).astype(np.int32)
        return rows_of(self.relationships.source[known], known, len(self.cis.uid))

    @cached_property
    def owns_a_group(self) -> BoolArray:
        """Which CIs are groups: they have members and a k."""
        members = self.is_requirement & (self.view.travel[self.relationships.type] == Travel.MEMBER)
        return np.bincount(self.relationships.source[members], minlength=len(self.cis.uid)) > 0

    @cached_property
    def numbers_of_name(self) -> Mapping[str, list[int]]:
        """CIs that count by their name."""
        found: dict[str, list[int]] = {}
        for number in plain(np.flatnonzero(self.is_counted).astype(np.int32)):
            found.setdefault(self.cis.name[number], []).append(number)
        return found

    def counted_among(self, cis: Iterable[int]) -> list[bool]:
        """Which of these CIs count."""
        return [self.cis.status[ci] in _COUNTED for ci in cis]

    def services_among(self, cis: Iterable[int]) -> list[bool]:
        """Which of these CIs are services."""
        services = frozenset(name for name, spec in self.view.registry.classes.items() if spec.is_service)
        return [self.cis.ci_class[ci] in services for ci in cis]

    def carries_failure(self, positions: IntArray, is_counted: BoolArray) -> BoolArray:
        """Which of these relationships are requirements when these CIs count."""
        source, target = self.relationships.source[positions], self.relationships.target[positions]
        known = (source >= 0) & (target >= 0)
        carries = self.view.travel[self.relationships.type[positions]] != Travel.NOT
        return known & carries & is_counted[source] & is_counted[target]

    def requirements_behind(self, positions: IntArray) -> Requirements:
        """The requirements that these relationships make."""
        columns = Relationships(
            source=self.relationships.source[positions],
            target=self.relationships.target[positions],
            travel=self.view.travel[self.relationships.type[positions]],
            is_soft=self.relationships.strength[positions] == SOFT,
        )
        return requirements_of(columns, self.cis.k)

    def of_class(self, names: Iterable[str]) -> BoolArray:
        """Which CIs are exactly of one of these classes."""
        return _is_in(self.cis.ci_class, frozenset(names))

    def between(self, source: int, target: int) -> IntArray:
        """The relationships that carry failure from a target to a source, by position."""
        found = self.relationships_of.of(source)
        return found[(self.relationships.target[found] == target) & self.is_requirement[found]]

    def root(self, ci: int) -> int:
        """The CI that a CI is a part of at last, itself for one that is no part."""
        return self.numbers.get(self.cis.root_uid[ci], ci)

    def site(self, ci: int) -> str | None:
        """The name of the site a CI stands on: along its places, else along those of its root."""
        root = self.numbers.get(self.cis.root_uid[ci], -1)
        return self._site(ci) or (self._site(root) if root >= 0 else None)

    def _site(self, ci: int) -> str | None:
        for _ in range(_LONGEST_PLACE_CHAIN):
            if self.cis.ci_class[ci] == SITE:
                return self.cis.name[ci]
            found = self.relationships_of.of(ci)
            places = found[self.relationships.type[found] == self.view.types.index(LOCATED_IN)]
            if len(places) == 0 or self.relationships.target[places[0]] < 0:
                return None
            ci = int(self.relationships.target[places[0]])
        return None


def snapshot_of(view: View, rows: ViewRows, taken_at: int) -> Snapshot:
    """A snapshot of everything that was read. O(n log n)."""
    cis = ci_columns(rows.cis)
    numbers = {uid: number for number, uid in enumerate(cis.uid)}
    return Snapshot(view, cis, relationship_columns(rows.relationships, numbers), numbers, taken_at)


def _is_in(column: Sequence[str], wanted: frozenset[str]) -> BoolArray:
    return np.fromiter((value in wanted for value in column), np.bool_, len(column))
