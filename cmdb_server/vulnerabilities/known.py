"""What is known of the vulnerabilities of what is installed: computed when tables or packages are new, else kept."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.vulnerabilities.entry import Affected, Range, Vulnerability
from cmdb_server.vulnerabilities.installed import Ids, InstalledPackages, Inventory
from cmdb_server.vulnerabilities.keeping import Coverage, Tables
from cmdb_server.vulnerabilities.matching import Case, Match, Summary, cases, is_checked, matches, summary

_AT_ONCE = 500
_TOLD = msgspec.json.Decoder(Vulnerability)
_VERSIONS = msgspec.json.Decoder(tuple[tuple[Range, ...], tuple[str, ...]])


@dataclass(frozen=True)
class Known:
    """Cases by CVE with what is told of them; `checked` are the packages (numbers) that some table speaks of."""

    inventory: Inventory
    coverage: Coverage
    cases: Mapping[str, Case]
    told: Mapping[str, Summary]
    checked: frozenset[int]
    _holders: dict[tuple[int, ...], Ids] = field(default_factory=dict[tuple[int, ...], Ids])

    def holders(self, cve: str) -> Ids:
        """The holders (numbers) of what is affected; the many cases on the same packages are counted once."""
        packages = self.cases[cve].packages
        if packages not in self._holders:
            self._holders[packages] = self.inventory.holders_of(packages)
        return self._holders[packages]

    def machines(self, cve: str) -> list[str]:
        """The holders (uids) of what is affected."""
        numbers: list[int] = self.holders(cve).tolist()
        return [self.inventory.holders[number] for number in numbers]

    def of(self, holder: str) -> list[tuple[str, list[tuple[int, str]]]]:
        """The cases on a holder (uid), with the packages that are affected there and what repairs each."""
        here = set(self.inventory.packages_of(holder))
        found: list[tuple[str, list[tuple[int, str]]]] = []
        for cve, case in self.cases.items():
            pairs = zip(case.packages, case.fixed, strict=True)
            affected = [(number, fixed) for number, fixed in pairs if number in here]
            if affected:
                found.append((cve, affected))
        return found

    def checked_of(self, holder: str) -> tuple[int, int]:
        """How many packages of a holder were checked, and how many not."""
        here = self.inventory.packages_of(holder)
        checked = sum(number in self.checked for number in here)
        return checked, len(here) - checked + self.inventory.unknown.get(holder, 0)


class KnownVulnerabilities:
    """Keeps what is known in step; safe to use from several threads."""

    def __init__(self, store: GraphStore, tables: Tables, packages: InstalledPackages) -> None:
        """Nothing is read before the first question."""
        self._store, self._tables, self._packages = store, tables, packages
        self._lock = threading.Lock()
        self._matches: dict[int, tuple[Match, ...]] = {}
        self._summaries: dict[str, Summary] = {}
        self._cve_of: dict[str, str] = {}
        self._checked: set[int] = set()
        self._known: Known | None = None

    def current(self) -> Known:
        """What is known now."""
        with self._lock:
            coverage, inventory = self._tables.coverage(), self._packages.current()
            known = self._known
            if known and (known.coverage.version, known.inventory.version) == (coverage.version, inventory.version):
                return known
            if known and known.coverage.version != coverage.version:
                self._matches, self._summaries, self._cve_of, self._checked = {}, {}, {}, set()
            self._match(inventory, coverage)
            self._known = self._made(inventory, coverage)
            return self._known

    def entries(self, cve: str) -> list[Vulnerability]:
        """What tables tell of a CVE or an advisory, the one with a score first; empty where none does."""
        row = self._store.read(lambda tx: tx.run(queries.BY_CVE, cves=[cve])[0])
        found = map(_TOLD.decode, row["told"])
        return sorted(found, key=lambda one: (one.is_withdrawn, -one.score, one.table, one.uid))

    def _made(self, inventory: Inventory, coverage: Coverage) -> Known:
        installed = np.zeros(len(inventory.packages), np.bool_)
        installed[inventory.package] = True
        found = cases({n: told for n, told in self._matches.items() if told and installed[n]}, self._cve_of)
        return Known(inventory, coverage, found, {cve: self._summaries[cve] for cve in found}, frozenset(self._checked))

    def _match(self, inventory: Inventory, coverage: Coverage) -> None:
        """Look up the packages that were not looked up yet."""
        numbers = range(len(self._matches), len(inventory.packages))
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            affected = self._affected({key for n in some for key in inventory.packages[n].packages})
            found = {number: matches(inventory.packages[number], affected) for number in some}
            self._summarise({match.entry for told in found.values() for match in told})
            # Only now, so that what could not be read is asked for again with the next question.
            self._checked |= {n for n in some if is_checked(inventory.packages[n], coverage.ecosystems)}
            self._matches |= found

    def _affected(self, packages: set[str]) -> Mapping[str, Sequence[tuple[str, Affected]]]:
        row = self._store.read(lambda tx: tx.run(queries.AFFECTED_BY_PACKAGE, packages=sorted(packages))[0])
        found: dict[str, list[tuple[str, Affected]]] = {}
        for package, entry, told in zip(row["package"], row["vulnerability"], row["told"], strict=True):
            ranges, versions = _VERSIONS.decode(told)
            affected = Affected(package=package, ranges=ranges, versions=versions)
            found.setdefault(package, []).append((entry, affected))
        return found

    def _summarise(self, entries: set[str]) -> None:
        missing = sorted(entries - self._cve_of.keys())
        for start in range(0, len(missing), _AT_ONCE):
            self._summarise_some(missing[start : start + _AT_ONCE])

    def _summarise_some(self, keys: list[str]) -> None:
        row = self._store.read(lambda tx: tx.run(queries.BY_KEY, keys=keys)[0])
        cve_of = {one.key: one.cve for one in map(_TOLD.decode, row["told"])}
        cves = sorted({*cve_of.values()} - self._summaries.keys())
        row = self._store.read(lambda tx: tx.run(queries.BY_CVE, cves=cves)[0])
        told: dict[str, list[Vulnerability]] = {}
        for one in map(_TOLD.decode, row["told"]):
            told.setdefault(one.cve, []).append(one)
        self._summaries |= {cve: summary(found) for cve, found in told.items()}
        self._cve_of |= cve_of
