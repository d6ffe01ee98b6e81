"""Products with their releases and machines: names put on what the index holds."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cmdb_server.graph_store.queries import software as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.search_index.distinct import distinct
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.search_index.installed import Ids, Installed, Release
from cmdb_server.software.naming import Found, Namer, Naming, PersonsRule
from cmdb_server.software.packs import load_packs
from cmdb_server.software.rules import SoftwareRules
from cmdb_server.timestamps import OPEN

_MACHINES_AT_ONCE = 50


@dataclass(frozen=True)
class NamedRelease:
    """A release as sources tell of it, what it is, and on how many machines."""

    found: Release
    naming: Naming
    machines: int


@dataclass(frozen=True)
class Product:
    """All releases of a product; `machines` counts each machine once, whatever it has of the product.

    `naming` is what most of its machines have.
    """

    publisher: str
    name: str
    releases: tuple[NamedRelease, ...]
    machines: int
    naming: Naming


@dataclass(frozen=True)
class Effect:
    """What a rule would do: the releases that would be named otherwise, before and after, and their machines."""

    changed: Sequence[tuple[NamedRelease, Naming]]
    machines: int


class Software:
    """What is installed at a moment, under the names that hold."""

    def __init__(self, installed: Installed, names: Mapping[int, Naming]) -> None:
        """`names` by the numbers of releases."""
        self.installed, self.names = installed, names

    @cached_property
    def products(self) -> Sequence[Product]:
        """All products, those on most machines first."""
        groups: dict[tuple[str, str], list[int]] = {}
        for number, naming in self.names.items():
            groups.setdefault((naming.publisher, naming.product), []).append(number)
        of = {number: place for place, members in enumerate(groups.values()) for number in members}
        machines = self._machines_of(of, len(groups))
        each = self._release_counts
        made = [
            _product(name, tuple(self._named(number, each) for number in members), machines[place])
            for place, (name, members) in enumerate(groups.items())
        ]
        return sorted(made, key=lambda one: (-one.machines, one.name.casefold(), one.publisher.casefold()))

    def machines(self, releases: Iterable[int]) -> list[int]:
        """The machines that have one of these releases, each once."""
        wanted = np.array(sorted(set(releases)), np.int32)
        found: list[int] = distinct(self.installed.machine[np.isin(self.installed.release, wanted)]).tolist()
        return found

    def numbers(self, publisher: str, product: str) -> list[int]:
        """The releases of a product."""
        return [n for n, one in self.names.items() if (one.publisher, one.product) == (publisher, product)]

    def named(self, numbers: Iterable[int]) -> list[NamedRelease]:
        """These releases, those on most machines first."""
        each = self._release_counts
        made = [self._named(number, each) for number in numbers]
        return sorted(made, key=lambda one: (-one.machines, one.found.product.casefold(), one.found.version))

    def packages_by_status(self) -> dict[str, int]:
        """How many installations have a name of each status."""
        each = self._release_counts
        counts: Counter[str] = Counter()
        for number, naming in self.names.items():
            counts[naming.status] += each.get(number, 0)
        return dict(counts)

    def _named(self, number: int, each: Mapping[int, int]) -> NamedRelease:
        return NamedRelease(self.installed.releases[number], self.names[number], each.get(number, 0))

    @cached_property
    def _release_counts(self) -> dict[int, int]:
        return {number: count for number, count in enumerate(np.bincount(self.installed.release).tolist()) if count}

    def _machines_of(self, of: Mapping[int, int], count: int) -> list[int]:
        """How many machines each group has; `of` is the group of a release."""
        if not len(self.installed.release):
            return [0] * count
        table = np.full(int(self.installed.release.max()) + 1, 0, np.int64)
        for number, place in of.items():
            if number < len(table):
                table[number] = place
        size = int(self.installed.machine.max()) + 1
        pairs = distinct(table[self.installed.release] * size + self.installed.machine)
        found: list[int] = np.bincount(pairs // size, minlength=count).tolist()
        return found


def _product(name: tuple[str, str], releases: tuple[NamedRelease, ...], machines: int) -> Product:
    return Product(*name, releases, machines, max(releases, key=_machines_of).naming)


def _machines_of(one: NamedRelease) -> int:
    return one.machines


class Catalogue:
    """Names what the index holds; remembers what package managers told of each release."""

    def __init__(self, store: GraphStore, rules: SoftwareRules) -> None:
        """`rules` are those of people."""
        self._store, self._rules = store, rules
        self._lock = threading.Lock()
        self._namer: tuple[int, Namer] = (-1, Namer(load_packs()))
        self._packages: dict[str, tuple[str, str]] = {}
        self._last: tuple[Namer, Software] | None = None

    def software(self, index: SearchIndex) -> Software:
        """What is installed as this index sees it, under the names that hold now."""
        installed, namer, last = index.installed(), self._current(), self._last
        if last is not None and last[0] is namer and last[1].installed is installed:
            return last[1]
        made = self._under(installed, namer)
        self._last = namer, made
        return made

    def named_on(self, machine: str) -> list[tuple[Found, Naming]]:
        """What is installed on a machine (uid): as sources tell of it, and under the names that hold."""
        row = self._store.read(lambda tx: tx.run(queries.RELEASES_ON, machine=machine, open=OPEN)[0])
        namer, names = self._current(), ("publisher", "product", "version", "edition", "type", "source")
        found = (Found(*told) for told in zip(*(row[name] for name in names), strict=True))
        return [(one, namer.name(one)) for one in found]

    def effect(self, index: SearchIndex, rule: PersonsRule) -> Effect:
        """What a rule would do if it were added."""
        installed = index.installed()
        now = self._under(installed, self._current())
        then = self._under(installed, Namer(load_packs(), (rule, *self._rules.current().rules)))
        numbers = [number for number, naming in now.names.items() if then.names[number] != naming]
        named = {one.found.uid: one for one in now.named(numbers)}
        after = {installed.releases[number].uid: then.names[number] for number in numbers}
        return Effect([(one, after[uid]) for uid, one in named.items()], len(now.machines(numbers)))

    def _current(self) -> Namer:
        held = self._rules.current()
        with self._lock:
            if self._namer[0] != held.version:
                self._namer = held.version, Namer(load_packs(), held.rules)
            return self._namer[1]

    def _under(self, installed: Installed, namer: Namer) -> Software:
        told = self._told(installed)
        return Software(
            installed, {number: namer.name(_found(one, told)) for number, one in installed.releases.items()}
        )

    def _told(self, installed: Installed) -> Mapping[str, tuple[str, str]]:
        """What package managers tell of releases: kind of package and source package; read once for each release."""
        missing = {number for number, one in installed.releases.items() if one.uid not in self._packages}
        if missing:
            machines = _some_machine_of_each(installed, missing)
            for start in range(0, len(machines), _MACHINES_AT_ONCE):
                self._read(machines[start : start + _MACHINES_AT_ONCE])
            for number in missing:
                self._packages.setdefault(installed.releases[number].uid, ("", ""))
        return self._packages

    def _read(self, numbers: Sequence[str]) -> None:
        row = self._store.read(lambda tx: tx.run(queries.PACKAGES_OF, machines=list(numbers), open=OPEN)[0])
        for release, kind, source in zip(row["release"], row["type"], row["source"], strict=True):
            if kind or source:
                self._packages[release] = kind, source


def _found(release: Release, told: Mapping[str, tuple[str, str]]) -> Found:
    kind, source = told.get(release.uid, ("", ""))
    return Found(release.publisher, release.product, release.version, release.edition, kind, source)


def _some_machine_of_each(installed: Installed, releases: set[int]) -> list[str]:
    """Machines that have all of these releases between them: the first of each, which few machines are."""
    wanted = np.isin(installed.release, np.array(sorted(releases), np.int32))
    machine, release = installed.machine[wanted], installed.release[wanted]
    order = np.lexsort((machine, release))
    _, first = np.unique(release[order], return_index=True)
    chosen: Ids = np.unique(machine[order][first])
    return [installed.machines[number] for number in chosen.tolist()]
