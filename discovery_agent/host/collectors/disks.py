"""Disks, and which of them the machine cannot do without."""

from typing import TypedDict

from discovery_agent.host.block_devices import (
    BlockDevice,
    by_name,
    device_name,
    disk_ref,
    is_disk,
    storage_ref,
)
from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounts import Mount
from graph_schema.ci_classes.disk import Disk
from graph_schema.relationships import DEPENDS_ON, PART_OF
from graph_schema.report import Ref, Section


class Facts(TypedDict):
    """Block devices, and what is mounted as the root filesystem."""

    devices: list[BlockDevice]
    root: Mount | None


def read(machine: Machine) -> Answer[Facts]:
    """The shared reading of /sys/class/block."""
    if machine.surroundings["container"]:
        return NotAvailable("inside a container the disks are the host's")
    root = next((mount for mount in machine.mounts if mount["mount_point"] == "/"), None)
    facts: Facts = {"devices": machine.block_devices, "root": root}
    return Reading(facts)


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One disk for each device that is neither removable nor made of others."""
    devices = by_name(facts["devices"])
    for device in filter(is_disk, facts["devices"]):
        disk = section.add(
            Disk(
                name=device["name"],
                manufacturer=device["manufacturer"],
                model=device["model"],
                serial_number=device["serial_number"],
                size_bytes=device["size_bytes"],
                is_rotational=device["is_rotational"],
                interface_type=device["interface_type"],
                wwn=device["wwn"],
            ),
            ref=disk_ref(device).partition(":")[2],
        )
        section.relate(disk, PART_OF, root)
    mounted = facts["root"]
    if mounted is not None:
        below = storage_ref(device_name(mounted["device"], mounted["number"], devices), devices)
        if below is not None and below in section.cis:
            section.relate(root, DEPENDS_ON, below, strength="hard", derivation="root filesystem")


collector = Collector(name="disks", enumerates=(Disk,), read=read, interpret=interpret)
