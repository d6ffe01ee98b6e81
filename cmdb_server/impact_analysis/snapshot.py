"""One immutable state of the dependency view, with everything a question needs to be answered and labelled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmdb_server.impact_analysis.columns import (
    SOFT,
    CIColumns,
    RelationshipColumns,
    ci_columns,
    joined,
    relationship_columns,
    replaced,
    selected,
)
from cmdb_server.impact_analysis.loading import ViewRows
from graph_schema import Registry
from impact import Graph, Stakes, build_graph
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
    """All relationship types that carry failure, and the one that leads to places."""
    specs = registry.relationship_types
    types = tuple(name for name in sorted(specs) if name == LOCATED_IN or travel_of(specs[name]) != Travel.NOT)
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
        source, target = self.relationships.source, self.relationships.target
        known = (source >= 0) & (target >= 0)
        return known & self.is_counted[source] & self.is_counted[target] & (self._travel != Travel.NOT)

    @cached_property
    def graph(self) -> Graph:
        """Who needs what."""
        kept = self.is_requirement
        columns = Relationships(
            source=self.relationships.source[kept],
            target=self.relationships.target[kept],
            travel=self._travel[kept],
            is_soft=self.relationships.strength[kept] == SOFT,
        )
        return build_graph(len(self.cis.uid), requirements_of(columns, self.cis.k))

    @cached_property
    def stakes(self) -> Stakes:
        """What hangs on each CI."""
        services = [name for name, spec in self.view.registry.classes.items() if spec.is_service]
        return Stakes(self.of_class(services), self.cis.users, self.cis.criticality)

    @cached_property
    def relationships_of(self) -> Rows:
        """From a CI to its outgoing relationships, by position."""
        known = np.flatnonzero(self.relationships.source >= 0).astype(np.int32)
        return rows_of(self.relationships.source[known], known, len(self.cis.uid))

    @cached_property
    def owns_a_group(self) -> BoolArray:
        """Which CIs are groups: they have members and a k."""
        members = self.is_requirement & (self._travel == Travel.MEMBER)
        return np.bincount(self.relationships.source[members], minlength=len(self.cis.uid)) > 0

    @cached_property
    def numbers_of_name(self) -> Mapping[str, list[int]]:
        """CIs that count by their name."""
        found: dict[str, list[int]] = {}
        for number in plain(np.flatnonzero(self.is_counted).astype(np.int32)):
            found.setdefault(self.cis.name[number], []).append(number)
        return found

    @cached_property
    def _travel(self) -> IntArray:
        return self.view.travel[self.relationships.type]

    def of_class(self, names: Iterable[str]) -> BoolArray:
        """Which CIs are exactly of one of these classes."""
        return _is_in(self.cis.ci_class, frozenset(names))

    def between(self, source: int, target: int) -> IntArray:
        """The relationships that carry failure from a target to a source, by position."""
        found = self.relationships_of.of(source)
        return found[(self.relationships.target[found] == target) & self.is_requirement[found]]

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


def with_changes(snapshot: Snapshot, touched: Iterable[str], rows: ViewRows, taken_at: int) -> Snapshot:
    """The snapshot with some CIs and their outgoing relationships read again; new CIs get the next numbers."""
    fresh = ci_columns(rows.cis)
    is_known = np.asarray([uid in snapshot.numbers for uid in fresh.uid], np.bool_)
    known, added = selected(fresh, is_known), selected(fresh, ~is_known)
    numbers = {**snapshot.numbers, **{uid: len(snapshot.numbers) + turn for turn, uid in enumerate(added.uid)}}
    cis = joined(replaced(snapshot.cis, integers([snapshot.numbers[uid] for uid in known.uid]), known), added)
    stale = integers([snapshot.numbers[uid] for uid in touched if uid in snapshot.numbers])
    kept = ~np.isin(snapshot.relationships.source, stale)
    relationships = joined(selected(snapshot.relationships, kept), relationship_columns(rows.relationships, numbers))
    return Snapshot(snapshot.view, cis, relationships, numbers, taken_at)


def _is_in(column: list[str], wanted: frozenset[str]) -> BoolArray:
    return np.fromiter((value in wanted for value in column), np.bool_, len(column))
