"""What a machine is made of: hardware, a hypervisor's promise, or a container on somebody else's kernel."""

from typing import TypedDict

from discovery_agent.host.mounts import read_mounts
from discovery_agent.host.system import System, read_number, read_text

INITIAL_PID_NAMESPACE = "pid:[4026531836]"  # PROC_PID_INIT_INO of the kernel
DMI = "/sys/class/dmi/id"
_VENDORS = (
    ("qemu", "kvm"),
    ("kvm", "kvm"),
    ("vmware", "vmware"),
    ("innotek", "oracle"),
    ("virtualbox", "oracle"),
    ("xen", "xen"),
    ("amazon ec2", "amazon"),
    ("google compute engine", "google"),
    ("openstack", "kvm"),
    ("digitalocean", "kvm"),
    ("parallels", "parallels"),
    ("bhyve", "bhyve"),
    ("apple virtualization", "apple"),
    ("ovirt", "kvm"),
    ("rhev", "kvm"),
    ("microsoft corporation virtual machine", "microsoft"),
    ("hetzner vserver", "kvm"),
)
_MARKS = (("podman", "/run/.containerenv"), ("docker", "/.dockerenv"))
_LAYERED = frozenset(("overlay", "aufs", "fuse-overlayfs"))
_WORKSTATION_CHASSIS = frozenset((3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 24, 30, 31, 32, 35, 36))  # SMBIOS 7.4.1


class Surroundings(TypedDict):
    """What surrounds the operating system; None where nothing tells."""

    container: str | None
    hypervisor: str | None
    chassis_type: int | None


def read_surroundings(system: System) -> Surroundings:
    """Ask the machine. Inside a container the hardware is the host's, so nothing of it is read."""
    container = _container(system)
    if container:
        return {"container": container, "hypervisor": None, "chassis_type": None}
    return {
        "container": None,
        "hypervisor": _hypervisor(system),
        "chassis_type": read_number(system, f"{DMI}/chassis_type"),
    }


def class_of(surroundings: Surroundings) -> str:
    """The CI class of a machine in these surroundings."""
    if surroundings["container"] or surroundings["hypervisor"]:
        return "virtual_machine"
    return "workstation" if surroundings["chassis_type"] in _WORKSTATION_CHASSIS else "server"


def _container(system: System) -> str | None:
    named = read_text(system, "/run/systemd/container")
    if named:
        return named
    namespace = system.read_link("/proc/self/ns/pid")
    is_contained = namespace not in (None, INITIAL_PID_NAMESPACE)
    marked = next((name for name, mark in _MARKS if system.exists(mark)), None)
    if marked and (is_contained or _root_filesystem(system) in _LAYERED):
        return marked
    return _container_of_first_process(system) or ("container-other" if is_contained else None)


def _root_filesystem(system: System) -> str:
    """Its type: a virtual machine made from a container image keeps the image's marks on a filesystem of its own."""
    return next((m["filesystem_type"] for m in read_mounts(system) if m["mount_point"] == "/"), "")


def _container_of_first_process(system: System) -> str | None:
    try:
        environment = system.read_bytes("/proc/1/environ") or b""
    except PermissionError:
        environment = b""  # only root may read it; the namespace below tells too
    for entry in environment.split(b"\0"):
        if entry.startswith(b"container=") and entry[10:]:
            return entry[10:].decode("utf-8", "replace")
    return None


def _hypervisor(system: System) -> str | None:
    if "microsoft" in (read_text(system, "/proc/sys/kernel/osrelease") or "").lower():
        return "wsl"
    maker = f"{read_text(system, f'{DMI}/sys_vendor') or ''} {read_text(system, f'{DMI}/product_name') or ''}".lower()
    if not maker.endswith(".metal"):
        for fragment, technology in _VENDORS:
            if fragment in maker:
                return technology
    if (read_text(system, "/sys/hypervisor/type") or "") == "xen":
        controls = "control_d" in (read_text(system, "/proc/xen/capabilities") or "")
        return None if controls else "xen"
    return "vm-other" if _has_hypervisor_flag(system) else None


def _has_hypervisor_flag(system: System) -> bool:
    text = read_text(system, "/proc/cpuinfo") or ""
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "")
    return " hypervisor" in flags
