"""The machines and software that a position is computed of, from what the index holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from cmdb_server.licence_position.estate import Estate, Installed, Machine, Processor
from cmdb_server.licence_position.estate import Software as SoftwareName
from cmdb_server.licence_position.rights import Right
from cmdb_server.search_index.distinct import distinct
from cmdb_server.search_index.hosting import Computer, Hosting
from cmdb_server.search_index.installed import Ids
from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Naming

_COMMERCIAL = "commercial"
_T = TypeVar("_T")
Names = frozenset[tuple[str, str]]
"""Publishers and products, folded."""


class Hosts(Protocol):
    """What a position asks of an index."""

    def hosting(self, ids: list[int], uids: Iterable[str] = ()) -> Hosting:
        """Machines by their numbers or uids, and all that they run on or may move to."""
        ...


def estate_of(
    index: Hosts,
    software: Software,
    wanted: Names,
    entities: Mapping[str, str],
    also: Iterable[str] = (),
    *,
    only: bool = False,
) -> Estate:
    """What is wanted and, unless it is to be `only` that, all that is commercial, and the machines that have it.

    `also` are other machines (uids); `entities` are by site.
    """
    installed = software.installed
    asked = [number for number, naming in software.names.items() if _counts(naming, wanted, only=only)]
    kept = np.isin(installed.release, np.array(asked, np.int32))
    machine, release = installed.machine[kept], installed.release[kept]
    hosting = index.hosting(distinct(machine).tolist(), also)
    machines = {uid: _machine(one, entities) for uid, one in hosting.machines.items()}
    found = {number: _software(software.names[number]) for number in asked}
    uids = {number: installed.machines[number] for number in distinct(machine).tolist()}
    counted = {number: uid for number, uid in uids.items() if uid in machines}
    return Estate(machines, list(_installed((counted, machine), (found, release))), hosting.clusters)


def _installed(on: tuple[Mapping[int, str], Ids], what: tuple[Mapping[int, SoftwareName], Ids]) -> Iterator[Installed]:
    """Each software on each machine once, by software and machine: by columns, as there are many."""
    uids, names = sorted(set(on[0].values())), sorted(set(what[0].values()))
    machine, software = _places(*on, uids), _places(*what, names)
    pairs = distinct((software * len(uids) + machine)[machine >= 0])
    for place, of in zip((pairs % len(uids)).tolist(), (pairs // len(uids)).tolist(), strict=True) if uids else ():
        yield Installed(uids[place], *names[of])


def _places(told: Mapping[int, _T], numbers: Ids, ordered: Sequence[_T]) -> NDArray[np.int64]:
    """Where what each number stands for is among all; -1 for numbers of which nothing is told."""
    place = {one: at for at, one in enumerate(ordered)}
    table = np.full(int(numbers.max(initial=-1)) + 1, -1, np.int64)
    for number, one in told.items():
        if number < len(table):
            table[number] = place[one]
    return table[numbers]


def folded(publisher: str, product: str) -> tuple[str, str]:
    """A product as it is compared."""
    return publisher.casefold(), product.casefold()


def names_of(right: Right) -> Iterable[tuple[str, str]]:
    """The products of a right, as they are compared."""
    return [folded(one.publisher, one.product) for one in right.terms.products]


def _counts(naming: Naming, wanted: Names, *, only: bool) -> bool:
    names = {folded(naming.publisher, naming.product), folded(naming.publisher, naming.suite)}
    return (naming.licence == _COMMERCIAL and not only) or not names.isdisjoint(wanted)


def _software(naming: Naming) -> SoftwareName:
    return naming.publisher, naming.product, naming.version, naming.edition, naming.suite


def _machine(one: Computer, entities: Mapping[str, str]) -> Machine:
    processors = tuple([Processor(model, cores) for model, cores in one.processors])
    cores = one.threads if one.is_virtual else 0
    entity = entities.get(one.site, "")
    return Machine(
        *(one.uid, one.name, one.site, entity, one.owner, one.is_virtual, cores), processors, one.host, one.cluster
    )
