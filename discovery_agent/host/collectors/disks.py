"""Disks, and which of them the machine cannot do without."""

from typing import NotRequired, TypedDict

from discovery_agent.host.block_devices import (
    BlockDevice,
    by_name,
    device_name,
    disk_ref,
    is_disk,
    is_volume,
    storage_ref,
)
from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounts import Mount
from graph_schema.ci_classes.disk import Disk
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, PART_OF
from graph_schema.report import Ref, Section, target


class Facts(TypedDict):
    """Block devices, what is mounted as the root filesystem, and, for disks of iSCSI, the key of the machine."""

    devices: list[BlockDevice]
    root: Mount | None
    machine_id: NotRequired[str]


def read(machine: Machine) -> Answer[Facts]:
    """The shared reading of /sys/class/block."""
    if machine.surroundings["container"]:
        return NotAvailable("inside a container the disks are the host's")
    root = next((mount for mount in machine.mounts if mount["mount_point"] == "/"), None)
    facts: Facts = {"devices": machine.block_devices, "root": root}
    if any(device.get("portals") for device in machine.block_devices):
        facts["machine_id"] = machine.key
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
    _relate_portals(facts, section)
    mounted = facts["root"]
    if mounted is not None:
        below = storage_ref(device_name(mounted["device"], mounted["number"], devices), devices)
        if below is not None and below in section.cis:
            section.relate(root, DEPENDS_ON, below, strength="hard", derivation="root filesystem")


def _relate_portals(facts: Facts, section: Section) -> None:
    """Where the blocks of iSCSI disks come from, each told once for all paths to it."""
    devices, machine = facts["devices"], facts.get("machine_id", "")
    paths: dict[Ref, list[BlockDevice]] = {}
    for device in filter(is_disk, devices):
        if device.get("portals"):
            paths.setdefault(disk_ref(device), []).append(device)
    above = {slave: device["name"] for device in devices if is_volume(device) for slave in device["slaves"]}
    for disk, found in paths.items():
        volumes = [above[path["name"]] for path in found if path["name"] in above]
        is_joined = len(volumes) > len(set(volumes))
        _relate_paths(disk, found, section, f"{machine}/{disk.partition(':')[2]}" if is_joined else "")


def _relate_paths(disk: Ref, paths: list[BlockDevice], section: Section, joined_as: str) -> None:
    """The portals that a disk needs: one of them where its paths are joined to one device, all of them else."""
    portals = sorted({(place[0], place[1]) for path in paths for place in path.get("portals", ())})
    iscsi_target = paths[0].get("iscsi_target", "")
    reason = f"its blocks come from {iscsi_target or 'there'} (iSCSI)"
    told = {"strength": "hard", "strength_reason": reason, "derivation": "iSCSI"}
    targets = [target(Endpoint(address=address, port=port, protocol="tcp")) for address, port in portals]
    if not joined_as:
        for (_, port), place in zip(portals, targets, strict=True):
            section.relate(disk, DEPENDS_ON, place, port=port, **told)
        return
    group = section.add(
        RedundancyGroup(
            name=f"paths to {disk.partition(':')[2]}",
            k=1,
            k_reason=f"multipath needs one of the {len(portals)} portals that lead to the disk",
            group_type="multipath",
            group_key=f"multipath:{joined_as}",
        )
    )
    section.relate(disk, DEPENDS_ON, group, **told)
    for place in targets:
        section.relate(group, HAS_MEMBER, place)


collector = Collector(name="disks", enumerates=(Disk, RedundancyGroup), read=read, interpret=interpret)
