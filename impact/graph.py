"""Who needs what: CIs as numbers 0 .. size - 1 and their requirements as parallel arrays ("if a fails, b is hit").

A requirement, called a group, belongs to one CI (its owner), which needs at least k of the group's n members.
Everything here is immutable and may be shared by threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from impact.rows import BoolArray, IntArray, Rows, rows_of

ALL_MEMBERS = -1


@dataclass(frozen=True)
class Requirements:
    """Requirements as columns, not cleaned yet.

    Group g belongs to `owner[g]` and needs `k[g]` members (ALL_MEMBERS: all of them); entry i says that
    `member[i]` is a member of group `group[i]`. An owner or member of -1 is one that nobody knows.
    """

    owner: IntArray
    k: IntArray
    is_soft: BoolArray
    group: IntArray
    member: IntArray


@dataclass(frozen=True)
class Breaking:
    """From a CI to what its loss does, for hard (False) and soft (True) requirements.

    `single` leads to owners of requirements that break by any one member, `counted` to requirements that break by
    several, `spare` to the owners of hard ones that can lose one.
    """

    single: Mapping[bool, Rows]
    counted: Mapping[bool, Rows]
    spare: Rows


@dataclass(frozen=True)
class Graph:
    """Cleaned requirements, indexed in both directions.

    `owner`, `n`, `k`, `is_soft` are per group. `members` leads from a group to its CIs, `groups_with` from a CI to the
    groups that have it as a member, `groups_of` from a CI to the groups it owns.
    """

    size: int
    owner: IntArray
    n: IntArray
    k: IntArray
    is_soft: BoolArray
    members: Rows
    groups_with: Rows
    groups_of: Rows

    @cached_property
    def breaking_losses(self) -> IntArray:
        """How many lost members break each group: n - k + 1, which no group with k = 0 ever reaches."""
        return self.n - self.k + 1

    @cached_property
    def breaking(self) -> "Breaking":
        """The requirements by what a lost member does to them, made for questions that reach far. O(memberships)."""
        group, owner = self.groups_with.values, self.owner
        is_single = self.breaking_losses == 1
        is_counted = (self.breaking_losses > 1) & (self.k > 0)
        of_kind = {False: ~self.is_soft, True: self.is_soft}
        return Breaking(
            single={soft: _kept(self.groups_with, (of & is_single)[group], owner) for soft, of in of_kind.items()},
            counted={soft: _kept(self.groups_with, (of & is_counted)[group]) for soft, of in of_kind.items()},
            spare=_kept(self.groups_with, (of_kind[False] & ~is_single)[group], owner),
        )

    @property
    def has_breaking(self) -> bool:
        """Whether `breaking` was asked for already."""
        return "breaking" in vars(self)

    def dependents(self, cis: IntArray) -> IntArray:
        """The CIs that need any of these, with repetitions. O(memberships)."""
        return self.owner[self.groups_with.gather(cis)]

    def dependencies(self, cis: IntArray) -> IntArray:
        """The CIs that any of these needs, with repetitions. O(members)."""
        return self.members.gather(self.groups_of.gather(cis))


def build_graph(size: int, requirements: Requirements) -> Graph:
    """Clean the requirements of `size` CIs and index them. O(n log n) in the number of entries.

    Cleaning: groups of unknown owners and unknown members are dropped; a member counts once; an owner is no member of
    its own group; k is cut to n, and without k it is n; a group without members is dropped, since it never breaks.
    """
    group, member = _clean_entries(size, requirements)
    n = np.bincount(group, minlength=len(requirements.owner)).astype(np.int32)
    kept = n > 0
    new_number = np.cumsum(kept, dtype=np.int32) - 1
    group = new_number[group]
    owner, n, k = requirements.owner[kept].astype(np.int32, copy=False), n[kept], requirements.k[kept]
    numbers = np.arange(len(owner), dtype=np.int32)
    return Graph(
        size=size,
        owner=owner,
        n=n,
        k=np.where(k == ALL_MEMBERS, n, np.clip(k, 0, n)).astype(np.int32),
        is_soft=requirements.is_soft[kept],
        members=rows_of(group, member, len(owner)),
        groups_with=rows_of(member, group, size),
        groups_of=rows_of(owner, numbers, size),
    )


def _clean_entries(size: int, requirements: Requirements) -> tuple[IntArray, IntArray]:
    """The entries that count, each once, sorted by group and member."""
    group, member = requirements.group, requirements.member
    owner = requirements.owner[group]
    known = (member >= 0) & (member < size) & (owner >= 0) & (owner < size) & (member != owner)
    keys = np.unique(group[known].astype(np.int64) * max(size, 1) + member[known])
    return (keys // max(size, 1)).astype(np.int32), (keys % max(size, 1)).astype(np.int32)


def _kept(rows: Rows, is_kept: BoolArray, names: IntArray | None = None) -> Rows:
    """The rows with some of their values only, as they are or by their names. O(values)."""
    before = np.concatenate([[0], np.cumsum(is_kept, dtype=np.int32)]).astype(np.int32)
    values = rows.values[is_kept]
    return Rows(before[rows.starts], values if names is None else names[values])
