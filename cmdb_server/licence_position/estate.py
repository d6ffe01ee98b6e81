"""Machines with their hosts and clusters, and what is installed on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

Software: TypeAlias = tuple[str, str, str, str, str]
"""Publisher, product, version, edition and suite."""


class Processor(NamedTuple):
    """A processor package and its cores; the model as its maker names it."""

    model: str
    cores: int


class Machine(NamedTuple):
    """A computer. `host` and `cluster` are uids, "" where it has none or nobody knows; `user` is who has it.

    `virtual_cores` counts for a virtual machine, `processors` for all others.
    """

    uid: str
    name: str
    site: str = ""
    entity: str = ""
    user: str = ""
    is_virtual: bool = False
    virtual_cores: int = 0
    processors: tuple[Processor, ...] = ()
    host: str = ""
    cluster: str = ""


class Installed(NamedTuple):
    """Software on a machine, by its normalised name; `suite` is what it is a part of."""

    machine: str
    publisher: str
    product: str
    version: str = ""
    edition: str = ""
    suite: str = ""

    @property
    def software(self) -> Software:
        """What it is, wherever it is installed."""
        return self[1:]


@dataclass(frozen=True)
class Estate:
    """What is there. A cluster is a name and the uids of its hosts."""

    machines: Mapping[str, Machine]
    installed: Sequence[Installed]
    clusters: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict[str, tuple[str, tuple[str, ...]]])

    @cached_property
    def by_software(self) -> list[tuple[Installed, list[int]]]:
        """The places in `installed` of each software, with the first: whatever is asked of it is asked once."""
        found: dict[Software, list[int]] = {}
        for place, one in enumerate(self.installed):
            found.setdefault(one.software, []).append(place)
        return [(self.installed[places[0]], places) for places in found.values()]

    def host_of(self, machine: Machine) -> Machine | None:
        """The physical machine that a machine runs on: itself unless it is virtual; None where nobody knows it."""
        return self.machines.get(machine.host) if machine.is_virtual else machine

    def hosts_of(self, machine: Machine) -> tuple[str, tuple[Machine, ...]] | None:
        """The cluster that a virtual machine may move in, as its uid and hosts; None where it may not move."""
        host = self.host_of(machine)
        cluster = machine.cluster or (host.cluster if host else "")
        if cluster not in self.clusters:
            return None
        hosts = (self.machines.get(uid) for uid in self.clusters[cluster][1])
        return cluster, tuple(one for one in hosts if one is not None)
