"""A snapshot as somebody sees it who may not see all: the same graph, states and counts, other labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import overload

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.permissions.sight import NAME, REDACTED, Place, Sight


class SeenSnapshot(Snapshot):
    """Names nothing that may not be seen; what a failure does is the same whoever asks."""

    _labels: "_Labels"

    def __init__(self, whole: Snapshot, sight: Sight) -> None:
        """Shares everything with the whole snapshot; what is derived from it is derived there, once."""
        _ = whole.graph, whole.stakes, whole.owns_a_group, whole.relationships_of, whole.is_counted, whole.access
        labels = _Labels(whole, sight)
        seen = {"cis": replace(whole.cis, name=labels), "numbers_of_name": _Named(whole.numbers_of_name, labels)}
        vars(self).update(vars(whole), **seen, _labels=labels)

    def site(self, ci: int) -> str | None:
        """The name of the site a CI stands on, None for one that may not be seen."""
        return self._labels.site(ci)


class _Labels(Sequence[str]):
    """The names of CIs by number, as they may be shown; looked up when they are asked for."""

    def __init__(self, whole: Snapshot, sight: Sight) -> None:
        self._whole = whole
        self._sight = sight

    def shows(self, ci: int) -> bool:
        """Whether the name of a CI may be shown."""
        return NAME not in self._sight.hidden(self._place(ci))

    def site(self, ci: int) -> str | None:
        """The site of a CI that may be seen."""
        place = self._place(ci)
        return place.site if self._sight.sees(place) else None

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[ci] for ci in range(*index.indices(len(self)))]
        return self._whole.cis.name[index] if self.shows(index) else REDACTED

    def __len__(self) -> int:
        return len(self._whole.cis.name)

    def _place(self, ci: int) -> Place:
        return Place(self._whole.cis.ci_class[ci], self._whole.site(ci))


class _Named(Mapping[str, list[int]]):
    """CIs by a name that may be shown: nobody finds out by asking what a hidden CI is called."""

    def __init__(self, whole: Mapping[str, list[int]], labels: _Labels) -> None:
        self._whole = whole
        self._labels = labels

    def __getitem__(self, name: str) -> list[int]:
        found = [ci for ci in self._whole[name] if self._labels.shows(ci)]
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._whole if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
