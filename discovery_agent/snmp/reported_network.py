"""Interfaces with their addresses and VLANs."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

from discovery_agent.snmp.facts import Address, Facts, Interface
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.ci_classes.vlan import Vlan
from graph_schema.relationships import ASSIGNED_TO, IN_SUBNET, IN_VLAN, PART_OF
from graph_schema.report import Ref, ReportedCI, Section, ref_of, target

_KINDS = {
    6: "ethernet", 62: "ethernet", 69: "ethernet", 117: "ethernet", 24: "loopback", 71: "wireless", 131: "tunnel",
    135: "vlan", 136: "vlan", 53: "vlan", 161: "bond", 54: "bond", 209: "bridge", 150: "tunnel",
}  # fmt: skip


def add_interfaces(section: Section, facts: Facts, root: Ref) -> Section:
    """Every interface under its name; where several share one, the later ones carry their number too."""
    names: set[str] = set()
    wholes = {member: whole.name for whole in facts.interfaces.values() for member in whole.members}
    for interface in facts.interfaces.values():
        name = f"{interface.name} #{interface.index}" if interface.name in names else interface.name
        names.add(name)
        ref = section.add(_interface(interface, name, wholes.get(interface.index)), ref=str(interface.index))
        section.relate(ref, PART_OF, root)
    for entry in facts.addresses.values():
        _add_address(section, entry)
    return section


def _interface(interface: Interface, name: str, aggregate: str | None) -> NetworkInterface:
    return NetworkInterface(
        name=name,
        description=interface.alias,
        mac_address=interface.mac_address,
        mtu=interface.mtu or None,
        speed_bps=interface.speed_bps or None,
        is_up=interface.is_up,
        interface_type=_KINDS.get(interface.type or 0, "other"),
        aggregate=aggregate,
    )


def _add_address(section: Section, entry: Address) -> None:
    parsed = ip_address(entry.address)
    interface = ref_of("network_interface", str(entry.interface))
    if parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or interface not in section.cis:
        return
    ref = section.add(IPAddress(name=str(parsed), address=str(parsed)))
    length = entry.prefix_length
    if length is None:
        section.relate(ref, ASSIGNED_TO, interface)
        return
    section.relate(ref, ASSIGNED_TO, interface, prefix_length=length)
    if 0 < length < parsed.max_prefixlen:
        subnet = str(ip_network(f"{parsed}/{length}", strict=False))
        section.relate(ref, IN_SUBNET, target(Subnet(name=subnet, cidr=subnet)))


def add_vlans(section: Section, facts: Facts, interfaces: Mapping[Ref, ReportedCI]) -> Section:
    """The VLANs that the device knows, and which of its ports are in them."""
    refs = {number: section.add(Vlan(name=vlan.name, vlan_id=number)) for number, vlan in facts.vlans.items()}
    for interface in facts.interfaces.values():
        port = ref_of("network_interface", str(interface.index))
        if port not in interfaces:
            continue
        if interface.untagged_vlan in refs:
            section.relate(port, IN_VLAN, refs[interface.untagged_vlan], is_tagged=False)
    for interface in facts.interfaces.values():  # after all of the others: these are left out first
        port = ref_of("network_interface", str(interface.index))
        if port not in interfaces:
            continue
        for number in sorted(interface.tagged_vlans & refs.keys()):
            section.relate(port, IN_VLAN, refs[number], is_tagged=True)
    return section
