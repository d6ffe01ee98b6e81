"""Long lists and mappings of which few entries differ: snapshots that follow each other share them, none copies."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, overload

T = TypeVar("T")
_MOST_PATCHES = 10_000


class PatchedList(Sequence[T]):
    """`whole` with other values at some places and further ones behind it; none of them is ever changed in place."""

    __slots__ = ("_length", "_patches", "_whole")

    def __init__(self, whole: Sequence[T], patches: Mapping[int, T], length: int) -> None:
        """`patches` holds every place that differs, and all places from the end of `whole` up to `length`."""
        self._whole, self._patches, self._length = whole, patches, length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return list(self)[index]
        if index < 0 or index >= self._length:
            message = f"{index} is not below {self._length}"
            raise IndexError(message)
        return self._patches[index] if index in self._patches else self._whole[index]

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return iter(self.plain())

    def plain(self) -> list[T]:
        """All values as a list of their own."""
        found = [*self._whole]
        found.extend(self._patches[place] for place in range(len(found), self._length))
        for place, value in self._patches.items():
            found[place] = value
        return found

    def patched(self, patches: Mapping[int, T], length: int) -> Sequence[T]:
        """The list with further patches; one of its own when there are many."""
        both = {**self._patches, **patches}
        made = PatchedList(self._whole, both, length)
        return made if len(both) <= _MOST_PATCHES else made.plain()


def patched_list(values: Sequence[T], patches: Mapping[int, T], added: Sequence[T]) -> Sequence[T]:
    """The values with some replaced and others behind the last, itself unchanged. O(patches)."""
    behind = {len(values) + turn: value for turn, value in enumerate(added)}
    if not patches and not behind:
        return values
    here = values if isinstance(values, PatchedList) else PatchedList(values, {}, len(values))
    return here.patched({**patches, **behind}, len(values) + len(added))


class PatchedMapping(Mapping[str, T]):
    """`whole` with some entries replaced or added."""

    __slots__ = ("_patches", "_whole")

    def __init__(self, whole: Mapping[str, T], patches: Mapping[str, T]) -> None:
        """`patches` count before `whole`."""
        self._whole, self._patches = whole, patches

    def __getitem__(self, key: str) -> T:
        return self._patches[key] if key in self._patches else self._whole[key]

    def __iter__(self) -> Iterator[str]:
        yield from self._whole
        yield from (key for key in self._patches if key not in self._whole)

    def __len__(self) -> int:
        return len(self._whole) + sum(key not in self._whole for key in self._patches)

    def patched(self, patches: Mapping[str, T]) -> Mapping[str, T]:
        """The mapping with further patches; one of its own when there are many."""
        both = {**self._patches, **patches}
        return PatchedMapping(self._whole, both) if len(both) <= _MOST_PATCHES else {**self._whole, **both}


def patched_mapping(values: Mapping[str, T], patches: Mapping[str, T]) -> Mapping[str, T]:
    """The mapping with some entries replaced or added, itself unchanged. O(patches)."""
    if not patches:
        return values
    here = values if isinstance(values, PatchedMapping) else PatchedMapping(values, {})
    return here.patched(patches)
