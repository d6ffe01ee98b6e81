"""Mounted filesystems that hold bytes, and what they are stored on."""

from typing import NotRequired, TypedDict

from discovery_agent.host.block_devices import BlockDevice, by_name, device_name, storage_ref
from discovery_agent.host.collector import Collector, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.mounted_servers import enough, unknown_names, with_addresses
from discovery_agent.host.mounts import Mount
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.ci_classes.filesystem import Filesystem
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.relationships import DEPENDS_ON, HAS_MEMBER, PART_OF, STORED_ON
from graph_schema.report import Ref, Section, target

_MOVING_SIZE = frozenset(("zfs", "btrfs", "bcachefs", "overlay"))  # what they call their size moves with their use


class Facts(TypedDict):
    """Mounts with their capacity, the devices below them, and the key of the machine (a mount point is of one)."""

    mounts: list[Mount]
    sizes: dict[str, int]
    devices: list[BlockDevice]
    machine_id: NotRequired[str]


def read(machine: Machine) -> Reading[Facts]:
    """The shared reading of mounts. The size of a network filesystem is not asked: its server may be away for hours."""
    kept = [mount for mount in machine.mounts if mount["is_kept"]]
    kept = _with_addresses(machine, kept)
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
    facts: Facts = {"mounts": kept, "sizes": sizes, "devices": devices}
    if any(mount["is_network"] for mount in kept):
        facts["machine_id"] = machine.key
    return Reading(facts, tuple(gaps))


def _with_addresses(machine: Machine, mounts: list[Mount]) -> list[Mount]:
    """The mounts with the addresses of all their servers, asked for together."""
    names = unknown_names(server for mount in mounts for server in mount.get("servers", ()))
    known = machine.system.addresses_of(names) if names else {}
    return [
        {**mount, "servers": [with_addresses(server, known) for server in mount["servers"]]}
        if "servers" in mount
        else mount
        for mount in mounts
    ]


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
        _relate_servers(mount, filesystem, facts.get("machine_id", ""), section)


def _relate_servers(mount: Mount, filesystem: Ref, machine_id: str, section: Section) -> None:
    """The server that the files of a mount lie on; several of them are a group."""
    servers = mount.get("servers", [])
    endpoints = sorted({(address, server["port"]) for server in servers for address in server["addresses"]})
    targets = [target(Endpoint(address=address, port=port, protocol="tcp")) for address, port in endpoints]
    need = enough(mount["filesystem_type"], len(servers))
    told = {"strength": need.strength, "strength_reason": need.reason, "derivation": "mount"}
    if len(targets) == 1:
        section.relate(filesystem, DEPENDS_ON, targets[0], port=endpoints[0][1], **told)
    if len(targets) > 1:
        group = section.add(
            RedundancyGroup(
                name=f"servers of {mount['device']}",
                k=need.k,
                k_reason=need.reason if len(servers) > 1 else "each address of the server's name leads to its files",
                group_type="mount",
                group_key=f"mount:{machine_id}/{mount['mount_point']}",
            )
        )
        section.relate(filesystem, DEPENDS_ON, group, **told)
        for member in targets:
            section.relate(group, HAS_MEMBER, member)


collector = Collector(name="filesystems", enumerates=(Filesystem, RedundancyGroup), read=read, interpret=interpret)
