"""Disks, partitions and volumes: the files of /sys that the agent reads, and what udev knows beside them."""

import re

from discovery_agent.ssh.part import Part, absorb_files, absorb_links, absorb_present, show_links
from discovery_agent.ssh.readings import Readings

_FILES = [
    "dev",
    "partition",
    "size",
    "md/level",
    "md/raid_disks",
    "dm/name",
    "dm/uuid",
    "device/vendor",
    "device/model",
    "device/serial",
    "device/vpd_pg80",
    "serial",
    "wwid",
    "queue/rotational",
    "removable",
]
_PATHS = " ".join(f"/sys/class/block/*/{name}" for name in _FILES)
_UDEV = re.compile(rb"^(/run/udev/data/b\d+:\d+):([^\n]*)", re.MULTILINE)


def absorb_udev(output: bytes, readings: Readings) -> None:
    """The lines of udev's files, whose names hold a colon."""
    for path, text in _UDEV.findall(output):
        name = path.decode("ascii")
        readings.files[name] = readings.files.get(name, b"") + text + b"\n"


files = Part("block_devices", f"t grep -aH ^ {_PATHS}", absorb_files)
links = Part("block_device_links", show_links("/sys/class/block/*"), absorb_links)
slaves = Part("block_device_slaves", "t ls -d /sys/class/block/*/slaves/*", absorb_present)
udev = Part("udev", "t grep -aHE '^E:(ID_SERIAL_SHORT|ID_WWN|MD_UUID)=' /run/udev/data/b*", absorb_udev)
