"""Which software and operating systems are supported for how long, by the tables that were taken in.

A package of a distribution is supported as long as its release is: its own makers' dates are not looked at.
"""

import threading
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Naming
from cmdb_server.vulnerabilities.keeping import Tables
from cmdb_server.vulnerabilities.lifecycle import Lifecycle, Lifecycles, Support

_OF_DISTRIBUTIONS = ("pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:alpm/")
_SYSTEM = "operating system"
_GONE = ["retired", "merged"]


class Supported(NamedTuple):
    """Versions of a product that are supported together, and the machines (uids) that have one.

    `publisher` of an operating system is "operating system".
    """

    publisher: str
    product: str
    versions: tuple[str, ...]
    support: Support
    machines: frozenset[str]


class SupportTables:
    """The lifecycles that were taken in, read again when there are others."""

    def __init__(self, store: GraphStore, tables: Tables) -> None:
        """Nothing is read before the first question."""
        self._store, self._tables = store, tables
        self._lock = threading.Lock()
        self._known: tuple[int, Lifecycles] = (-1, Lifecycles(()))

    def lifecycles(self) -> Lifecycles:
        """What is known of products."""
        version = self._tables.coverage().version
        with self._lock:
            if self._known[0] != version:
                self._known = version, Lifecycles(self._tables.lifecycles())
            return self._known[1]

    def systems(self, classes: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Name and version of the operating system of each machine (uid) of these classes."""
        row = self._store.read(lambda tx: tx.run(queries.SYSTEMS, classes=sorted(classes), gone=_GONE)[0])
        return dict(zip(row["uid"], zip(row["name"], row["version"], strict=True), strict=True))

    def system_of(self, machine: str) -> dict[str, tuple[str, str]]:
        """The same of one machine (uid), empty where nobody tells it."""
        row = self._store.read(lambda tx: tx.run(queries.SYSTEM_OF, uid=machine)[0])
        return dict(zip(row["uid"], zip(row["name"], row["version"], strict=True), strict=True))


def of_software(software: Software, lifecycles: Lifecycles, day: date) -> list[Supported]:
    """The software of which tables tell, by product and cycle, the first to end first."""
    groups: dict[tuple[str, str, str], tuple[Support, list[int]]] = {}
    for number, naming in software.names.items():
        support = of_naming(naming, lifecycles, day, software.installed.releases[number].version)
        if support is not None:
            key = naming.publisher, naming.product, support.cycle
            groups.setdefault(key, (support, []))[1].append(number)
    uids = software.installed.machines
    found = [
        Supported(
            publisher,
            product,
            tuple(sorted({software.names[number].version for number in numbers})),
            support,
            frozenset(uids[machine] for machine in software.machines(numbers)),
        )
        for (publisher, product, _), (support, numbers) in groups.items()
    ]
    return in_order(one for one in found if one.machines)


def of_systems(systems: Mapping[str, tuple[str, str]], lifecycles: Lifecycles, day: date) -> list[Supported]:
    """The operating systems of which tables tell, by cycle."""
    groups: dict[tuple[str, str], tuple[Support, dict[str, str]]] = {}
    for uid, (name, version) in systems.items():
        lifecycle = system(name, lifecycles)
        support = Support.on(day, lifecycle, version) if lifecycle else None
        if support is not None:
            groups.setdefault((name, support.cycle), (support, {}))[1][uid] = version
    return in_order(
        Supported(_SYSTEM, name, tuple(sorted(set(of.values()))), support, frozenset(of))
        for (name, _), (support, of) in groups.items()
    )


def of_naming(naming: Naming, lifecycles: Lifecycles, day: date, told: str) -> Support | None:
    """The support of a release on a day, None where no table tells of it.

    `told` is its version as sources tell it: the trade calls a version 2019 that is 15.0 of an installer.
    """
    if naming.purl.startswith(_OF_DISTRIBUTIONS):
        return None
    lifecycle = lifecycles.of(cpe=naming.cpe, purl=naming.purl, product=naming.product)
    found = (Support.on(day, lifecycle, version) for version in (naming.version, told)) if lifecycle else iter(())
    return next((one for one in found if one is not None), None)


def system(name: str, lifecycles: Lifecycles) -> Lifecycle | None:
    """The lifecycle of an operating system by its name, or by the first word of it: Debian GNU/Linux is Debian."""
    found = lifecycles.of(cpe="", purl="", product=name)
    return found or (lifecycles.of(cpe="", purl="", product=name.split(maxsplit=1)[0]) if name.split() else None)


def in_order(found: Iterable[Supported]) -> list[Supported]:
    """The first to end first, those without a day before all."""
    states = ("ended", "ends_soon", "supported", "unknown")
    return sorted(found, key=lambda one: (states.index(one.support.state), one.support.ends_on, one.product.casefold()))
