"""What a machine is: hardware, virtual, or a container on somebody else's kernel."""

from pathlib import Path
from typing import Any, cast

import pytest

from discovery_agent.host.addresses import read_addresses
from discovery_agent.host.collector import NotAvailable, Reading
from discovery_agent.host.collectors import computer
from discovery_agent.host.link_records import InterfaceAddress, Link
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.host.virtualisation import INITIAL_PID_NAMESPACE, class_of, read_surroundings
from discovery_agent.runner import host_collectors, root_ref
from tests.discovery_agent.host.fake_root import make

DMI = "sys/class/dmi/id"
ROOT_MOUNT = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
OVERLAY_MOUNT = "20 1 0:50 / / rw - overlay overlay rw\n"
HARDWARE_PARTS = ("disks", "logical_volumes", "memory_modules", "processors")


def machine_with(root: Path, files: dict[str, str | bytes], namespace: str = INITIAL_PID_NAMESPACE) -> LocalSystem:
    return make(root, {"proc/self/mountinfo": ROOT_MOUNT, **files}, {"proc/self/ns/pid": namespace})


@pytest.mark.parametrize(
    ("files", "ci_class", "technology"),
    [
        ({f"{DMI}/sys_vendor": "Dell Inc.\n", f"{DMI}/chassis_type": "23\n"}, "server", None),
        ({f"{DMI}/sys_vendor": "LENOVO\n", f"{DMI}/chassis_type": "10\n"}, "workstation", None),
        ({f"{DMI}/sys_vendor": "QEMU\n", f"{DMI}/chassis_type": "1\n"}, "virtual_machine", "kvm"),
        ({f"{DMI}/sys_vendor": "VMware, Inc.\n", f"{DMI}/chassis_type": "1\n"}, "virtual_machine", "vmware"),
        (
            {f"{DMI}/sys_vendor": "Microsoft Corporation\n", f"{DMI}/product_name": "Virtual Machine\n"},
            "virtual_machine",
            "microsoft",
        ),
        ({f"{DMI}/sys_vendor": "Amazon EC2\n", f"{DMI}/product_name": "m5.metal\n"}, "server", None),
        ({f"{DMI}/sys_vendor": "Amazon EC2\n", f"{DMI}/product_name": "m5.large\n"}, "virtual_machine", "amazon"),
        ({"proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu hypervisor sse\n"}, "virtual_machine", "vm-other"),
        ({"sys/hypervisor/type": "xen\n"}, "virtual_machine", "xen"),
        ({"sys/hypervisor/type": "xen\n", "proc/xen/capabilities": "control_d\n"}, "server", None),
        ({"proc/sys/kernel/osrelease": "5.15.1-microsoft-standard-WSL2\n"}, "virtual_machine", "wsl"),
        ({}, "server", None),
    ],
)
def test_hardware_and_hypervisors_are_told_apart(
    tmp_path: Path, files: dict[str, str | bytes], ci_class: str, technology: str | None
) -> None:
    surroundings = read_surroundings(machine_with(tmp_path, files))

    assert (class_of(surroundings), surroundings["hypervisor"]) == (ci_class, technology)


@pytest.mark.parametrize(
    ("files", "technology"),
    [
        ({"run/systemd/container": "systemd-nspawn\n"}, "systemd-nspawn"),
        ({".dockerenv": "", "proc/self/mountinfo": OVERLAY_MOUNT}, "docker"),
        ({"run/.containerenv": "", "proc/self/mountinfo": OVERLAY_MOUNT}, "podman"),
        ({"proc/1/environ": b"PATH=/bin\0container=lxc\0"}, "lxc"),
    ],
)
def test_a_container_is_told_by_its_marks(tmp_path: Path, files: dict[str, str | bytes], technology: str) -> None:
    surroundings = read_surroundings(machine_with(tmp_path, files))

    assert surroundings["container"] == technology
    assert class_of(surroundings) == "virtual_machine"


def test_a_machine_made_of_a_container_image_is_none(tmp_path: Path) -> None:
    surroundings = read_surroundings(machine_with(tmp_path, {".dockerenv": ""}))

    assert surroundings["container"] is None


def test_processes_of_their_own_are_a_container_without_any_mark(tmp_path: Path) -> None:
    surroundings = read_surroundings(machine_with(tmp_path, {}, "pid:[4026532001]"))

    assert surroundings["container"] == "container-other"


def test_inside_a_container_the_hardware_is_the_hosts(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"run/systemd/container": "lxc\n", f"{DMI}/product_serial": "HOST-SERIAL\n"}
    machine = Machine(machine_with(tmp_path, files))

    answers = {collector.name: collector.read(machine) for collector in host_collectors() if collector.stage < 2}

    missing = {name for name, answer in answers.items() if isinstance(answer, NotAvailable)}
    assert missing == {*HARDWARE_PARTS, "guests", "name_servers", "packages"}
    facts = cast("Reading[Any]", answers["computer"]).facts
    assert facts["dmi"] == {}


def test_the_computers_files_are_read_as_they_are(tmp_path: Path) -> None:
    root = machine_with(
        tmp_path,
        {
            "etc/hosts": "127.0.0.1 localhost\n",
            "usr/lib/os-release": 'NAME="Debian GNU/Linux"\nVERSION_ID="12"\n',
            "etc/machine-id": "4f9a1c0d2b7e4c66a1f0c3d5e7b90123\n",
            "proc/meminfo": "MemTotal:       65785280 kB\nMemFree: 1 kB\n",
            "var/lib/cloud/data/instance-id": "i-0abc1234def567890\n",
            f"{DMI}/sys_vendor": "Dell Inc.\n",
            f"{DMI}/product_serial": "7XK9L23\n",
            f"{DMI}/bios_version": b"\xff1.2\n",
        },
    )
    make(tmp_path, {}, {"etc/localtime": "/usr/share/zoneinfo/Europe/Berlin"})

    reading = computer.read(Machine(root))

    facts = reading.facts
    assert (facts["machine_id"], facts["time_zone"]) == ("4f9a1c0d2b7e4c66a1f0c3d5e7b90123", "Europe/Berlin")
    assert facts["os_release"].startswith('NAME="Debian')
    assert facts["dmi"] == {
        "sys_vendor": "Dell Inc.",
        "product_serial": "7XK9L23",
        "bios_version": "\N{REPLACEMENT CHARACTER}1.2",
    }
    assert reading.gaps == ()


def test_the_machines_ref_does_not_change_with_its_name(tmp_path: Path) -> None:
    machine = Machine(machine_with(tmp_path, {f"{DMI}/sys_vendor": "Dell Inc.\n"}))

    assert root_ref(machine) == "server:self"


def test_a_second_ipv4_address_of_a_subnet_lasts_and_a_private_one_of_ipv6_does_not() -> None:
    class WithAddresses(LocalSystem):
        def links(self) -> list[Link]:
            return [Link(2, "eth0", "52:54:00:aa:bb:cc", 1500, is_running=True)]

        def interface_addresses(self) -> list[InterfaceAddress]:
            return [InterfaceAddress(2, "10.0.0.9", 24, 0x01), InterfaceAddress(2, "2001:db8::9", 64, 0x01)]

    found = {entry["address"]: entry["is_passing"] for entry in read_addresses(WithAddresses())}

    assert found == {"10.0.0.9": False, "2001:db8::9": True}
