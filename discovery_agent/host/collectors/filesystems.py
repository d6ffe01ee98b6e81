"""Mounted filesystems that hold bytes, and what they are stored on."""

from typing import TypedDict

from discovery_agent.host.block_devices import BlockDevice, by_name, device_name, storage_ref
from discovery_agent.host.collector import Collector, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounts import Mount
from graph_schema.ci_classes.filesystem import Filesystem
from graph_schema.relationships import PART_OF, STORED_ON
from graph_schema.report import Ref, Section

_MOVING_SIZE = frozenset(("zfs", "btrfs", "bcachefs", "overlay"))  # what they call their size moves with their use


class Facts(TypedDict):
    """Mounts with their capacity, and the devices below them."""

    mounts: list[Mount]
    sizes: dict[str, int]
    devices: list[BlockDevice]


def read(machine: Machine) -> Reading[Facts]:
    """The shared reading of mounts. The size of a network filesystem is not asked: its server may be away for hours."""
    kept = [mount for mount in machine.mounts if mount["is_kept"]]
    asked = [m for m in kept if not m["is_network"] and m["filesystem_type"] not in _MOVING_SIZE]
    sizes: dict[str, int] = {}
    gaps: list[str] = []
    for mount in asked:
        try:
            size = machine.system.capacity_bytes(mount["mount_point"])
        except PermissionError:
            gaps.append(f"the size of {mount['mount_point']} cannot be read; {machine.system.remedy}")
        else:
            if size is not None:
                sizes[mount["mount_point"]] = size
    devices = [] if machine.surroundings["container"] else machine.block_devices
    return Reading({"mounts": kept, "sizes": sizes, "devices": devices}, tuple(gaps))


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One filesystem for each mount that is no view of another."""
    devices = by_name(facts["devices"])
    for mount in facts["mounts"]:
        place = mount["mount_point"]
        filesystem = section.add(
            Filesystem(
                name=place,
                mount_point=place,
                filesystem_type=mount["filesystem_type"],
                device=mount["device"],
                size_bytes=facts["sizes"].get(place) or None,
                is_read_only=mount["is_read_only"],
            ),
            ref=place,
        )
        section.relate(filesystem, PART_OF, root)
        below = storage_ref(device_name(mount["device"], mount["number"], devices), devices)
        if below is not None:
            section.relate(filesystem, STORED_ON, below)


collector = Collector(name="filesystems", enumerates=(Filesystem,), read=read, interpret=interpret)
