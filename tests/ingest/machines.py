"""Reports of small machines, with only the interesting values spelt out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.relationships import (
    ASSIGNED_TO,
    CONNECTS_TO,
    HAS_INSTALLED,
    IN_SUBNET,
    PART_OF,
    PROVIDED_BY,
    RUNS_ON,
)
from graph_schema.report import Ref, Report, Root, Section, ref_of, target

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Machine:
    """What a test machine has; everything has a default."""

    name: str = "app1"
    address: str = "10.0.0.1"
    interfaces: Sequence[str] = ("eth0",)
    programs: Sequence[str] = ("app",)
    listens: Sequence[int] = ()
    connects: Sequence[tuple[str, int]] = ()
    packages: Sequence[tuple[str, str]] = ()
    system_uuid: str | None = None
    serial_number: str | None = None
    machine_id: str | None = ""
    fqdn: str | None = ""
    macs: Sequence[str] = ()
    kernel: str = "6.1"


def scanned(machine: Machine, at: int = 1, source: str = "") -> Report:
    """What a scan of the machine sends: no agent tells its key."""
    sent = report(machine, at, source)
    return replace(sent, root=replace(sent.root, identifiers=()))


def report(machine: Machine, at: int = 1, source: str = "", report_id: str = "") -> Report:
    """The report that an agent on the machine sends `at` minutes after START."""
    root = Root(ref_of("server", machine.name), "server", (f"agent_key:{source or machine.name}",))
    sections = (_computer(machine), _network(machine, root), _programs(machine, root))
    sections += (_endpoints(machine, root), _connections(machine), _packages(machine, root))
    moment = (START + timedelta(minutes=at)).isoformat()
    return Report(report_id or f"{machine.name}-{at}", f"agent:{source or machine.name}", moment, root, sections)


def of_class(sent: Report, ci_class: str) -> Report:
    """Only what a report says of the machine itself, told as one of another class."""
    computer = sent.sections[0]
    known = computer.cis.pop(sent.root.ref)
    ref = ref_of(ci_class, str(known.attributes["name"]))
    computer.cis[ref] = known._replace(ref=ref, ci_class=ci_class)
    return replace(sent, root=Root(ref, ci_class, sent.root.identifiers), sections=(computer,))


def digits(text: str, length: int = 32) -> str:
    """Hexadecimal digits that depend on a text only."""
    return blake2b(text.encode(), digest_size=16).hexdigest()[:length]


def _computer(machine: Machine) -> Section:
    section = Section("computer", enumerates=("server",))
    machine_id = digits(machine.name) if machine.machine_id == "" else machine.machine_id
    section.add(
        Server(
            name=machine.name,
            fqdn=f"{machine.name}.example.net" if machine.fqdn == "" else machine.fqdn,
            machine_id=machine_id,
            system_uuid=machine.system_uuid,
            manufacturer="Dell Inc." if machine.serial_number else None,
            serial_number=machine.serial_number,
            kernel_version=machine.kernel,
            mac_addresses=tuple(machine.macs) or None,
        ),
        ref=machine.name,
    )
    return section


def _network(machine: Machine, root: Root) -> Section:
    section = Section("network_interfaces", enumerates=("network_interface", "ip_address"))
    for name in machine.interfaces:
        interface = section.add(NetworkInterface(name=name, mac_address=digits(machine.name + name, 12)))
        section.relate(interface, PART_OF, root.ref)
        if name == machine.interfaces[0]:
            address = section.add(IPAddress(address=machine.address))
            section.relate(address, ASSIGNED_TO, interface, prefix_length=24)
            section.relate(address, IN_SUBNET, target(Subnet(cidr=f"{machine.address}/24")))
    return section


def _programs(machine: Machine, root: Root) -> Section:
    section = Section("programs", enumerates=("software_instance",))
    for name in machine.programs:
        program = section.add(SoftwareInstance(name=name, process_name=name, instance_key=f"unit:{name}"))
        section.relate(program, RUNS_ON, root.ref)
    return section


def _endpoints(machine: Machine, root: Root) -> Section:
    section = Section("endpoints", enumerates=("endpoint",))
    for port in machine.listens:
        endpoint = section.add(Endpoint(address="0.0.0.0", port=port, protocol="tcp"))  # noqa: S104 - a reported value, nothing is bound
        section.relate(endpoint, PART_OF, root.ref)
        section.relate(endpoint, PROVIDED_BY, _program_ref(machine))
    return section


def _connections(machine: Machine) -> Section:
    section = Section("connections")
    for address, port in machine.connects:
        peer = target(Endpoint(address=address, port=port, protocol="tcp"))
        section.relate(_program_ref(machine), CONNECTS_TO, peer, days=1)
    return section


def _packages(machine: Machine, root: Root) -> Section:
    section = Section("packages", enumerates=("software_release",))
    for product, version in machine.packages:
        release = target(SoftwareRelease(publisher="Debian", product=product, version=version))
        section.relate(root.ref, HAS_INSTALLED, release, package_type="deb")
    return section


def _program_ref(machine: Machine) -> Ref:
    return ref_of("software_instance", f"unit:{machine.programs[0]}")
