"""Disks, partitions, volumes and what is mounted."""

from pathlib import Path

import pytest

from discovery_agent.host.block_devices import by_name, device_name, disk_ref, is_disk, read_block_devices, storage_ref
from discovery_agent.host.collectors import filesystems
from discovery_agent.host.local_system import LocalSystem
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounted_servers import servers_of
from discovery_agent.host.mounts import may_hang, mount_of, mounts_of
from discovery_agent.runner import interpreted
from graph_schema.report import Ref
from tests.discovery_agent.host.fake_root import make

PCI = "../../devices/pci0000:00"


@pytest.fixture
def root(tmp_path: Path) -> LocalSystem:
    """A machine with a SATA disk in two partitions, LVM on the second, an NVMe disk, a stick and a CD drive."""
    files: dict[str, str | bytes] = {}
    links: dict[str, str] = {}
    for name, place, number, sectors in (
        ("sda", "0000:00:17.0/ata1/host0/block/sda", "8:0", "7814037168"),
        ("sda1", "0000:00:17.0/ata1/host0/block/sda/sda1", "8:1", "1048576"),
        ("sda2", "0000:00:17.0/ata1/host0/block/sda/sda2", "8:2", "7812986880"),
        ("nvme0n1", "0000:01:00.0/nvme/nvme0/nvme0n1", "259:0", "1875385008"),
        ("sdb", "0000:00:14.0/usb1/1-1/host1/block/sdb", "8:16", "61440000"),
        ("sr0", "0000:00:17.0/ata2/host2/block/sr0", "11:0", "2097151"),
    ):
        folder = f"sys/devices/pci0000:00/{place}"
        files |= {f"{folder}/dev": f"{number}\n", f"{folder}/size": f"{sectors}\n"}
        links[f"sys/class/block/{name}"] = f"{PCI}/{place}"
    sda = "sys/devices/pci0000:00/0000:00:17.0/ata1/host0/block/sda"
    nvme = "sys/devices/pci0000:00/0000:01:00.0/nvme/nvme0/nvme0n1"
    dm = "sys/devices/virtual/block/dm-0"
    links["sys/class/block/dm-0"] = "../../devices/virtual/block/dm-0"
    files |= {
        f"{sda}/device/vendor": "ATA     \n",
        f"{sda}/device/model": "ST4000NM0025    \n",
        f"{sda}/device/vpd_pg80": b"\0\x80\0\x08ZC1A0001",
        f"{sda}/queue/rotational": "1\n",
        f"{sda}/sda1/partition": "1\n",
        f"{sda}/sda2/partition": "2\n",
        f"{nvme}/device/model": "SAMSUNG MZQL2960\n",
        f"{nvme}/device/serial": "S64FNE0R100001\n",
        f"{nvme}/wwid": "eui.3634\n",
        "sys/devices/pci0000:00/0000:00:14.0/usb1/1-1/host1/block/sdb/removable": "1\n",
        "run/udev/data/b8:0": "E:ID_WWN=0x5000c500a1b2c3d4\nE:ID_SERIAL_SHORT=from-udev\n",
        f"{dm}/dev": "253:0\n",
        f"{dm}/size": "104857600\n",
        f"{dm}/dm/name": "vg0-root\n",
        f"{dm}/dm/uuid": "LVM-Jx2c\n",
        f"{dm}/slaves/sda2": "",
    }
    return make(tmp_path, files, links)


def test_disks_are_what_stays_and_is_no_part_of_another(root: LocalSystem) -> None:
    devices = read_block_devices(root)

    assert [device["name"] for device in devices if is_disk(device)] == ["nvme0n1", "sda"]


def test_a_disk_is_known_by_its_serial_number_wherever_that_stands(root: LocalSystem) -> None:
    devices = by_name(read_block_devices(root))

    assert disk_ref(devices["nvme0n1"]) == "disk:S64FNE0R100001"
    assert disk_ref(devices["sda"]) == "disk:ZC1A0001"
    assert (devices["sda"]["manufacturer"], devices["sda"]["wwn"]) == (None, "0x5000c500a1b2c3d4")
    assert (devices["sda"]["interface_type"], devices["nvme0n1"]["interface_type"]) == ("sata", "nvme")
    assert devices["sda"]["size_bytes"] == 4000787030016


def test_bytes_lie_on_the_disk_below_a_partition_and_on_the_volume_itself(root: LocalSystem) -> None:
    devices = by_name(read_block_devices(root))

    assert storage_ref("sda1", devices) == "disk:ZC1A0001"
    assert storage_ref("dm-0", devices) == "logical_volume:vg0-root"
    assert storage_ref("sdb", devices) is None
    assert storage_ref("nowhere", devices) is None


def test_a_mounted_device_is_found_by_its_number_before_its_path(root: LocalSystem) -> None:
    devices = by_name(read_block_devices(root))

    assert device_name("/dev/root", "8:1", devices) == "sda1"
    assert device_name("/dev/mapper/other", "99:9", devices) == "other"


def test_a_machine_without_block_devices_has_none(tmp_path: Path) -> None:
    assert read_block_devices(LocalSystem(str(tmp_path))) == []


MOUNTINFO = r"""
20 1 253:0 / / rw,relatime shared:1 - ext4 /dev/mapper/vg0-root rw
21 20 0:5 / /proc rw - proc proc rw
22 20 8:1 / /boot ro,relatime - ext4 /dev/sda1 ro
23 20 253:0 /srv/www /var/www rw - ext4 /dev/mapper/vg0-root rw
24 20 0:52 / /home rw - nfs4 nas1:/export/home rw
25 20 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro
26 20 0:40 /@data /srv/my\040data rw - btrfs /dev/sdc rw
27 20 0:40 /@logs /var/log rw - btrfs /dev/sdc rw
28 20 0:60 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw
29 20 0:61 / /tmp rw - tmpfs tmpfs rw
30 20 8:1 / /mnt/boot-again rw - ext4 /dev/sda1 rw
broken line
"""


def test_a_filesystem_is_kept_once_and_views_of_it_are_not() -> None:
    kept = [mount["mount_point"] for mount in mounts_of(MOUNTINFO) if mount["is_kept"]]

    assert kept == ["/", "/boot", "/home", "/srv/my data", "/var/log"]


def test_of_several_mounts_at_one_place_the_last_counts() -> None:
    text = "20 1 8:1 / /data rw - ext4 /dev/sda1 rw\n21 1 8:17 / /data ro - xfs /dev/sdb1 rw\n"

    (mount,) = mounts_of(text)

    assert (mount["filesystem_type"], mount["is_read_only"]) == ("xfs", True)


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/srv/shop/bin/app", "/srv/shop"), ("/srv/shop", "/srv/shop"), ("/srv/shopping", "/"), ("/", "/")],
)
def test_a_path_lies_on_the_nearest_mount_above_it(path: str, expected: str) -> None:
    assert mount_of(path, {"/": True, "/srv/shop": True}) == expected


@pytest.mark.parametrize(
    ("kind", "device", "options", "servers"),
    [
        ("nfs4", "nas1:/export", "rw,vers=4.2,port=0,clientaddr=10.0.0.9,addr=10.0.0.5", ["nas1 10.0.0.5 2049"]),
        ("nfs", "[fd00::5]:/export", "rw,vers=3,mountport=20048,port=12049", ["fd00::5 fd00::5 12049"]),
        ("nfs4", "nas1:/export", "rw,addr=fe80::5%eth0", ["nas1 fe80::5 2049"]),
        ("cifs", "//files/share/x", "rw,username=u,password=hunter2,addr=10.0.0.6", ["files 10.0.0.6 445"]),
        ("ceph", "10.0.0.1,10.0.0.2:6790:/x", "rw,name=u", ["10.0.0.1 10.0.0.1 6789", "10.0.0.2 10.0.0.2 6790"]),
        ("ceph", "u@0af.fs=/", "mon_addr=10.0.0.1:33/[fd00::2]:33", ["10.0.0.1 10.0.0.1 33", "fd00::2 fd00::2 33"]),
        ("fuse.sshfs", "user@old:/home", "rw,user_id=0", ["old  22"]),
        ("fuse.glusterfs", "gl1:/vol", "rw", ["gl1  24007"]),
        ("nfs4", ":/", "rw", []),
        ("ext4", "/dev/sda1", "rw", []),
    ],
)  # fmt: skip
def test_the_servers_of_a_mount_are_what_mountinfo_says_and_nothing_else_is_kept(
    kind: str, device: str, options: str, servers: list[str]
) -> None:
    found = servers_of(kind, device, options)

    assert [f"{s['host']} {','.join(s['addresses'])} {s['port']}" for s in found] == servers


def test_servers_of_a_mount_are_a_group_of_its_machine_also_where_that_has_no_machine_id(tmp_path: Path) -> None:
    mounts = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 20 0:50 / /srv rw - nfs4 nas:/x rw\n"
    system = make(tmp_path, {"proc/self/mountinfo": mounts, "etc/hosts": "10.0.0.1 nas\n10.0.0.2 nas\n"})

    found = interpreted(filesystems.collector, filesystems.read(Machine(system)), Ref("server:self"))

    keys = [str(ci.attributes["group_key"]) for ci in found.cis.values() if ci.ci_class == "redundancy_group"]
    assert keys == [f"mount:{system.kernel_name().network_name}//srv"]


def test_what_waits_for_a_server_or_a_program_is_not_looked_into() -> None:
    text = MOUNTINFO + "40 20 0:9 / /net rw - autofs /etc/auto.net rw\n41 20 0:8 / /m rw - fuse.s3fs s3fs rw\n"

    assert [mount["mount_point"] for mount in mounts_of(text) if may_hang(mount)] == ["/home", "/net", "/m"]


def test_the_login_of_a_mounted_url_is_not_kept() -> None:
    (mount,) = mounts_of("20 1 0:9 / /m rw - cifs cifs://u:hunter2@files/share rw,addr=10.0.0.6")

    assert "hunter2" not in repr(mount)


def test_a_disk_of_iscsi_tells_where_its_session_leads(root: LocalSystem, tmp_path: Path) -> None:
    place = "platform/host6/session3/target6:0:0/6:0:0:1/block/sde"
    files = {
        f"sys/devices/{place}/dev": "8:64\n",
        f"sys/devices/{place}/size": "2048\n",
        "sys/class/iscsi_session/session3/targetname": "iqn.2010-06.com.example:a\n",
        "sys/class/iscsi_connection/connection3:0/address": "10.0.50.10\n",
        "sys/class/iscsi_connection/connection3:0/port": "3260\n",
        "sys/class/iscsi_connection/connection30:0/address": "10.0.99.9\n",
    }
    make(tmp_path, files, {"sys/class/block/sde": f"../../devices/{place}"})

    device = by_name(read_block_devices(root))["sde"]

    assert device.get("portals") == [("10.0.50.10", 3260)]
    assert (device.get("iscsi_target"), device["interface_type"]) == ("iqn.2010-06.com.example:a", "iscsi")
