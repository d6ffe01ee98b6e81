"""Volumes of LVM, device mapper and software RAID, and how many of their disks they need."""

import re
from typing import NamedTuple, TypedDict

from discovery_agent.host.block_devices import BlockDevice, by_name, device_name, is_volume, storage_ref
from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounts import Mount
from graph_schema.ci_classes.logical_volume import LogicalVolume
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, PART_OF, STORED_ON
from graph_schema.report import Ref, Section

_LOSSES = {"raid1": None, "raid4": 1, "raid5": 1, "raid6": 2, "raid10": 1}  # disks that may fail; None: all but one

_LONGEST_NAME = 128  # DM_NAME_LEN of linux/dm-ioctl.h; the expression takes the square of its length
_IN_GROUP = re.compile(r"((?:[^-]|--)+)-(?:[^-]|--)+")


class Facts(TypedDict):
    """Block devices, the root filesystem's mount, and the key of the machine, in which an array's name is unique."""

    devices: list[BlockDevice]
    root: Mount | None
    machine_id: str


def read(machine: Machine) -> Answer[Facts]:
    """The shared reading of /sys/class/block."""
    if machine.surroundings["container"]:
        return NotAvailable("inside a container the volumes are the host's")
    root = next((mount for mount in machine.mounts if mount["mount_point"] == "/"), None)
    facts: Facts = {"devices": machine.block_devices, "root": root, "machine_id": machine.key}
    return Reading(facts)


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One volume each; an array with redundancy needs so many of its disks, any other volume all below it."""
    devices = by_name(facts["devices"])
    for device in filter(is_volume, facts["devices"]):
        name = device["volume_name"] or device["name"]
        volume = section.add(
            LogicalVolume(
                name=name,
                size_bytes=device["size_bytes"],
                volume_type=_volume_type(device),
                volume_group=_volume_group(device),
            ),
            ref=name,
        )
        section.relate(volume, PART_OF, root)
        below = sorted({ref for slave in device["slaves"] if (ref := storage_ref(slave, devices)) is not None})
        needed = _needed(device, len(below))
        if needed.k == len(below):
            for ref in below:
                section.relate(volume, STORED_ON, ref)
        else:
            key = device["volume_uuid"] or f"{facts['machine_id']}:{name}"
            group = section.add(
                RedundancyGroup(
                    name=f"{name} disks",
                    k=needed.k,
                    k_reason=needed.reason,
                    group_type="raid",
                    group_key=f"raid:{key}",
                )
            )
            reason = "its bytes lie on the disks of the array"
            section.relate(volume, DEPENDS_ON, group, strength="hard", strength_reason=reason, derivation="RAID")
            for ref in below:
                section.relate(group, HAS_MEMBER, ref)
    mounted = facts["root"]
    if mounted is not None:
        base = storage_ref(device_name(mounted["device"], mounted["number"], devices), devices)
        if base is not None and base in section.cis:
            section.relate(root, DEPENDS_ON, base, strength="hard", derivation="root filesystem")


def _volume_type(device: BlockDevice) -> str:
    prefix = (device["volume_uuid"] or "").partition("-")[0].lower()
    return device["raid_level"] or (prefix if prefix in ("lvm", "crypt", "mpath", "dmraid") else "device mapper")


def _volume_group(device: BlockDevice) -> str | None:
    """The volume group in LVM's name for the device mapper, GROUP-VOLUME; a dash within a name is doubled there."""
    found = (
        _IN_GROUP.fullmatch((device["volume_name"] or "")[:_LONGEST_NAME]) if _volume_type(device) == "lvm" else None
    )
    return found[1].replace("--", "-") if found else None


class _Needed(NamedTuple):
    """How many disks are needed, and why so many are enough."""

    k: int
    reason: str = ""


def _needed(device: BlockDevice, present: int) -> _Needed:
    """How many of the disks below a volume it needs. Several paths to one disk (multipath) count as that disk."""
    level = device["raid_level"]
    if level not in _LOSSES or present <= 1:
        return _Needed(present)
    allowed = _LOSSES[level]
    total = device["raid_disks"] or present
    if allowed is None:
        return _Needed(1, f"each of the {total} disks of {level} holds everything")
    least = max(1, min(present, total - allowed))
    may_fail = f"{allowed} of the {total} disks of {level} may fail"
    pairs = ", more where they are of different pairs" if level == "raid10" else ""
    missing = f"; {total - present} failed already" if present < total else ""
    return _Needed(least, may_fail + pairs + missing)


collector = Collector(
    name="logical_volumes", enumerates=(LogicalVolume, RedundancyGroup), read=read, interpret=interpret
)
