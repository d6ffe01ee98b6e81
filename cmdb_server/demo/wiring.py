"""How boxes hang together: addresses, cables to the core switches, power feeds, racks."""

from dataclasses import dataclass

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.geography import Place, Segment, rack_target
from cmdb_server.demo.hardware import (
    ACCESS_SWITCH,
    CORE_SWITCH,
    FEEDS,
    Box,
    Model,
    boxes,
    device,
    identity,
    lowest_units,
    pdu_of,
    wired,
)
from graph_schema.ci_classes.device import Device
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.power_supply import PowerSupply
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.relationships import (
    ASSIGNED_TO,
    CONNECTED_TO,
    DEPENDS_ON,
    HAS_MEMBER,
    IN_SUBNET,
    LOCATED_IN,
    PART_OF,
    POWERED_BY,
)
from graph_schema.report import Ref, Section, Target, target

GIGABIT = 1_000_000_000
_PREFIX_LENGTH = 24


@dataclass(frozen=True)
class Mounted:
    """A box that is being reported: its own section and its ref."""

    chance: Chance
    box: Box
    section: Section
    ref: Ref


def mount(chance: Chance, box: Box, ci: Device | None = None, *, section_name: str = "device") -> Mounted:
    """Begin the report of a box: the device in its rack, with its power. `ci` replaces the plain device."""
    section = Section(section_name, enumerates=("power_supply",))
    ref = section.add(ci or device(chance, box), box.name)
    section.relate(ref, LOCATED_IN, rack_target(box.place, box.rack), **_position(box))
    mounted = Mounted(chance, box, section, ref)
    if box.model.feeds == len(FEEDS):
        _two_supplies(mounted)
    elif box.model.feeds:
        section.relate(ref, POWERED_BY, identity(chance, pdu_of(box.place, box.rack, FEEDS[0])))
    return mounted


def _position(box: Box) -> dict[str, int | str]:
    """Where in its rack a box is; a power strip hangs at the back, beside the units."""
    if not box.model.height_units:
        return {"face": "rear"}
    # Access switches are short, and leave the back of the rack free.
    face = "front" if box.model is ACCESS_SWITCH else "both"
    return {"unit": lowest_units(box.place)[box.name], "height_units": box.model.height_units, "face": face}


def _two_supplies(mounted: Mounted) -> None:
    chance, box, section = mounted.chance, mounted.box, mounted.section
    group = section.add(
        RedundancyGroup(
            name=f"{box.name} power",
            description=f"Power supplies of {box.name}, one on each feed",
            group_type="power",
            group_key=f"power:{box.name}",
            k=1,
            k_reason="one feed carries the whole load",
        ),
        box.name,
    )
    section.relate(mounted.ref, DEPENDS_ON, group, strength="hard", confidence=1.0, derivation="power supplies")
    for feed in FEEDS:
        name = f"PSU {feed.upper()}"
        serial = chance.serial_number(f"{box.name}/{name}", "PS")
        ref = section.add(PowerSupply(name=name, serial_number=serial, capacity_watts=1100), f"{box.name}/{name}")
        section.relate(ref, PART_OF, mounted.ref)
        section.relate(ref, POWERED_BY, identity(chance, pdu_of(box.place, box.rack, feed)))
        section.relate(group, HAS_MEMBER, ref)


def add_interface(mounted: Mounted, section: Section, name: str, speed_bps: int = 10 * GIGABIT) -> Ref:
    """An Ethernet interface of a box."""
    key = f"{mounted.box.name}/{name}"
    interface = NetworkInterface(
        name=name,
        mac_address=mounted.chance.mac_address(key),
        mtu=1500,
        speed_bps=speed_bps,
        is_up=True,
        interface_type="ethernet",
    )
    ref = section.add(interface, key)
    section.relate(ref, PART_OF, mounted.ref)
    return ref


def add_address(section: Section, address: str, segment: Segment) -> Ref:
    """An address in its subnet; the caller says what it is assigned to."""
    ref = section.add(IPAddress(name=address, address=address), address)
    subnet = section.add(Subnet(name=segment.subnet, cidr=segment.subnet), segment.subnet)
    section.relate(ref, IN_SUBNET, subnet)
    return ref


def assign(section: Section, interface: Ref, address: str, segment: Segment) -> None:
    """Configure an address on an interface."""
    ref = add_address(section, address, segment)
    section.relate(ref, ASSIGNED_TO, interface, prefix_length=_PREFIX_LENGTH)


def network_section(mounted: Mounted, *names: str, management: str) -> Section:
    """The interfaces of a box: `management` with its address and the named ones, cabled to one core switch each."""
    section = Section("network", enumerates=("network_interface", "ip_address", "subnet"))
    box = mounted.box
    interface = add_interface(mounted, section, management, GIGABIT)
    assign(section, interface, management_address(box), Segment(box.place, "management"))
    for core, name in zip(boxes(box.place, CORE_SWITCH), names, strict=False):
        cable = core_port(mounted.chance, core, box)
        section.relate(add_interface(mounted, section, name), CONNECTED_TO, cable)
    return section


def management_address(box: Box) -> str:
    """The address at which a box is managed."""
    return box.place.address("management", box.index)


def port_name(box: Box) -> str:
    """The port of either core switch of its site to which a box is wired."""
    return f"Ethernet{wired(box.place).index(box) + 1}"


def core_port(chance: Chance, core: Box, box: Box) -> Target:
    """The port of a core switch to which a box is wired."""
    return target(NetworkInterface(name=port_name(box)), within=identity(chance, core))


def core_network(place: Place) -> RedundancyGroup:
    """The core switches of a site."""
    return pair(place, "switch_pair", "core network")


def firewalls(place: Place) -> RedundancyGroup:
    """The firewalls of a site."""
    return pair(place, "firewall_pair", "firewalls")


def balancers(place: Place) -> RedundancyGroup:
    """The load balancers of a site."""
    return pair(place, "balancer_pair", "load balancers")


def need_network(mounted: Mounted) -> None:
    """A box with a cable to each core switch works while one of them does."""
    need(mounted, core_network(mounted.box.place), "uplinks")


def need(mounted: Mounted, group: RedundancyGroup, derivation: str) -> None:
    """A box does not work without a group."""
    wanted = target(RedundancyGroup(group_key=group.group_key))
    mounted.section.relate(mounted.ref, DEPENDS_ON, wanted, strength="hard", confidence=1.0, derivation=derivation)


def pair(place: Place, kind: str, name: str) -> RedundancyGroup:
    """Two boxes of a site that stand in for each other."""
    return RedundancyGroup(
        name=f"{place.code} {name}",
        description=f"{name.capitalize()} of {place.name}",
        group_type=kind,
        group_key=f"{kind}:{place.code}",
        k=1,
        k_reason="the other one takes over",
    )


def add_pair(mounted: Mounted, group: RedundancyGroup, model: Model) -> Ref:
    """The group of a box and its twin, reported with the first of the two."""
    ref = mounted.section.add(group, group.name)
    for box in boxes(mounted.box.place, model):
        twin = mounted.ref if box == mounted.box else identity(mounted.chance, box)
        mounted.section.relate(ref, HAS_MEMBER, twin)
    return ref
