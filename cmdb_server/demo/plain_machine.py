"""A machine with as many packages as wanted, nine of ten of which every other one has too: for measuring the ingest."""

from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_instance import SoftwareInstance
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.relationships import HAS_INSTALLED, PART_OF, RUNS_ON
from graph_schema.report import Ref, Report, Root, Section, ref_of, section_hash, target

PROGRAMS = 60


def hashes(report: Report) -> dict[str, str]:
    """The hash of each section, as an agent remembers what the server acknowledged."""
    return {section.name: section_hash(section, report.root) for section in report.sections}


def machine_report(number: int, agent: str, packages: int, at: str, upgraded: int = 0) -> Report:
    """A server with programs and packages, nine of ten of which every other machine has too."""
    root = Root(ref_of("server", "self"), "server", (f"agent_key:{agent}",))
    computer = Section("computer", enumerates=("server",))
    computer.add(
        Server(name=f"bench{number}", machine_id=f"{number:032x}"[::-1], os_name="Debian GNU/Linux"), ref="self"
    )
    sections = (
        computer,
        _interfaces(number, root.ref),
        _programs(root.ref),
        _packages(number, packages, upgraded, root.ref),
    )
    return Report(f"bench-{number}-{upgraded}", f"agent:{agent}", at, root, sections)


def _interfaces(number: int, root: Ref) -> Section:
    section = Section("network_interfaces", enumerates=("network_interface",))
    for turn in range(4):
        mac = f"02:00:{number >> 8 & 255:02x}:{number & 255:02x}:00:{turn:02x}"
        section.relate(section.add(NetworkInterface(name=f"eth{turn}", mac_address=mac)), PART_OF, root)
    return section


def _programs(root: Ref) -> Section:
    section = Section("programs", enumerates=("software_instance",))
    for turn in range(PROGRAMS):
        name = f"daemon{turn}"
        made = section.add(SoftwareInstance(name=name, process_name=name, user="root", instance_key=f"unit:{name}"))
        section.relate(made, RUNS_ON, root)
    return section


def _packages(number: int, packages: int, upgraded: int, root: Ref) -> Section:
    section = Section("packages")
    for turn in range(packages):
        own = f"-{number}" if turn % 10 == 0 else ""
        version = "2.0" if turn < upgraded else "1.0"
        release = SoftwareRelease(name=f"lib{turn}{own} {version}", product=f"lib{turn}{own}", version=version)
        section.relate(root, HAS_INSTALLED, target(release), package_type="deb", architecture="amd64")
    return section
