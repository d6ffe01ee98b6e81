"""Which CI is related to which, eight bytes a relationship: a filter over a million of them takes milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cmdb_server.search_index.bitmaps import Bits, bits_of_flags, flags_of

_Ids = NDArray[np.int32]


def _nobody() -> _Ids:
    return np.zeros(0, np.int32)


@dataclass
class _Type:
    """The relationships of one type; `changed` are sources whose relationships are those in `fresh` alone."""

    source: _Ids = field(default_factory=_nobody)
    target: _Ids = field(default_factory=_nobody)
    changed: set[int] = field(default_factory=set[int])
    fresh: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def settle(self) -> None:
        """Take the changes over into the columns."""
        if not self.changed:
            return
        kept = ~np.isin(self.source, _ids(list(self.changed)))
        counts = [len(targets) for targets in self.fresh.values()]
        added = _ids([target for targets in self.fresh.values() for target in targets])
        self.source = np.concatenate([self.source[kept], np.repeat(_ids(list(self.fresh)), counts)])
        self.target = np.concatenate([self.target[kept], added])
        self.changed, self.fresh = set(), {}


class Links:
    """The relationships of the types that somebody asked about; the caller holds the lock."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.changes = 0
        self._types: dict[str, _Type] = {}

    def copied(self) -> "Links":
        """The same relationships, to be changed on their own."""
        twin = Links()
        for name in self._types:
            entry = self._settled(name)
            twin.follow(name)
            # Columns are replaced, never changed, so both may have the same.
            twin.take_over(name, entry.source, entry.target)
        return twin

    def take_over(self, type_name: str, source: _Ids, target: _Ids) -> None:
        """Replace all relationships of a type by these columns."""
        self.changes += 1
        self._types[type_name] = _Type(source, target)

    @property
    def types(self) -> tuple[str, ...]:
        """The types whose changes are followed."""
        return tuple(self._types)

    def follow(self, type_name: str) -> None:
        """From now on hear of changes of a type; what was before comes with `fill`."""
        self._types.setdefault(type_name, _Type())

    def fill(self, type_name: str, ends: Sequence[tuple[int, int]]) -> None:
        """All relationships of a type as (source, target); what changed since `follow` is known better."""
        self.changes += 1
        entry = self._types[type_name]
        entry.source, entry.target = (_ids([pair[end] for pair in ends]) for end in (0, 1))

    def replace(self, sources: Sequence[int], links: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        """Take over all relationships that leave these sources now."""
        for name, entry in self._types.items():
            entry.changed.update(sources)
            for source in sources:
                entry.fresh.pop(source, None)
            for source, target in links.get(name, ()):
                entry.fresh.setdefault(source, []).append(target)

    def leading_to(self, type_name: str, targets: Bits, size: int) -> Bits:
        """Who has a relationship to one of these."""
        entry = self._settled(type_name)
        return _marked(entry.source[flags_of(targets, size)[entry.target]], size)

    def coming_from(self, type_name: str, sources: Bits, size: int) -> Bits:
        """To whom a relationship of one of these leads."""
        entry = self._settled(type_name)
        return _marked(entry.target[flags_of(sources, size)[entry.source]], size)

    def pairs(self, type_name: str) -> tuple[_Ids, _Ids]:
        """All relationships of a type as their sources and their targets."""
        entry = self._settled(type_name)
        return entry.source, entry.target

    def _settled(self, type_name: str) -> _Type:
        entry = self._types[type_name]
        entry.settle()
        return entry


def _ids(members: Sequence[int]) -> _Ids:
    return np.array(members, np.int32)


def _marked(members: _Ids, size: int) -> Bits:
    flags = np.zeros(size, np.bool_)
    flags[members] = True
    return bits_of_flags(flags)
