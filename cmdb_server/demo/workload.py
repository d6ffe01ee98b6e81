"""The applications of the estate, their tiers and the virtual machines of each tier."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cmdb_server.demo.applications import APPLICATIONS, Application, Tier
from cmdb_server.demo.chance import Chance
from cmdb_server.demo.geography import PLACE_OF, Place
from cmdb_server.demo.programs import PROGRAMS, Program
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.virtual_machine import VirtualMachine
from graph_schema.report import Target, target

_REASONS = {
    "pool": "the balancer passes requests to those that answer; fewer do not carry the load",
    "replica_set": "a copy takes over when the primary fails",
    "quorum": "they decide by majority",
}
_NETWORK_OF_KIND = {"pool": "servers", "replica_set": "databases", "quorum": "platform"}


@dataclass(frozen=True)
class Machine:
    """A virtual machine of a tier; `number` counts from 1 within the tier, 1 is a database's primary."""

    name: str
    place: Place
    network: str
    address: str
    application: Application
    tier: Tier
    number: int

    @property
    def program(self) -> Program:
        """The program the machine is there for."""
        return PROGRAMS[self.tier.program]


@dataclass(frozen=True)
class Pool:
    """A tier of several machines of which some are enough; a pool has a virtual address on a balancer."""

    application: Application
    tier: Tier
    place: Place
    virtual_address: str

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.application.code} {self.tier.role}"

    def group(self) -> RedundancyGroup:
        """The group as a CI."""
        kind = self.tier.group_type
        return RedundancyGroup(
            name=self.name,
            description=f"{self.tier.count} machines for the {self.tier.role} tier of {self.application.name}",
            group_type=kind,
            group_key=self._key,
            k=self.tier.k,
            k_reason=_REASONS[kind],
            environment="production",
        )

    def identity(self) -> Target:
        """The group, as those who need it name it."""
        return target(RedundancyGroup(group_key=self._key))

    @property
    def _key(self) -> str:
        return f"{self.tier.group_type}:{self.application.code}/{self.tier.role}"


@cache
def machines() -> tuple[Machine, ...]:
    """All virtual machines, with addresses in the order of the applications."""
    used: Counter[tuple[str, str]] = Counter()
    found: list[Machine] = []
    for application, tier in _tiers():
        for number in range(1, tier.count + 1):
            place = PLACE_OF[application.places[(number - 1) % len(application.places)]]
            network = _NETWORK_OF_KIND[tier.group_type]
            address = place.address(network, used[place.code, network])
            used[place.code, network] += 1
            name = f"{place.code}-{application.code}-{tier.role}-{number:02}"
            found.append(Machine(name, place, network, address, application, tier, number))
    return tuple(found)


@cache
def pools() -> tuple[Pool, ...]:
    """All tiers of more than one machine; those that a balancer serves have an address there."""
    used: Counter[str] = Counter()
    found: list[Pool] = []
    for application, tier in _tiers():
        if tier.count == 1:
            continue
        place = PLACE_OF[application.places[0]]
        address = place.address("virtual", used[place.code]) if tier.group_type == "pool" else ""
        used[place.code] += bool(address)
        found.append(Pool(application, tier, place, address))
    return tuple(found)


def machines_of(application: Application, tier: Tier) -> tuple[Machine, ...]:
    """The machines of a tier in the order of their numbers."""
    return tuple(machine for machine in machines() if machine.application == application and machine.tier == tier)


def pool_of(application: Application, tier: Tier) -> Pool | None:
    """The group of a tier, None for a tier of one machine."""
    return next((pool for pool in pools() if pool.application == application and pool.tier == tier), None)


def machine_identity(chance: Chance, machine: Machine) -> Target:
    """A machine, as reports about other things name it."""
    return target(VirtualMachine(system_uuid=chance.system_uuid(machine.name)))


def program_identity(chance: Chance, machine: Machine) -> Target:
    """The program a machine is there for, as reports about other things name it."""
    instance: SoftwareInstance = machine.program.identity()
    return target(instance, within=machine_identity(chance, machine))


def _tiers() -> Iterator[tuple[Application, Tier]]:
    for application in APPLICATIONS:
        for tier in application.tiers:
            yield application, tier
