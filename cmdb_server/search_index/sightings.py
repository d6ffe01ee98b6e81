"""When each CI was last known to be so: unchanged facts are as fresh as the contact of their source."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

_FIRST_SIZE = 1024


class Sightings:
    """Times in microseconds for all CIs at once; CIs with the same sources share one entry of them."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._own = np.zeros(_FIRST_SIZE, np.int64)
        self._sources = np.zeros(_FIRST_SIZE, np.int32)
        self._combinations: dict[tuple[str, ...], int] = {(): 0}

    def copied(self) -> "Sightings":
        """The same times, to be changed on their own."""
        twin = Sightings()
        kept = {"_own": self._own.copy(), "_sources": self._sources.copy(), "_combinations": dict(self._combinations)}
        vars(twin).update(kept)
        return twin

    def note(self, member: int, at: int, sources: tuple[str, ...]) -> None:
        """A CI was seen at a time, and has these sources."""
        self._make_room(member + 1)
        self._own[member] = at
        self._sources[member] = self._combinations.setdefault(sources, len(self._combinations))

    def latest(self, contacts: Mapping[str, int], size: int) -> NDArray[np.int64]:
        """For every id below a size when it was last seen, 0 for never; `contacts` are those of the sources."""
        self._make_room(size)
        per_combination = [max((contacts.get(key, 0) for key in keys), default=0) for keys in self._combinations]
        return np.maximum(self._own, np.array(per_combination, np.int64)[self._sources])[:size]

    def of(self, members: Sequence[int], contacts: Mapping[str, int]) -> dict[int, int]:
        """When each of a few ids was last seen, 0 for never."""
        combinations = list(self._combinations)
        found: dict[int, int] = {}
        for member in members:
            keys = combinations[int(self._sources[member])]
            found[member] = max(int(self._own[member]), *(contacts.get(key, 0) for key in keys), 0)
        return found

    def _make_room(self, size: int) -> None:
        if missing := max(size - len(self._own), 0):
            added = max(missing, len(self._own))
            self._own = np.concatenate([self._own, np.zeros(added, np.int64)])
            self._sources = np.concatenate([self._sources, np.zeros(added, np.int32)])
