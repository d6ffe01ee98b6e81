"""Hypervisors with their parts, the clusters they form and the storage the clusters live on."""

from collections.abc import Iterator

from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.geography import DOMAIN, PLACES, Place
from cmdb_server.demo.hardware import HYPERVISOR, STORAGE, Box, boxes, device, identity
from cmdb_server.demo.machine import GIBIBYTE, add_program, cluster_name
from cmdb_server.demo.packages import BOOKWORM, packages_section
from cmdb_server.demo.programs import EVERYWHERE, PROGRAMS
from cmdb_server.demo.wiring import Mounted, management_address, mount, need_network, network_section
from graph_schema.ci_classes.cluster import Cluster
from graph_schema.ci_classes.disk import Disk
from graph_schema.ci_classes.memory_module import MemoryModule
from graph_schema.ci_classes.part import Part as DevicePart
from graph_schema.ci_classes.processor import Processor
from graph_schema.declare import replaced
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, PART_OF
from graph_schema.report import Report, Section

_REQUIRED_HYPERVISORS = {"osl": 3, "ber": 3, "ham": 2}
_PROCESSOR = "Xeon Gold 6430"
_MODULES = 4
_MODULE_BYTES = 128 * GIBIBYTE
_THREADS = 64
_TERABYTE = 10**12


def _reports(estate: Estate) -> Iterator[Report]:
    for place in PLACES:
        yield _cluster(estate, place)
        yield from (_storage(estate, box) for box in boxes(place, STORAGE))
        yield from (_hypervisor(estate, box) for box in boxes(place, HYPERVISOR))


def _cluster(estate: Estate, place: Place) -> Report:
    section = Section("cluster")
    name = cluster_name(place.code)
    ref = section.add(
        Cluster(name=name, k=_REQUIRED_HYPERVISORS[place.code], cluster_type="kvm", environment="production")
    )
    for box in boxes(place, HYPERVISOR):
        section.relate(ref, HAS_MEMBER, identity(estate.chance, box))
    for box in boxes(place, STORAGE):
        known = {"strength": "hard", "confidence": 1.0, "derivation": "configuration"}
        section.relate(ref, DEPENDS_ON, identity(estate.chance, box), **known)
    return estate.report(ref, (section,))


def _storage(estate: Estate, box: Box) -> Report:
    mounted = mount(estate.chance, box, replaced(device(estate.chance, box), capacity_bytes=40 * _TERABYTE))
    need_network(mounted)
    disks = Section("disks", enumerates=("disk",))
    for slot in range(6):
        _add_part(
            mounted, disks, Disk(name=f"0a.0{slot}", manufacturer="Samsung", model="PM1643a", size_bytes=8 * _TERABYTE)
        )
    return estate.report(
        mounted.ref, (mounted.section, network_section(mounted, "e0a", "e0b", management="e0M"), disks)
    )


def _hypervisor(estate: Estate, box: Box) -> Report:
    chance = estate.chance
    known = {
        "system_uuid": chance.system_uuid(box.name),
        "machine_id": chance.machine_id(box.name),
        "fqdn": f"{box.name}.{DOMAIN}",
        "os_name": BOOKWORM.name,
        "os_version": BOOKWORM.version,
        "os_family": "linux",
        "kernel_version": BOOKWORM.kernel,
        "architecture": "x86_64",
        "is_hypervisor": True,
        "memory_bytes": _MODULES * _MODULE_BYTES,
        "processor_count": 2 * _THREADS,
        "ip_addresses": (management_address(box),),
    }
    mounted = mount(chance, box, replaced(device(chance, box), **known), section_name="computer")
    need_network(mounted)
    programs = Section("programs", enumerates=("software_instance", "endpoint"))
    for code in ("libvirt", *EVERYWHERE):
        add_program(programs, mounted.ref, box.name, PROGRAMS[code])
    network = network_section(mounted, "ens1f0", "ens1f1", management="eno1")
    packages = packages_section(mounted.ref, BOOKWORM, ("libvirt",))
    return estate.report(mounted.ref, (mounted.section, _hardware(mounted), network, packages, programs))


def _hardware(mounted: Mounted) -> Section:
    section = Section("hardware", enumerates=("processor", "memory_module", "disk"))
    for socket in (1, 2):
        processor = Processor(
            name=f"CPU {socket}",
            manufacturer="Intel",
            model=_PROCESSOR,
            core_count=32,
            thread_count=_THREADS,
            speed_mhz=2100,
        )
        _add_part(mounted, section, processor)
    for slot in range(1, _MODULES + 1):
        module = MemoryModule(
            name=f"DIMM A{slot}",
            manufacturer="Micron",
            model="MTC40F2046",
            memory_type="DDR5",
            size_bytes=_MODULE_BYTES,
        )
        _add_part(mounted, section, module)
    for slot in range(2):
        _add_part(
            mounted, section, Disk(name=f"nvme{slot}n1", manufacturer="Kioxia", model="CD8", size_bytes=_TERABYTE)
        )
    return section


def _add_part(mounted: Mounted, section: Section, part_ci: DevicePart) -> None:
    key = f"{mounted.box.name}/{part_ci.name}"
    numbered = replaced(part_ci, serial_number=mounted.chance.serial_number(key, "P"))
    section.relate(section.add(numbered, key), PART_OF, mounted.ref)


part = Part("virtualisation", _reports)
