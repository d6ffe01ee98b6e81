"""Which packages are installed where, as tables are asked about them.

Each product and version is there once, whatever number of machines have it. The graph is read once in windows,
afterwards only what events tell of. A holder is a machine, or what a list of components was attached to.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.search_index.distinct import distinct
from cmdb_server.search_index.reading import WINDOW, read_changed, read_clock, read_windows
from cmdb_server.software.naming import Found, Namer
from cmdb_server.software.packs import load_packs
from cmdb_server.timestamps import OPEN
from cmdb_server.vulnerabilities.ecosystems import Coordinate, Package, coordinate

Ids = NDArray[np.int32]
_GONE = ["retired", "merged"]
_AT_ONCE = 2_000
_NOWHERE = -1


class _Told(NamedTuple):
    """What a package manager tells of a package beside its release; versions of several architectures as one text."""

    release: str
    version: str = ""
    type: str = ""
    source: str = ""
    distribution: str = ""


@dataclass(frozen=True)
class Inventory:
    """`holder[i]` has `package[i]`, each pair once; `packages` and `holders` (uids) by these numbers.

    `unknown` is how many packages of a holder no table could tell of. `version` rises with each change.
    """

    packages: Sequence[Coordinate]
    holders: Sequence[str]
    holder: Ids
    package: Ids
    unknown: Mapping[str, int]
    version: int

    def holders_of(self, packages: Iterable[int]) -> Ids:
        """The numbers of the holders of any of these packages, each once."""
        wanted = np.zeros(len(self.packages), np.bool_)
        wanted[list(packages)] = True
        return distinct(self.holder[wanted[self.package]])

    def packages_of(self, holder: str) -> list[int]:
        """The packages that a holder has."""
        found: list[int] = self.package[self.holder == self.numbers.get(holder, _NOWHERE)].tolist()
        return found

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of holders by uid."""
        return {uid: number for number, uid in enumerate(self.holders)}


class InstalledPackages:
    """Keeps the packages of every holder in step with the graph; safe to use from several threads."""

    def __init__(self, store: GraphStore) -> None:
        """The graph is read with the first question."""
        self._store = store
        self._namer = Namer(load_packs())
        self._lock = threading.Lock()
        self._packages: dict[str, tuple[int, ...]] = {}
        self._programs: dict[str, tuple[str, int]] = {}
        self._numbers: dict[Coordinate, int] = {}
        self._known: dict[tuple[_Told, str], tuple[int, ...]] = {}
        self._releases: dict[str, Found] = {}
        self._until = _NOWHERE
        self._inventory: Inventory | None = None

    def current(self) -> Inventory:
        """What is installed now."""
        with self._lock:
            if self._catch_up() or self._inventory is None:
                self._inventory = self._assembled(self._inventory.version + 1 if self._inventory else 1)
            return self._inventory

    def _catch_up(self) -> bool:
        """Whether something may have changed since the last time."""
        if self._until == _NOWHERE:
            until = read_clock(self._store)
            for low, high in read_windows(self._store):
                asked = {"low": low, "high": high, "open": OPEN, "gone": _GONE}
                self._take(*self._read(asked, is_window=True))
            self._until = until
            return True
        changed, until = read_changed(self._store, self._until)
        for start in range(0, len(changed), WINDOW):
            some = changed[start : start + WINDOW]
            for uid in some:
                self._packages.pop(uid, None)
                self._programs.pop(uid, None)
            self._take(*self._read({"uids": some, "open": OPEN, "gone": _GONE}, is_window=False))
        self._until = until
        return bool(changed)

    def _read(self, asked: Mapping[str, Any], *, is_window: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        packages = queries.PACKAGES_IN_WINDOW if is_window else queries.PACKAGES_OF_HOLDERS
        programs = queries.PROGRAMS_IN_WINDOW if is_window else queries.PROGRAMS_BY_UID
        return self._store.read(lambda tx: (tx.run(packages, **asked)[0], tx.run(programs, **asked)[0]))

    def _take(self, packages: Mapping[str, Sequence[str]], programs: Mapping[str, Sequence[str]]) -> None:
        self._learn({*packages["release"], *programs["release"]})
        columns = (packages[name] for name in ("holder", "release", "version", "type", "source", "distribution"))
        told: dict[str, list[_Told]] = {}
        for holder, *said in zip(*columns, strict=True):
            told.setdefault(holder, []).append(_Told(*said))
        versions = self._os_versions(list(told))
        for holder, found in told.items():
            os_version = versions.get(holder, "")
            self._packages[holder] = tuple(n for one in found for n in self._numbered(one, os_version))
        for program, holder, release in zip(programs["program"], programs["holder"], programs["release"], strict=True):
            for number in self._numbered(_Told(release), ""):
                self._programs[program] = holder, number

    def _numbered(self, told: _Told, os_version: str) -> tuple[int, ...]:
        """The numbers of what a package is looked up as, -1 for what no table could tell of."""
        key = told, os_version
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = tuple(map(self._number, self._coordinates(told, os_version)))
        return known

    def _number(self, found: Coordinate | None) -> int:
        return _NOWHERE if found is None else self._numbers.setdefault(found, len(self._numbers))

    def _coordinates(self, told: _Told, os_version: str) -> Iterable[Coordinate | None]:
        release = self._releases.get(told.release)
        if release is None:
            return
        named = self._namer.name(release._replace(package_type=told.type, source_package=told.source))
        cpe = ":".join(named.cpe.split(":")[3:5]) if named.cpe else ""
        name = release.product
        for version in (told.version or release.version).split(", "):
            package = Package(release.publisher, name, version, told.type, told.source, cpe)
            yield coordinate(package, told.distribution or os_version)

    def _learn(self, releases: set[str]) -> None:
        missing = [uid for uid in releases if uid not in self._releases]
        for start in range(0, len(missing), _AT_ONCE):
            uids = missing[start : start + _AT_ONCE]
            row = self._store.read(lambda tx, uids=uids: tx.run(queries.RELEASES, uids=uids)[0])
            names = ("publisher", "product", "version", "edition")
            for uid, *told in zip(row["uid"], *(row[name] for name in names), strict=True):
                self._releases[uid] = Found(*told)

    def _os_versions(self, holders: list[str]) -> dict[str, str]:
        if not holders:
            return {}
        row = self._store.read(lambda tx: tx.run(queries.OS_VERSIONS, uids=holders)[0])
        return dict(zip(row["uid"], row["os_version"], strict=True))

    def _assembled(self, version: int) -> Inventory:
        holders = sorted({*self._packages, *(holder for holder, _ in self._programs.values())})
        numbers = {uid: number for number, uid in enumerate(holders)}
        counts = [len(self._packages.get(uid, ())) for uid in holders]
        holder = np.repeat(np.arange(len(holders), dtype=np.int64), counts)
        package = np.fromiter((n for uid in holders for n in self._packages.get(uid, ())), np.int64, sum(counts))
        running = np.array([(numbers[uid], n) for uid, n in self._programs.values()], np.int64).reshape(-1, 2)
        is_told = package != _NOWHERE
        unknown = np.bincount(holder[~is_told], minlength=len(holders))
        size = len(self._numbers) + 1
        pairs = distinct(
            np.concatenate([holder[is_told], running[:, 0]]) * size + np.concatenate([package[is_told], running[:, 1]])
        )
        pairs = pairs[pairs % size < size - 1]
        left = {holders[n]: int(unknown[n]) for n in np.flatnonzero(unknown).tolist()}
        ids = (pairs // size).astype(np.int32), (pairs % size).astype(np.int32)
        return Inventory(tuple(self._numbers), holders, *ids, left, version)
