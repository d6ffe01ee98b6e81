"""The machines and software that a position is computed of, from what the index holds."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from cmdb_server.licence_position.estate import Estate, Installed, Machine, Processor
from cmdb_server.licence_position.rights import Right
from cmdb_server.search_index.distinct import distinct
from cmdb_server.search_index.hosting import Computer, Hosting
from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Naming

_COMMERCIAL = "commercial"
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
    pairs = zip(installed.machine[kept].tolist(), installed.release[kept].tolist(), strict=True)
    found = {_installed(installed.machines[machine], software.names[release]) for machine, release in pairs}
    hosting = index.hosting(distinct(installed.machine[kept]).tolist(), also)
    machines = {uid: _machine(one, entities) for uid, one in hosting.machines.items()}
    counted = sorted((one for one in found if one.machine in machines), key=_order)
    return Estate(machines, counted, hosting.clusters)


def folded(publisher: str, product: str) -> tuple[str, str]:
    """A product as it is compared."""
    return publisher.casefold(), product.casefold()


def names_of(right: Right) -> Iterable[tuple[str, str]]:
    """The products of a right, as they are compared."""
    return [folded(one.publisher, one.product) for one in right.terms.products]


def _counts(naming: Naming, wanted: Names, *, only: bool) -> bool:
    names = {folded(naming.publisher, naming.product), folded(naming.publisher, naming.suite)}
    return (naming.licence == _COMMERCIAL and not only) or not names.isdisjoint(wanted)


def _installed(machine: str, naming: Naming) -> Installed:
    return Installed(machine, naming.publisher, naming.product, naming.version, naming.edition, naming.suite)


def _order(one: Installed) -> tuple[str, ...]:
    return one.publisher, one.product, one.machine, one.version, one.edition


def _machine(one: Computer, entities: Mapping[str, str]) -> Machine:
    return Machine(
        uid=one.uid,
        name=one.name,
        site=one.site,
        entity=entities.get(one.site, ""),
        user=one.owner,
        is_virtual=one.is_virtual,
        virtual_cores=one.threads if one.is_virtual else 0,
        processors=tuple(Processor(model, cores) for model, cores in one.processors),
        host=one.host,
        cluster=one.cluster,
    )
