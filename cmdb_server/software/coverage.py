"""How much of what is installed has a name: the share named to product and version, of all and of each machine; pure.

Counted are pairs of a machine and a release, each once, as everywhere; whoever wants to count by hand counts the
packages of a machine.
"""

from typing import NamedTuple

import numpy as np

from cmdb_server.software.catalogue import Software
from cmdb_server.software.naming import Naming


class Share(NamedTuple):
    """How many installations there are, and how many of them are named to product and version."""

    installed: int
    named: int

    @property
    def part(self) -> float:
        """The share that is named, 1 of nothing."""
        return self.named / self.installed if self.installed else 1.0


class Coverage(NamedTuple):
    """The shares of everything and of each machine (its number in the index), the smallest share first.

    `left` are the releases (numbers) that have no such name, those on most machines first.
    """

    all: Share
    machines: list[tuple[int, Share]]
    left: list[int]


def coverage(software: Software) -> Coverage:
    """How much of what is installed is named."""
    machine, release = software.installed.machine, software.installed.release
    flags = np.zeros(max(software.names, default=0) + 1, np.bool_)
    flags[[number for number, naming in software.names.items() if is_named(naming)]] = True
    counts = np.bincount(machine)
    named = np.bincount(machine[flags[release]], minlength=len(counts))
    found = [(number, Share(int(counts[number]), int(named[number]))) for number in np.flatnonzero(counts).tolist()]
    on = np.bincount(release, minlength=len(flags))
    left = [number for number, naming in software.names.items() if on[number] and not is_named(naming)]
    everything = Share(len(release), int(named.sum()))
    return Coverage(everything, sorted(found, key=_least_first), sorted(left, key=lambda number: (-on[number], number)))


def is_named(one: Naming) -> bool:
    """Whether both product and version are known."""
    return one.status in ("normalised", "manual") and bool(one.product and one.version)


def _least_first(entry: tuple[int, Share]) -> tuple[float, int]:
    return entry[1].part, entry[0]
