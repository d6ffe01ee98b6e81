"""`cmdb bench licences`: what positions, names and lists cost on a large estate; CPU of this process, nothing else.

Workplaces, virtual machines on hosts in clusters, and for each machine as many installations: the most of free
packages, a few of commercial products with rights by device, core and suite. The index is built before, its links by
columns, as the graph engine would deliver them.
"""

import gc
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np

from cmdb_server.api.software_words import fits
from cmdb_server.licence_position.position import position
from cmdb_server.licence_position.rights import Right
from cmdb_server.licences.component import component
from cmdb_server.licences.entitlement import Entitlement, Product
from cmdb_server.licences.estate import estate_of, folded, names_of
from cmdb_server.search_index import hosting, installed
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.hosting import Hosting
from cmdb_server.search_index.reading import ReadCIs
from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Found, Namer
from cmdb_server.software.packs import load_packs
from graph_schema import load_registry

MACHINES = 100_000
EACH = 50
_RELEASES, _REPORT = 10_000, 1_000
_WINDOW = 1_000
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
_DAY = date(2026, 6, 1)
_COMMERCIAL = (
    *(("Microsoft", f"Microsoft Office Standard {year}") for year in (2016, 2019, 2021)),
    *(("Microsoft", f"Microsoft Visio Professional {year}") for year in (2019, 2021)),
    *(("Microsoft", f"Microsoft Project Professional {year}") for year in (2019, 2021)),
    *(("Adobe", f"Adobe {name} {year}") for name in ("Photoshop", "Illustrator") for year in (2023, 2024)),
    *(("Microsoft", f"Microsoft SQL Server {year} Standard") for year in (2016, 2019, 2022)),
    *(("Oracle", f"Oracle Database {version} Enterprise Edition") for version in ("12c", "19c")),
)
_CORES: dict[str, Any] = {"metric": "core", "scope": "cluster", "per_processor": 8, "per_host": 16, "pack": 2}
T = TypeVar("T")


@dataclass(frozen=True)
class _Index:
    """What a position asks of an index."""

    contents: Contents

    def hosting(self, ids: list[int], uids: Iterable[str] = ()) -> Hosting:
        """Machines and what they run on."""
        return hosting.hosting(self.contents, {*ids, *self.contents.tables.ids(uids).values()})


def bench_licences(
    machines: int = MACHINES, each: int = EACH, seed: int = 1, show: Callable[[str], None] = print
) -> None:
    """Measure and show each figure."""
    chance = random.Random(seed)  # noqa: S311 - an estate, no secret
    contents, spent = _measured(lambda: _contents(machines, each, chance))
    show(f"{machines} machines; index built in {spent:.1f} CPU s")
    # As `cmdb up` does once its index is built.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    gc.freeze()
    found, spent = _measured(lambda: installed.installed(contents))
    show(f"  {len(found.release)} installations read from it     {spent:8.2f} CPU s")
    namer = Namer(load_packs())
    software, spent = _measured(lambda: _named(found, namer))
    show(f"  {len(found.releases)} releases named                {spent:8.2f} CPU s")
    products, spent = _measured(lambda: software.products)
    show(f"  list of {len(products)} products, first               {1000 * spent:8.1f} CPU ms")
    filtered, spent = _measured(lambda: [one for one in software.products if fits(one, ("microsoft",))])
    show(f"  the same by words, of nothing that changed: {len(filtered)} {1000 * spent:8.1f} CPU ms")
    for new in (_REPORT // 10, _REPORT):
        show(f"  naming of a report of {_REPORT} packages, {new} new to all {_naming(new):8.2f} CPU ms")
    _positions(_Index(contents), software, show)


def _positions(index: _Index, software: Software, show: Callable[[str], None]) -> None:
    rights = list(_rights())
    products = frozenset(name for right in rights for name in names_of(right))
    every, spent = _measured(lambda: position(estate_of(index, software, products, {}), rights))
    used = sum(len(line.consumed) for line in every.lines)
    show(f"  position of all: {len(every.lines)} lines, {used} consumers {spent:8.2f} CPU s")
    for publisher, product in (("Microsoft", "Visio"), ("Adobe", "Photoshop"), ("Microsoft", "SQL Server")):

        def one(wanted: tuple[str, str] = folded(publisher, product)) -> int:
            part = component(wanted, rights, software.names.values())
            estate = estate_of(index, software, part.names, {}, only=True)
            return sum(len(line.consumed) for line in position(estate, part.rights).lines)

        consumers, spent = _measured(one)
        show(f"  position of {product}: {consumers} consumers {spent:8.2f} CPU s")


def _naming(new: int) -> float:
    """A machine's packages, of which so many are named for the first time; the others another machine has too."""
    namer = Namer(load_packs())
    told = [Found("Debian", f"lib{n}-dev", f"1.{n}+dfsg1", "", "deb", f"source{n}") for n in range(_REPORT)]
    for one in told[new:] or (Found("Debian", "other", "1", "", "deb"),):
        namer.name(one)
    return 1000 * _measured(lambda: [namer.name(one) for one in told])[1]


def _measured(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    made = work()
    return made, time.process_time() - began


def _named(found: installed.Installed, namer: Namer) -> Software:
    names = {
        number: namer.name(Found(one.publisher, one.product, one.version, one.edition, _kind(one.publisher)))
        for number, one in found.releases.items()
    }
    return Software(found, names)


def _kind(publisher: str) -> str:
    return "deb" if publisher == "Debian" else ""


def _contents(machines: int, each: int, chance: random.Random) -> Contents:
    contents = Contents(load_registry())
    cis = [*_machines(machines), *_releases()]
    for start in range(0, len(cis), _WINDOW):
        contents.fill(ReadCIs(cis[start : start + _WINDOW], {}))
    for name in {*hosting.TYPES, *installed.TYPES}:
        contents.links.follow(name)
    ids = contents.tables.ids([ci["uid"] for ci in cis])
    hosted, members, parts = _hosting(machines)
    for name, pairs in (("HOSTED_ON", hosted), ("HAS_MEMBER", members), ("PART_OF", parts)):
        contents.links.fill(name, [(ids[source], ids[target]) for source, target in pairs])
    columns = _installations(machines, each, chance)
    numbers = np.array([ids[f"ci_m{n}"] for n in range(machines)]), np.array([ids[f"ci_r{n}"] for n in _all_releases()])
    contents.links.take_over(
        "HAS_INSTALLED", numbers[0][columns[0]].astype(np.int32), numbers[1][columns[1]].astype(np.int32)
    )
    return contents


def _all_releases() -> range:
    return range(_RELEASES + len(_COMMERCIAL))


def _hosts(machines: int) -> int:
    return max(machines // 50, 4)


def _machines(machines: int) -> Iterator[dict[str, Any]]:
    """The first are hosts, then virtual machines on them, then workplaces; clusters and processors of hosts."""
    hosts = _hosts(machines)
    for number in range(machines):
        kind = "server" if number < hosts else "virtual_machine" if number < machines // 5 else "workstation"
        yield _ci(f"ci_m{number}", kind, name=f"m{number:06}", processor_count=4)
    for number in range(-(-hosts // 10)):
        yield _ci(f"ci_c{number}", "cluster", name=f"c{number}")
    for number in range(2 * hosts):
        yield _ci(f"ci_p{number}", "processor", name=f"p{number}", model="Xeon Gold 6430", core_count=16)


def _hosting(machines: int) -> tuple[list[tuple[str, str]], ...]:
    hosts = _hosts(machines)
    hosted = [(f"ci_m{number}", f"ci_m{number % hosts}") for number in range(hosts, machines // 5)]
    members = [(f"ci_c{number // 10}", f"ci_m{number}") for number in range(hosts)]
    parts = [(f"ci_p{number}", f"ci_m{number // 2}") for number in range(2 * hosts)]
    return hosted, members, parts


def _releases() -> Iterator[dict[str, Any]]:
    told = [("Debian", f"package{number}", f"1.{number}") for number in range(_RELEASES)]
    for number, (publisher, product, version) in enumerate((*told, *((of, name, "1.0") for of, name in _COMMERCIAL))):
        named = {"publisher": publisher, "product": product, "version": version}
        yield _ci(f"ci_r{number}", "software_release", name=product, **named)


def _ci(uid: str, ci_class: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401 - attributes
    known = {"uid": uid, "ci_class": ci_class, "status": "active", "sources": ["agent:bench"], "created_at": 1}
    return {**known, "root_uid": uid, "last_seen_at": 1, **told}


def _installations(machines: int, each: int, chance: random.Random) -> tuple[Any, Any]:
    """The machine and the release of each installation: two commercial ones, the others are packages."""
    dice = np.random.default_rng(chance.randrange(1 << 30))
    free = np.minimum((dice.random((machines, each - 2)) ** 2 * _RELEASES).astype(np.int64), _RELEASES - 1)
    bought = dice.integers(_RELEASES, _RELEASES + len(_COMMERCIAL), (machines, 2))
    pairs = np.unique(np.repeat(np.arange(machines), each) * len(_all_releases()) + np.hstack((free, bought)).ravel())
    return pairs // len(_all_releases()), pairs % len(_all_releases())


def _rights() -> Iterator[Right]:
    suite = tuple(Product(publisher="Adobe", product=name) for name in ("Photoshop", "Illustrator"))
    of = {
        name: (Product(publisher="Microsoft", product=name),) for name in ("Office", "Visio", "Project", "SQL Server")
    }
    oracle = (Product(publisher="Oracle", product="Database"),)
    devices = (*((products, "device") for products in (of["Office"], of["Visio"], of["Project"], suite, suite[:1])),)
    told: list[dict[str, Any]] = [{"products": products, "metric": metric} for products, metric in devices]
    told += [{"products": products, **_CORES} for products in (of["SQL Server"], oracle)]
    for number, one in enumerate(told):
        bought = Entitlement(name=str(number), quantity=10_000, starts="2020-01-01", unit_price="100", **one)
        right = bought.right_on(f"ent_{number}", _DAY)
        if right is not None:
            yield right
