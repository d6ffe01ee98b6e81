"""A snapshot with some CIs and their relationships replaced: costs copies of columns, not another reading of them.

The numbers of CIs stay. Relationships that no longer hold keep their place, without ends, until there are many of them;
then everything is put together anew. What was derived of the snapshot before is carried over, changed rows only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cmdb_server.impact_analysis.columns import (
    CIColumns,
    RelationshipColumns,
    ci_columns,
    joined,
    relationship_columns,
    replaced,
    selected,
)
from cmdb_server.impact_analysis.loading import ViewRows
from cmdb_server.impact_analysis.network_access import NETWORK_TYPES
from cmdb_server.impact_analysis.patched_lists import patched_mapping
from cmdb_server.impact_analysis.snapshot import Snapshot
from impact import Graph, Stakes, overlaid
from impact.rows import NOTHING, BoolArray, IntArray, Rows, integers, patched, plain

_GONE = -1
_MOST_GONE = 0.25
_FEW = 1_000


@dataclass(frozen=True)
class Fresh:
    """CIs as they are now, and every outgoing relationship of `touched` (by number), which replace those of before."""

    cis: CIColumns
    touched: IntArray
    relationships: RelationshipColumns


def with_changes(snapshot: Snapshot, touched: Iterable[str], rows: ViewRows, taken_at: int) -> Snapshot:
    """The snapshot with some CIs and their outgoing relationships read again; new CIs get the next numbers."""
    cis = ci_columns(rows.cis)
    numbers = numbered(snapshot, cis)
    known = integers([numbers[uid] for uid in touched if uid in numbers])
    fresh = Fresh(cis, known, relationship_columns(rows.relationships, numbers))
    return replace_rows(snapshot, fresh, numbers, taken_at)


def numbered(snapshot: Snapshot, cis: CIColumns) -> Mapping[str, int]:
    """The numbers of CIs by uid, with new ones behind the last."""
    added = [uid for uid in cis.uid if uid not in snapshot.numbers]
    first = len(snapshot.cis.uid)
    return patched_mapping(snapshot.numbers, {uid: first + turn for turn, uid in enumerate(added)})


def replace_rows(snapshot: Snapshot, fresh: Fresh, numbers: Mapping[str, int], taken_at: int) -> Snapshot:
    """The snapshot with fresh rows. O(size) for copying, O(what changed) for everything else."""
    gone = snapshot.relationships_of.gather(np.unique(fresh.touched[fresh.touched < len(snapshot.cis.uid)]))
    made = Snapshot(
        snapshot.view,
        _cis(snapshot, fresh.cis),
        _relationships(snapshot, gone, fresh.relationships),
        numbers,
        taken_at,
        snapshot.as_of,
    )
    if np.count_nonzero(made.relationships.source == _GONE) > _FEW + _MOST_GONE * len(made.relationships.source):
        return replace(made, relationships=selected(made.relationships, made.relationships.source != _GONE))
    _Carrying(snapshot, made, integers([numbers[uid] for uid in fresh.cis.uid]), fresh.touched).carry(gone)
    return made


def _cis(snapshot: Snapshot, fresh: CIColumns) -> CIColumns:
    is_known = np.asarray([uid in snapshot.numbers for uid in fresh.uid], np.bool_)
    known = selected(fresh, is_known)
    changed = replaced(snapshot.cis, integers([snapshot.numbers[uid] for uid in known.uid]), known)
    return changed if is_known.all() else joined(changed, selected(fresh, ~is_known))


def _relationships(snapshot: Snapshot, gone: IntArray, fresh: RelationshipColumns) -> RelationshipColumns:
    source = snapshot.relationships.source.copy()
    source[gone] = _GONE
    return joined(replace(snapshot.relationships, source=source), fresh)


class _Carrying:
    """Carries what is derived of one snapshot over to the next."""

    def __init__(self, before: Snapshot, made: Snapshot, changed: IntArray, touched: IntArray) -> None:
        """`changed` are the CIs with other attributes, `touched` those with other relationships."""
        self._before, self._made, self._changed = before, made, changed
        self._touched = np.unique(touched)
        self._size = len(made.cis.uid)
        self._added = np.arange(len(before.relationships.uid), len(made.relationships.uid), dtype=np.int32)
        self._is_counted = self._counted()
        flipped = changed[~self._same_count(changed)]
        self._leading = self._leading_to(flipped)
        # Whoever has other relationships, another k, or needs something that now counts or no longer does.
        owners = [self._touched, changed, made.relationships.source[self._leading]]
        self._owners = np.unique(np.concatenate(owners))

    def carry(self, gone: IntArray) -> None:
        """Give the next snapshot everything that is known of the one before."""
        rows = self._rows()
        needed = self._requirements(gone)
        vars(self._made).update(is_counted=self._is_counted, relationships_of=rows, is_requirement=needed)
        known = vars(self._before)
        if "access" in known and self._is_network_same(gone):
            vars(self._made)["access"] = known["access"].resized(self._size)
        if "graph" in known:
            vars(self._made)["graph"] = self._graph(known["graph"], rows.gather(self._owners))
        if "stakes" in known:
            vars(self._made)["stakes"] = self._stakes(known["stakes"])
        if "numbers_of_name" in known:
            vars(self._made)["numbers_of_name"] = self._names(known["numbers_of_name"])

    def _counted(self) -> BoolArray:
        found = np.zeros(self._size, np.bool_)
        found[: len(self._before.is_counted)] = self._before.is_counted
        found[self._changed] = self._made.counted_among(plain(self._changed))
        return found

    def _same_count(self, cis: IntArray) -> BoolArray:
        known = cis < len(self._before.is_counted)
        was = np.zeros(len(cis), np.bool_)
        was[known] = self._before.is_counted[cis[known]]
        return was == self._is_counted[cis]

    def _leading_to(self, flipped: IntArray) -> IntArray:
        if len(flipped) == 0:
            return NOTHING
        columns = self._made.relationships
        return np.flatnonzero(np.isin(columns.target, flipped) & (columns.source != _GONE)).astype(np.int32)

    def _is_network_same(self, gone: IntArray) -> bool:
        """Whether the links between ports, their devices and gateways are what they were."""
        before, made = self._before.cis.root_uid, self._made.cis.root_uid
        known = self._changed[self._changed < len(before)]
        if not np.all(self._same_count(known)) or any(before[ci] != made[ci] for ci in plain(known)):
            return False
        if any(made[ci] == self._made.cis.uid[ci] for ci in range(len(before), self._size)):
            return False  # a new device, perhaps of ports that were read before it
        kinds = [self._made.view.types.index(name) for name in NETWORK_TYPES]
        return np.array_equal(
            _leads(self._before.relationships, gone, kinds), _leads(self._made.relationships, self._added, kinds)
        )

    def _rows(self) -> Rows:
        """The relationships of each CI, by position."""
        source = self._made.relationships.source[self._added]
        fresh: dict[int, list[int]] = {ci: [] for ci in plain(self._touched)}
        for ci, position in zip(plain(source), plain(self._added), strict=True):
            if ci != _GONE:
                fresh.setdefault(ci, []).append(position)
        return patched(self._before.relationships_of, {ci: integers(found) for ci, found in fresh.items()}, self._size)

    def _requirements(self, gone: IntArray) -> BoolArray:
        """Which relationships carry failure, computed for those that are new or of a CI that changed."""
        found = np.concatenate([self._before.is_requirement, np.zeros(len(self._added), np.bool_)])
        found[gone] = False
        rows = patched_positions(self._before.relationships_of, self._changed)
        again = np.concatenate([self._added, self._leading, rows])
        found[again] = self._made.carries_failure(again, self._is_counted)
        return found

    def _graph(self, graph: Graph, positions: IntArray) -> Graph:
        positions = positions[self._made.is_requirement[positions]]
        made = overlaid(graph, self._size, NOTHING, self._owners, self._made.requirements_behind(positions))
        dead = np.count_nonzero(made.n == 0)
        return made if dead <= _FEW + _MOST_GONE * len(made.n) else self._made.graph

    def _stakes(self, stakes: Stakes) -> Stakes:
        is_service = np.zeros(self._size, np.bool_)
        is_service[: len(stakes.is_service)] = stakes.is_service
        is_service[self._changed] = self._made.services_among(plain(self._changed))
        return Stakes(is_service, self._made.cis.users, self._made.cis.criticality)

    def _names(self, names: Mapping[str, list[int]]) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        before, made = self._before, self._made
        for ci in plain(self._changed):
            if ci < len(before.cis.uid) and before.is_counted[ci]:
                old = before.cis.name[ci]
                found[old] = [other for other in found.get(old, names.get(old, [])) if other != ci]
            if self._is_counted[ci]:
                new = made.cis.name[ci]
                found[new] = sorted({*found.get(new, names.get(new, [])), ci})
        return patched_mapping(names, {name: cis for name, cis in found.items() if cis != names.get(name, [])})


def patched_positions(rows: Rows, cis: IntArray) -> IntArray:
    """The values of those keys that the rows have."""
    return rows.gather(cis[cis < len(rows.starts) - 1])


def _leads(columns: RelationshipColumns, positions: IntArray, kinds: Sequence[int]) -> IntArray:
    """Type, source and target of those relationships that are of some types, in an order of their own."""
    found = positions[np.isin(columns.type[positions], kinds)]
    rows = np.stack([columns.type[found], columns.source[found], columns.target[found]], axis=1)
    return rows[np.lexsort(rows.T)]
