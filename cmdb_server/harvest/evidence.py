"""What the graph tells of programs that were seen, of who watches them, and since when software is installed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cmdb_server.graph_store.queries import harvest as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.harvest.usage import Product, Sightings, Watch
from cmdb_server.licences.estate import folded
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.software.catalogue import Software
from cmdb_server.software.packs import Packs
from cmdb_server.timestamps import OPEN

_AT_ONCE = 2_000
_PROGRAM = "software_instance"
_Seen = list[tuple[str, str, int]]
"""A release or program (uid), a machine, and until when it ran there."""


class Evidence:
    """Reads what is known of the use of products."""

    def __init__(self, store: GraphStore, packs: Packs) -> None:
        """`packs` tell the programs of products."""
        self._store = store
        self._programs: dict[Product, tuple[re.Pattern[str], ...]] = {}
        for one in (product for publisher in packs.publishers for product in publisher.products if product.programs):
            key = folded(one.publisher, one.name)
            self._programs[key] = (*self._programs.get(key, ()), *one.programs)

    def of(self, index: SearchIndex, software: Software, installed: Mapping[Product, set[str]]) -> Sightings:
        """The sightings of products, each on these machines (uids)."""
        releases = _releases(software, installed.keys())
        known = {key: globs for key, globs in self._programs.items() if key in installed}
        until = self._ran(index, releases, known)
        recognised = frozenset((*known, *(product for _, product in until)))
        machines = sorted({uid for product in recognised for uid in installed.get(product, ())})
        watched = self._watched(machines)
        seen = {
            key: watched[key[0]].until if at == OPEN and key[0] in watched else at
            for key, at in until.items()
            if at != OPEN or key[0] in watched
        }
        return Sightings(recognised, seen, watched, self._since(machines, releases))

    def _ran(
        self, index: SearchIndex, releases: Mapping[str, Product], known: Mapping[Product, tuple[re.Pattern[str], ...]]
    ) -> dict[tuple[str, Product], int]:
        """Until when a program of a product ran on a machine, OPEN while it does."""
        found: dict[tuple[str, Product], int] = {}
        for release, machine, until in self._rows(queries.PROGRAMS_OF_RELEASES, "releases", releases):
            _raise(found, (machine, releases[release]), until)
        names = index.programs(lambda name: any(_fits(name, globs) for globs in known.values()))
        products = {name: [key for key, globs in known.items() if _fits(name, globs)] for name in set(names.values())}
        for program, machine, until in self._rows(queries.PROGRAMS, "programs", names):
            for product in products[names[program]]:
                _raise(found, (machine, product), until)
        return found

    def _rows(self, query: Query, name: str, uids: Iterable[str]) -> _Seen:
        found: _Seen = []
        for row in self._parts(query, name, sorted(uids)):
            found += zip(row["what"], row["machine"], row["until"], strict=True)
        return found

    def _watched(self, machines: Sequence[str]) -> dict[str, Watch]:
        """Who is watched, as an agent that told of all programs once does until it tells otherwise."""
        until: dict[str, int] = {}
        for row in self._parts(queries.WATCHED_UNTIL, "machines", machines):
            for uid, horizons, confirmed in zip(row["machine"], row["horizons"], row["confirmed"], strict=True):
                at = int(json.loads(horizons).get(_PROGRAM, 0))
                until[uid] = max(until.get(uid, 0), at and max(at, int(confirmed)))
        since: dict[str, int] = {}
        for row in self._parts(queries.WATCHED_SINCE, "machines", [uid for uid, at in until.items() if at]):
            since |= dict(zip(row["machine"], row["since"], strict=True))
        return {uid: Watch(at, until[uid]) for uid, at in since.items()}

    def _since(self, machines: Sequence[str], releases: Mapping[str, Product]) -> dict[tuple[str, Product], int]:
        """From when on any version of a product was installed on a machine."""
        found: dict[tuple[str, Product], int] = {}
        for row in self._parts(queries.INSTALLED_SINCE, "machines", machines, releases=sorted(releases)):
            for machine, release, since in zip(row["machine"], row["release"], row["since"], strict=True):
                key = machine, releases[release]
                found[key] = min(found.get(key, since), since)
        return found

    def _parts(self, query: Query, name: str, uids: Sequence[str], **more: Sequence[str]) -> Iterator[dict[str, Any]]:
        for start in range(0, len(uids), _AT_ONCE):
            asked = {name: list(uids[start : start + _AT_ONCE]), **more}
            yield from self._store.read(lambda tx, asked=asked: tx.run(query, **asked))


def _releases(software: Software, products: Iterable[Product]) -> dict[str, Product]:
    """The releases (uid) of products; a part of a suite is one of the suite too."""
    wanted, found = set(products), dict[str, Product]()
    for number, naming in software.names.items():
        key = folded(naming.publisher, naming.product)
        if key in wanted:
            found[software.installed.releases[number].uid] = key
    return found


def _fits(name: str, globs: tuple[re.Pattern[str], ...]) -> bool:
    plain = name.casefold().removesuffix(".exe")
    return any(glob.match(plain) for glob in globs)


def _raise(found: dict[tuple[str, Product], int], key: tuple[str, Product], at: int) -> None:
    found[key] = max(found.get(key, 0), at)
