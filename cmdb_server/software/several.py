"""Machines that have several versions of one product: pure."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Naming
from cmdb_server.software.packs import Licence

_VERSION = re.compile(r"\d+(?:\.\d+)*")


class Several(NamedTuple):
    """A machine (its number in the index) with versions of a product."""

    machine: int
    publisher: str
    product: str
    licence: Licence
    versions: tuple[str, ...]


def several_versions(software: Software) -> list[Several]:
    """What is installed in several versions, by product and machine."""
    machine, release = software.installed.machine, software.installed.release
    if not len(release):
        return []
    keys = {number: _key(naming) for number, naming in software.names.items()}
    numbers = {key: place for place, key in enumerate(sorted(set(keys.values())))}
    table = np.zeros(max(keys) + 1, np.int64)
    for number, key in keys.items():
        table[number] = numbers[key]
    pairs = table[release] * (int(machine.max()) + 1) + machine
    _, inverse, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    kept = np.flatnonzero(counts[inverse] > 1)
    order = kept[np.argsort(inverse[kept], kind="stable")]
    bounds = np.flatnonzero(np.diff(inverse[order], prepend=-1)).tolist()
    return list(_grouped(software, (machine[order].tolist(), release[order].tolist()), bounds))


def _key(one: Naming) -> tuple[str, str, str]:
    """What counts as the same: parts of a product are different things, whatever their version."""
    return one.publisher, one.product, _VERSION.sub("#", one.component)


def _grouped(software: Software, rows: tuple[list[int], list[int]], bounds: list[int]) -> Iterator[Several]:
    machines, releases = rows
    for start, end in pairwise((*bounds, len(machines))):
        namings = [software.names[number] for number in releases[start:end]]
        versions = tuple(sorted({_version(one) for one in namings}))
        if len(versions) > 1:
            first = min(namings, key=_costs_most)
            yield Several(machines[start], first.publisher, first.product, first.licence, versions)


def _costs_most(one: Naming) -> bool:
    return one.licence != "commercial"


def _version(one: Naming) -> str:
    return " ".join(filter(None, (one.version, one.edition)))
