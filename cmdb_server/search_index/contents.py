"""What the index holds at a moment: tables, sets, times and places. The caller holds the lock."""

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from cmdb_server.data_source_names import source_name
from cmdb_server.permissions.sight import Place
from cmdb_server.search_index.answers import ListedCI, NamedCI
from cmdb_server.search_index.bitmaps import Bitmaps, Bits
from cmdb_server.search_index.entries import MERGED, RETIRED, STATUS, Entry, entry_of, roles_of
from cmdb_server.search_index.links import Links
from cmdb_server.search_index.locations import Locations
from cmdb_server.search_index.readable import ReadableKept
from cmdb_server.search_index.reading import LOCATION, ReadCIs
from cmdb_server.search_index.sightings import Sightings
from cmdb_server.search_index.tables import Tables, connect
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry


class Contents:
    """The entries of all CIs that are shown, under small whole numbers."""

    def __init__(self, registry: Registry, path: Path | None = None) -> None:
        """Nothing is in it yet; `path` is a file for the tables, memory without it."""
        self.registry = registry
        self.tables = Tables(connect(path))
        self.bitmaps = Bitmaps()
        self.locations = Locations(registry, LOCATION)
        self.links = Links()
        self.readable = ReadableKept()
        self.contacts: dict[str, int] = {}
        self.created_at: dict[int, int] = {}
        self.now = 0
        self.changes = 0
        self._sightings = Sightings()
        self._roles = roles_of(registry)
        self._columns_of = {name: {spec.name for spec in roles.columns} for name, roles in self._roles.items()}
        self._hidden: dict[str, int] = {}
        self._next = 0

    def copied(self) -> "Contents":
        """The same contents, to be changed on their own."""
        twin = copy.copy(self)
        kept = {name: _copied(value) for name, value in vars(self).items() if not isinstance(value, Registry)}
        vars(twin).update(kept)
        return twin

    def fill(self, read: ReadCIs) -> None:
        """Add CIs that are not in it; their places are known already."""
        placed = [(self._number(entry.uid), entry) for entry in self._entries(read.properties)]
        self.tables.fill(placed)
        self._note(placed)
        self.changes += 1

    def replace(self, read: ReadCIs) -> set[str]:
        """Take over CIs as they are now; answers others whose site may have changed by it."""
        moved = self.locations.update(read.properties, read.locations)
        entries = list(self._entries(read.properties))
        known = self.tables.ids(ci["uid"] for ci in read.properties)
        shown = {entry.uid for entry in entries}
        gone = {uid: member for uid, member in known.items() if uid not in shown}
        placed = [(known[entry.uid] if entry.uid in known else self._number(entry.uid), entry) for entry in entries]
        self.tables.write(placed, list(gone.values()))
        self._note(placed)
        self._hidden |= gone
        for member in gone.values():
            self._forget(member)
        self._relate(read)
        self.changes += 1
        return moved | set(self.tables.uids_of_roots(moved)) if moved else moved

    def current(self) -> Bits:
        """The CIs that are not retired."""
        statuses = self.bitmaps.values(STATUS)
        return self.bitmaps.having(STATUS, (status for status in statuses if status not in (RETIRED, MERGED)))

    def everyone(self) -> Bits:
        """All CIs that are shown, the retired ones too."""
        return self.bitmaps.having(STATUS, self.bitmaps.values(STATUS))

    @property
    def size(self) -> int:
        """One more than the largest id."""
        return self._next

    def last_seen(self) -> NDArray[np.int64]:
        """For every id when the CI was last known to be so, in microseconds, 0 for never."""
        return self._sightings.latest(self.contacts, self._next)

    def members(self, ends: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        """The ids at the ends of relationships; a CI that is not shown keeps its id for when it is."""
        pairs = list(ends)
        known = self.tables.ids(dict.fromkeys(uid for pair in pairs for uid in pair))
        for uid in {uid for pair in pairs for uid in pair} - known.keys():
            known[uid] = self._hidden[uid] = self._number(uid)
        return [(known[source], known[target]) for source, target in pairs]

    def decoded(self, ids: Sequence[int]) -> list[tuple[int, str, dict[str, Any]]]:
        """Id, uid and what a list shows of these CIs, in the order asked."""
        return [(member, uid, msgspec.json.decode(row)) for member, uid, row in self.tables.rows(ids)]

    def listed(self, ids: list[int]) -> tuple[ListedCI, ...]:
        """The rows of these CIs in the order asked."""
        rows = self.decoded(ids)
        roots = self.named({row["root_uid"] for _, _, row in rows})
        seen = self._sightings.of([member for member, _, _ in rows], self.contacts)
        return tuple(_listed(uid, row, roots, seen[member]) for member, uid, row in rows)

    def named(self, uids: Iterable[str]) -> dict[str, NamedCI]:
        """These CIs as others refer to them."""
        rows = self.decoded(list(self.tables.ids(uids).values()))
        return {uid: NamedCI(uid, row["name"], row["ci_class"]) for _, uid, row in rows}

    def places(self, uids: Iterable[str]) -> dict[str, Place]:
        """The class and the site of these CIs; those that are not there are left out."""
        rows = self.tables.rows(list(self.tables.ids(uids).values()))
        decoded = ((uid, msgspec.json.decode(row)) for _, uid, row in rows)
        return {uid: Place(row["ci_class"], row["site"]) for uid, row in decoded}

    def _entries(self, properties: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
        for ci in properties:
            site = self.locations.site_of(ci["uid"], ci.get("root_uid") or "")
            entry = entry_of(ci, site, self._roles)
            if entry is not None:
                yield entry

    def _number(self, uid: str) -> int:
        """The id that a CI had when it was hidden, else a new one."""
        if uid in self._hidden:
            return self._hidden.pop(uid)
        self._next += 1
        return self._next - 1

    def _relate(self, read: ReadCIs) -> None:
        if not self.links.types:
            return
        sources = self.tables.ids(ci["uid"] for ci in read.properties)
        links = {name: self.members(ends) for name, ends in read.links.items()}
        leaving = {pair[0] for pairs in links.values() for pair in pairs}
        self.links.replace(sorted(leaving | set(sources.values())), links)

    def _note(self, placed: Iterable[tuple[int, Entry]]) -> None:
        for member, entry in placed:
            self.bitmaps.put(member, entry.facets)
            self.created_at[member] = entry.created_at
            self._sightings.note(member, entry.last_seen_at, entry.sources)

    def _forget(self, member: int) -> None:
        self.bitmaps.remove(member)
        self.created_at.pop(member, None)
        self._sightings.note(member, 0, ())


def _listed(uid: str, row: Mapping[str, Any], roots: Mapping[str, NamedCI], seen: int) -> ListedCI:
    return ListedCI(
        uid,
        row["name"],
        row["ci_class"],
        row["status"],
        rfc3339(seen) if seen else None,
        tuple(source_name(key) for key in row["sources"]),
        row["site"],
        roots.get(row["root_uid"]) if row["root_uid"] != uid else None,
        row["attributes"],
        tuple(row.get("hidden", ())),
    )


def _copied(value: Any) -> Any:  # noqa: ANN401 - whatever the contents are made of
    """A copy of a part of the contents: a number, a map of values that are never changed, or what copies itself."""
    if isinstance(value, int):
        return value
    return dict(cast("dict[Any, Any]", value)) if isinstance(value, dict) else value.copied()
