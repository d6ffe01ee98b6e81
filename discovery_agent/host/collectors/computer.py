"""The machine itself: who made it, what runs on it, where it is reached."""

import re
from typing import NotRequired, TypedDict

from discovery_agent.host.addresses import AddressReading, addresses_of, read_addresses
from discovery_agent.host.collector import ROOT, Collector, Reading
from discovery_agent.host.link_records import Link
from discovery_agent.host.machine import Machine
from discovery_agent.host.os_release import assignments_of
from discovery_agent.host.system import System, read_number, read_text
from discovery_agent.host.virtualisation import DMI, Surroundings
from graph_schema.ci_classes.device import Device
from graph_schema.ci_classes.firewall import Firewall
from graph_schema.ci_classes.router import Router
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.switch import Switch
from graph_schema.ci_classes.virtual_machine import VirtualMachine
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.declare import spec_of
from graph_schema.report import Ref, Section

_CLASSES: dict[str, type[Device]] = {
    spec_of(kind).name: kind for kind in (Server, Workstation, VirtualMachine, Router, Switch, Firewall)
}
_DMI_NAMES = (
    "sys_vendor",
    "product_name",
    "product_serial",
    "product_uuid",
    "chassis_asset_tag",
    "bios_version",
    "board_asset_tag",
)
_PERMANENT, _SET = 0, 3  # NET_ADDR_PERM, NET_ADDR_SET of linux/netdevice.h
_LOCAL = 0x02
_CLOUD_ID = re.compile(r"^(?:i-[0-9a-f]{8,17}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$")


class Facts(TypedDict):
    """Raw texts of the machine's files; `dmi` by file name."""

    hostname: str
    hosts: str
    os_release: str
    kernel: str
    architecture: str
    machine_id: str | None
    cloud_instance: str | None
    memory: str
    processor_count: int | None
    time_zone: str | None
    dmi: dict[str, str]
    surroundings: Surroundings
    addresses: list[AddressReading]
    mac_addresses: NotRequired[list[str]]
    family: NotRequired[str]


def read(machine: Machine) -> Reading[Facts]:
    """Ask the kernel and /etc; the firmware only where it is this machine's own."""
    system, gaps = machine.system, list[str]()
    identity = system.kernel_name()
    dmi = {} if machine.surroundings["container"] else _read_dmi(system, gaps)
    facts: Facts = {
        "hostname": identity.network_name,
        "hosts": read_text(system, "/etc/hosts") or "",
        "os_release": read_text(system, "/etc/os-release") or read_text(system, "/usr/lib/os-release") or "",
        "kernel": identity.release,
        "architecture": identity.architecture,
        "machine_id": read_text(system, "/etc/machine-id"),
        "cloud_instance": _cloud_instance(system),
        "memory": (read_text(system, "/proc/meminfo") or "").partition("\n")[0],
        "processor_count": system.processor_count(),
        "time_zone": _time_zone(system),
        "dmi": dmi,
        "surroundings": machine.surroundings,
        "addresses": read_addresses(system),
        "mac_addresses": _read_mac_addresses(system),
        "family": system.family,
    }
    return Reading(facts, tuple(gaps))


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One CI of the class that the root's ref names."""
    ci_class, _, name = root.partition(":")
    dmi, surroundings, release = facts["dmi"], facts["surroundings"], assignments_of(facts["os_release"])
    memory = facts["memory"].split()
    made = _CLASSES[ci_class](
        name=facts["hostname"].partition(".")[0] or None,
        manufacturer=dmi.get("sys_vendor"),
        model=dmi.get("product_name"),
        serial_number=dmi.get("product_serial"),
        asset_tag=dmi.get("chassis_asset_tag"),
        system_uuid=dmi.get("product_uuid"),
        bios_version=dmi.get("bios_version"),
        cloud_instance_id=_known_instance(facts["cloud_instance"]) or _known_instance(dmi.get("board_asset_tag")),
        os_name=release.get("NAME") or None,
        os_version=release.get("VERSION_ID") or None,
        os_family=facts.get("family", "linux"),
        kernel_version=facts["kernel"],
        architecture=facts["architecture"],
        fqdn=_fqdn(facts["hostname"], facts["hosts"]),
        machine_id=facts["machine_id"] or None,
        memory_bytes=int(memory[1]) * 1024 if len(memory) > 1 and memory[1].isdigit() else None,
        processor_count=facts["processor_count"],
        virtualisation=surroundings["container"] or surroundings["hypervisor"],
        time_zone=facts["time_zone"],
        mac_addresses=tuple(facts.get("mac_addresses", ())) or None,
        ip_addresses=tuple(sorted({entry["address"] for entry in addresses_of(facts["addresses"])})) or None,
    )
    section.add(made, ref=name)


def _read_mac_addresses(system: System) -> list[str]:
    """What the makers of its hardware, or the host of a container, gave to its interfaces.

    Not the addresses of bridges, bonds and the like, which borrow one.
    """
    lasting = (link.mac_address for link in system.links() if _is_lasting(system, link, f"/sys/class/net/{link.name}"))
    return sorted({address for address in lasting if address})


def _is_lasting(system: System, link: Link, folder: str) -> bool:
    given_by = read_number(system, f"{folder}/addr_assign_type")
    if system.exists(f"{folder}/device"):
        return given_by == _PERMANENT
    # A container's network card is one end of a pair whose other end, a port of a bridge, lies in the namespace of its
    # host. Addresses that no maker gave (the second bit, IEEE 802) are its own; others are shared with the host.
    is_card = link.leads_outside and not system.exists(f"{folder}/master")
    return is_card and given_by in (_PERMANENT, _SET) and bool(int(link.mac_address[:2] or "0", 16) & _LOCAL)


def _read_dmi(system: System, gaps: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _DMI_NAMES:
        try:
            text = read_text(system, f"{DMI}/{name}")
        except PermissionError:
            if name == "product_serial":
                gaps.append(f"the serial number and platform UUID are readable for root only; {system.remedy}")
            continue
        if text:
            found[name] = text
    return found


def _fqdn(hostname: str, hosts: str) -> str | None:
    """The name with its domain, from the host name or /etc/hosts; no name server is asked."""
    if "." in hostname:
        return hostname
    for line in hosts.splitlines():
        names = line.partition("#")[0].split()[1:]
        qualified = next((name for name in names if name.startswith(f"{hostname}.")), None)
        if hostname in names and qualified and not qualified.endswith(".localdomain"):
            return qualified
    return None


def _cloud_instance(system: System) -> str | None:
    try:
        return read_text(system, "/var/lib/cloud/data/instance-id")
    except PermissionError:
        return None  # only clouds have it, and the firmware's asset tag says the same


def _known_instance(text: str | None) -> str | None:
    """An id that a cloud gave; installers leave texts that many machines share."""
    return text if text and _CLOUD_ID.match(text) else None


def _time_zone(system: System) -> str | None:
    link = system.read_link("/etc/localtime") or ""
    return link.partition("/zoneinfo/")[2] or read_text(system, "/etc/timezone")


collector = Collector(name="computer", enumerates=tuple(_CLASSES.values()), read=read, interpret=interpret, stage=ROOT)
