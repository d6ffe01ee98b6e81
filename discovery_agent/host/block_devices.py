"""Disks, partitions and volumes as /sys/class/block shows them."""

import re
from typing import NotRequired, TypedDict

from discovery_agent.host.places import Place, port_of
from discovery_agent.host.system import System, read_number, read_text
from graph_schema.report import Ref, ref_of
from graph_schema.values import is_address, not_placeholder, serial_number

SECTOR_BYTES = 512  # the unit of `size`, whatever the disk's own sector
_NOT_DISKS = re.compile(r"^(loop|ram|zram|sr|fd|nbd|mtdblock|zd)\d+")
_TRANSPORTS = (
    ("/nvme/", "nvme"),
    ("/virtio", "virtio"),
    ("/usb", "usb"),
    ("/ata", "sata"),
    ("/mmc", "mmc"),
    ("vbd", "xen"),
)
_SESSION = re.compile(r"/session(\d{1,9})/")
_ISCSI = "/sys/class/iscsi_"


class BlockDevice(TypedDict):
    """One block device. `parent` is the disk of a partition, `slaves` are what a volume is made of.

    `portals` are address and port of the iSCSI target whose blocks it shows, `iscsi_target` its name.
    """

    name: str
    number: str
    size_bytes: int
    parent: str | None
    slaves: list[str]
    volume_name: str | None
    volume_uuid: str | None
    raid_level: str | None
    raid_disks: int | None
    manufacturer: str | None
    model: str | None
    serial_number: str | None
    wwn: str | None
    is_rotational: bool | None
    is_removable: bool
    interface_type: str | None
    iscsi_target: NotRequired[str]
    portals: NotRequired[list[Place]]


def read_block_devices(system: System) -> list[BlockDevice]:
    """Every block device that is a disk, a part of one, or a volume made of them."""
    folder = "/sys/class/block"
    names = (name for name in system.names_in(folder) if not _NOT_DISKS.match(name))
    return [_read(system, f"{folder}/{name}", name) for name in names]


def is_disk(device: BlockDevice) -> bool:
    """Whether it is a disk that stays: no partition, no volume, no removable medium."""
    return not (device["parent"] or is_volume(device) or device["is_removable"]) and device["size_bytes"] > 0


def is_volume(device: BlockDevice) -> bool:
    """Whether a volume manager made it."""
    return device["volume_name"] is not None


def storage_ref(name: str, devices: dict[str, BlockDevice]) -> Ref | None:
    """The CI that a device's bytes lie on: its disk, or the volume it is. None for what is not reported."""
    device = devices.get(name)
    while device is not None and device["parent"]:
        device = devices.get(device["parent"])
    if device is None:
        return None
    if is_volume(device):
        return ref_of("logical_volume", device["volume_name"] or device["name"])
    return disk_ref(device) if is_disk(device) else None


def disk_ref(device: BlockDevice) -> Ref:
    """The ref of a disk: kernel names move between starts, serial numbers do not."""
    return ref_of("disk", serial_number(device["serial_number"] or "") or device["name"])


def device_name(device: str, number: str, devices: dict[str, BlockDevice]) -> str:
    """The kernel name of a mounted device, by its number, else by its path."""
    return next((entry["name"] for entry in devices.values() if entry["number"] == number), device.rpartition("/")[2])


def by_name(devices: list[BlockDevice]) -> dict[str, BlockDevice]:
    """Devices under their kernel names."""
    return {device["name"]: device for device in devices}


def _read(system: System, path: str, name: str) -> BlockDevice:
    place = system.real_path(path)
    number = read_text(system, f"{path}/dev") or ""
    is_partition = read_number(system, f"{path}/partition") is not None
    is_raid = read_text(system, f"{path}/md/level") is not None
    udev = {} if is_partition else _udev(system, number)
    device: BlockDevice = {
        "name": name,
        "number": number,
        "size_bytes": (read_number(system, f"{path}/size") or 0) * SECTOR_BYTES,
        "parent": place.split("/")[-2] if is_partition else None,
        "slaves": system.names_in(f"{path}/slaves"),
        "volume_name": read_text(system, f"{path}/dm/name") or (name if is_raid else None),
        "volume_uuid": read_text(system, f"{path}/dm/uuid") or udev.get("MD_UUID"),
        "raid_level": read_text(system, f"{path}/md/level"),
        "raid_disks": read_number(system, f"{path}/md/raid_disks"),
        "manufacturer": _known(read_text(system, f"{path}/device/vendor")),
        "model": _known(read_text(system, f"{path}/device/model")),
        "serial_number": None if is_partition else _serial_number(system, path, udev),
        "wwn": None if is_partition else _known(read_text(system, f"{path}/wwid")) or udev.get("ID_WWN"),
        "is_rotational": _flag(read_number(system, f"{path}/queue/rotational")),
        "is_removable": bool(read_number(system, f"{path}/removable")),
        "interface_type": next((kind for mark, kind in _TRANSPORTS if mark in place), None),
    }
    session = None if is_partition else _SESSION.search(place)
    if session:
        device["interface_type"] = "iscsi"
        device["iscsi_target"] = read_text(system, f"{_ISCSI}session/session{session[1]}/targetname") or ""
        device["portals"] = _portals(system, session[1])
    return device


def _portals(system: System, session: str) -> list[Place]:
    """Where the connections of an iSCSI session lead."""
    folder = f"{_ISCSI}connection"
    names = [name for name in system.names_in(folder) if name.startswith(f"connection{session}:")]
    found = (
        (read_text(system, f"{folder}/{name}/address"), port_of(read_text(system, f"{folder}/{name}/port")))
        for name in names
    )
    return [Place(address, port) for address, port in found if address and port and is_address(address)]


def _known(text: str | None) -> str | None:
    """A maker's text; PCI and virtio vendors are numbers, which say nothing to people."""
    kept = not_placeholder(text or "")
    return None if kept is None or kept.startswith("0x") or kept == "ATA" else kept


def _flag(number: int | None) -> bool | None:
    return None if number is None else bool(number)


def _serial_number(system: System, path: str, udev: dict[str, str]) -> str | None:
    page = system.read_bytes(f"{path}/device/vpd_pg80") or b""
    texts = (
        read_text(system, f"{path}/device/serial"),
        read_text(system, f"{path}/serial"),
        page[4:].decode("ascii", "ignore").strip("\0 "),
        udev.get("ID_SERIAL_SHORT"),
    )
    return next((text for text in texts if text and serial_number(text)), None)


def _udev(system: System, number: str) -> dict[str, str]:
    text = read_text(system, f"/run/udev/data/b{number}") or ""
    pairs = (line[2:].partition("=") for line in text.splitlines() if line.startswith("E:"))
    return {name: value for name, _, value in pairs}
