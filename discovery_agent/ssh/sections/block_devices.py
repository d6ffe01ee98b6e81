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
_ISCSI = (
    "/sys/class/iscsi_session/*/targetname",
    "/sys/class/iscsi_connection/*/address",
    "/sys/class/iscsi_connection/*/port",
)

part = Part(
    "block_devices",
    files=(*(f"{_FOLDER}/{name}" for name in _FILES), *_ISCSI),
    lines={"/run/udev/data/b*": "^E:(ID_SERIAL_SHORT|ID_WWN|MD_UUID)="},
    links=(_FOLDER,),
    marks=(f"{_FOLDER}/slaves/*",),
)
