"""Which machines have which releases of software, over the relationships that the index follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cmdb_server.search_index.bitmaps import flags_of, ids_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.distinct import distinct
from cmdb_server.search_index.entries import CLASS
from graph_schema.relationships import HAS_INSTALLED, INSTANCE_OF

RELEASE = "software_release"
TYPES = (HAS_INSTALLED.name, INSTANCE_OF.name)
Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Release:
    """A release as sources tell of it; None where nobody tells."""

    uid: str
    publisher: str
    product: str
    version: str
    edition: str


@dataclass(frozen=True)
class Installed:
    """`machine[i]` has `release[i]`: each pair once, by their numbers in the index, of CIs that count.

    `machines` are their uids by number.
    What a program or container is made of is on its machine; what an application is made of is on none. A release that
    no package manager tells of is on the machines on which a program of it runs.
    """

    releases: Mapping[int, Release]
    machines: Mapping[int, str]
    machine: Ids
    release: Ids


class InstalledKept:
    """What is installed as it was last computed, of contents that have not changed since; the caller holds the lock."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._of = (-1, -1)
        self._found: Installed | None = None

    def of(self, contents: Contents) -> Installed:
        """What is installed in the whole contents of one index."""
        now = contents.changes, contents.links.changes
        if self._found is None or self._of != now:
            self._of, self._found = now, installed(contents)
        return self._found


def installed(contents: Contents) -> Installed:
    """What is installed now."""
    current = contents.current()
    size = contents.size
    counts = flags_of(current, size)
    releases = contents.bitmaps.having(CLASS, (RELEASE,)) & current
    is_release = flags_of(releases, size)
    machine, release = contents.links.pairs(HAS_INSTALLED.name)
    kept = counts[machine] & is_release[release]
    machine, release = _machines(contents, machine[kept]), release[kept]
    is_installed = np.zeros(size, np.bool_)
    is_installed[release] = True
    running, of = contents.links.pairs(INSTANCE_OF.name)
    seen = counts[running] & is_release[of] & ~is_installed[of]
    roots = _roots(contents, running[seen])
    machine = np.concatenate([machine, roots])
    release = np.concatenate([release, of[seen]])
    pairs = distinct(machine.astype(np.int64) * max(size, 1) + release)
    pairs = pairs[pairs >= 0]
    machine, release = (pairs // max(size, 1)).astype(np.int32), (pairs % max(size, 1)).astype(np.int32)
    named = contents.decoded(ids_of(releases))
    found = {member: _release(uid, row["attributes"], row["name"]) for member, uid, row in named}
    uids = {member: uid for member, uid, _ in contents.tables.rows(distinct(machine).tolist())}
    return Installed(found, uids, machine, release)


def _machines(contents: Contents, holders: Ids) -> Ids:
    """The machines of what has software: of a program or container that of its own; -1 for one that has none."""
    devices = contents.registry.descendants["device"]
    is_device = flags_of(contents.bitmaps.having(CLASS, devices), contents.size)
    others = ~is_device[holders]
    if others.any():
        holders = holders.copy()
        holders[others] = _roots(contents, holders[others])
    return holders


def _roots(contents: Contents, programs: Ids) -> Ids:
    """The machines of programs, in their order; -1 for one that belongs to none."""
    rows = {member: row["root_uid"] for member, _, row in contents.decoded(sorted(set(programs.tolist())))}
    numbers = contents.tables.ids({uid for uid in rows.values() if uid})
    return np.array([numbers.get(rows.get(member, ""), -1) for member in programs.tolist()], np.int32)


def _release(uid: str, told: Mapping[str, Any], name: str) -> Release:
    texts = (str(told.get(key) or "") for key in ("publisher", "product", "version", "edition"))
    publisher, product, version, edition = texts
    return Release(uid, publisher, product or name, version, edition)
