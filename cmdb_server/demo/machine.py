"""The report of a virtual machine: what it is, what it runs and what its programs talk to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cmdb_server.demo.certificates import add_certificates
from cmdb_server.demo.estate import Estate
from cmdb_server.demo.geography import DOMAIN, Segment, site_target
from cmdb_server.demo.packages import BOOKWORM, BULLSEYE, System, packages_section, release_of
from cmdb_server.demo.programs import EVERYWHERE, PROGRAMS, Program
from cmdb_server.demo.wiring import assign
from cmdb_server.demo.workload import Machine
from graph_schema.ci_classes.cluster import Cluster
from graph_schema.ci_classes.dns_name import DNSName
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.filesystem import Filesystem
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.virtual_machine import VirtualMachine
from graph_schema.relationships import (
    CONNECTS_TO,
    DEPENDS_ON,
    HOSTED_ON,
    INSTANCE_OF,
    LOCATED_IN,
    PART_OF,
    PROVIDED_BY,
    RUNS_ON,
)
from graph_schema.report import Ref, Report, Section, Target, target

GIBIBYTE = 1 << 30
_MEMORY_GIB = (4, 8, 8, 16, 32)
_ROOT_GIB = (20, 40, 60)
_FIRST_DAYS = ("2025-11-03", "2025-12-15", "2026-01-19", "2026-02-09")


@dataclass(frozen=True)
class Peer:
    """Something a program talks to: an address and port, and the group behind it where there is one.

    `name` is the DNS name by which its configuration calls it.
    """

    address: str
    port: int
    protocol: str
    strength: str
    group: Target | None = None
    name: str = ""


@dataclass(frozen=True)
class Reported:
    """A machine that is being reported; `programs` is the section of its programs."""

    estate: Estate
    machine: Machine
    ref: Ref
    programs: Section
    main: Ref
    sections: tuple[Section, ...]

    def talk_to(self, peers: Iterable[Peer]) -> None:
        """What the machine's main program is connected to, as observed, and what its configuration says it needs."""
        for peer in peers:
            self._connect(peer)
            if peer.group is not None:
                known = {"strength": peer.strength, "derivation": "configuration", "port": peer.port}
                self.programs.relate(self.main, DEPENDS_ON, peer.group, **known)
            if peer.name:
                reason = f"its configuration names {peer.name}"
                told = {"strength": peer.strength, "strength_reason": reason, "derivation": "configuration"}
                self.programs.relate(self.main, DEPENDS_ON, target(DNSName(name=peer.name)), **told)

    def report(self) -> Report:
        """The finished report."""
        return self.estate.report(self.ref, self.sections)

    def _connect(self, peer: Peer) -> None:
        key = f"{self.machine.name}>{peer.address}:{peer.port}"
        days = self.estate.chance.number(key, 20, 90)
        endpoint = target(Endpoint(address=peer.address, port=peer.port, protocol=peer.protocol))
        self.programs.relate(
            self.main,
            CONNECTS_TO,
            endpoint,
            strength="soft" if peer.group else peer.strength,
            first_seen_on=self.estate.chance.pick(key, _FIRST_DAYS),
            days=days,
            sightings=days * 24,
        )


def cluster_name(place_code: str) -> str:
    """The name of the hypervisor cluster of a site."""
    return f"{place_code}-cluster"


def begin(estate: Estate, machine: Machine) -> Reported:
    """Begin the report of a machine: everything but what its programs talk to."""
    chance = estate.chance
    system = chance.pick(f"system:{machine.name}", (BOOKWORM, BOOKWORM, BOOKWORM, BULLSEYE))
    computer = Section("computer")
    ref = computer.add(_computer(estate, machine, system), machine.name)
    computer.relate(ref, HOSTED_ON, target(Cluster(name=cluster_name(machine.place.code))))
    computer.relate(ref, LOCATED_IN, site_target(machine.place))
    programs = Section("programs", enumerates=("software_instance", "endpoint", "certificate"))
    codes = (machine.program.code, *EVERYWHERE)
    main, *_ = (add_program(programs, ref, machine.name, PROGRAMS[code]) for code in codes)
    add_certificates(estate, machine, programs, main)
    sections = (
        computer,
        _network(estate, machine, ref),
        _storage(estate, machine, ref),
        packages_section(ref, system, codes),
        programs,
    )
    return Reported(estate, machine, ref, programs, main, sections)


def add_program(section: Section, computer: Ref, name: str, program: Program) -> Ref:
    """A running program, with the endpoint it serves, on a computer of that name."""
    ref = section.add(
        SoftwareInstance(
            name=program.unit.removesuffix(".service"),
            process_name=program.process_name,
            user=program.user,
            executable=program.executable,
            unit_name=program.unit,
            instance_key=program.instance_key,
        ),
        f"{name}/{program.code}",
    )
    section.relate(ref, RUNS_ON, computer)
    section.relate(ref, INSTANCE_OF, target(release_of(program)))
    if program.port:
        label = f"0.0.0.0:{program.port}/{program.protocol}"
        endpoint = Endpoint(name=label, address="0.0.0.0", port=program.port, protocol=program.protocol)  # noqa: S104 - reported, nothing is bound
        served = section.add(endpoint, f"{name}/{label}")
        section.relate(served, PART_OF, computer)
        section.relate(served, PROVIDED_BY, ref)
    return ref


def _computer(estate: Estate, machine: Machine, system: System) -> VirtualMachine:
    chance = estate.chance
    return VirtualMachine(
        name=machine.name,
        description=f"{machine.tier.role} tier of {machine.application.name}",
        environment="production",
        criticality=machine.application.criticality,
        manufacturer="QEMU",
        model="Standard PC (Q35 + ICH9, 2009)",
        system_uuid=chance.system_uuid(machine.name),
        machine_id=chance.machine_id(machine.name),
        fqdn=f"{machine.name}.{DOMAIN}",
        os_name=system.name,
        os_version=system.version,
        os_family="linux",
        kernel_version=system.kernel,
        architecture="x86_64",
        virtualisation="kvm",
        memory_bytes=chance.pick(f"memory:{machine.name}", _MEMORY_GIB) * GIBIBYTE,
        processor_count=chance.pick(f"processors:{machine.name}", (2, 4, 4, 8)),
        ip_addresses=(machine.address,),
    )


def _network(estate: Estate, machine: Machine, computer: Ref) -> Section:
    section = Section("network", enumerates=("network_interface", "ip_address", "subnet"))
    key = f"{machine.name}/ens18"
    mac = estate.chance.mac_address(key)
    interface = section.add(
        NetworkInterface(name="ens18", mac_address=mac, mtu=1500, is_up=True, interface_type="ethernet"), key
    )
    section.relate(interface, PART_OF, computer)
    assign(section, interface, machine.address, Segment(machine.place, machine.network))
    return section


def _storage(estate: Estate, machine: Machine, computer: Ref) -> Section:
    section = Section("filesystems", enumerates=("filesystem",))
    for mount_point, sizes in _mounts(machine):
        key = f"{machine.name}{mount_point}"
        size = estate.chance.pick(key, sizes) * GIBIBYTE
        device = "/dev/vda1" if mount_point == "/" else "/dev/vdb1"
        filesystem = Filesystem(
            name=mount_point, mount_point=mount_point, filesystem_type="ext4", device=device, size_bytes=size
        )
        section.relate(section.add(filesystem, key), PART_OF, computer)
    return section


def _mounts(machine: Machine) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "/", _ROOT_GIB
    if machine.tier.group_type == "replica_set":
        yield "/srv/data", (200, 400, 800)
