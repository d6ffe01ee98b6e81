"""Disks, partitions and volumes: the files of /sys that the agent reads, and what udev knows beside them."""

from discovery_agent.ssh.part import Part

_FOLDER = "/sys/class/block/*"
_FILES = (
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
)

part = Part(
    "block_devices",
    files=tuple(f"{_FOLDER}/{name}" for name in _FILES),
    lines={"/run/udev/data/b*": "^E:(ID_SERIAL_SHORT|ID_WWN|MD_UUID)="},
    links=(_FOLDER,),
    marks=(f"{_FOLDER}/slaves/*",),
)
