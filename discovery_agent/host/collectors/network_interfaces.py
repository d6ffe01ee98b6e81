"""Network interfaces with their addresses, and what logical ones consist of."""

import re
from typing import NotRequired, TypedDict

from discovery_agent.host.addresses import AddressReading, addresses_of, read_addresses, subnet_of
from discovery_agent.host.collector import Collector, Reading
from discovery_agent.host.link_records import Link
from discovery_agent.host.machine import Machine
from discovery_agent.host.system import System, read_number, read_text
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.redundancy_group import RedundancyGroup
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.relationships import ASSIGNED_TO, DEPENDS_ON, HAS_MEMBER, IN_SUBNET, PART_OF
from graph_schema.report import Ref, Section, ref_of, target

_SYS = "/sys/class/net"
_RANDOM = 1  # NET_ADDR_RANDOM of linux/netdevice.h
_LOOPBACK = 772  # ARPHRD_LOOPBACK of linux/if_arp.h
_TUNNELS = frozenset((768, 769, 776, 778, 823, 65534))
_ONE_PER_CONTAINER = re.compile(r"^(?:veth|cali|lxc|vnet|tap|cni)[0-9a-f]{2,}$|^veth.*[0-9a-f]{6,}$")
_MEGABIT = 1_000_000


class _Stacked(TypedDict):
    """What an interface is a part of or lies on, see InterfaceReading."""

    bond: NotRequired[str]
    mode: NotRequired[str]
    least: NotRequired[int]
    below: NotRequired[str]


class InterfaceReading(_Stacked):
    """An interface as the kernel shows it. `speed_mbps` 0: nothing tells.

    `bond` is the one that it is a member of, `mode` and `least` are how a bond works and how many of its members it
    needs to be up, `below` is the interface of a VLAN.
    """

    name: str
    mac_address: str | None
    mtu: int
    speed_mbps: int
    is_up: bool
    interface_type: str
    is_one_per_container: bool


class Facts(TypedDict):
    """Interfaces and addresses, and, for bonds, the key and the name of the machine."""

    interfaces: list[InterfaceReading]
    addresses: list[AddressReading]
    machine: NotRequired[str]
    host_name: NotRequired[str]


def read(machine: Machine) -> Reading[Facts]:
    """Ask the kernel for links and addresses, /sys for kind and speed."""
    interfaces: list[InterfaceReading] = []
    system = machine.system
    for link in system.links():
        folder = f"{_SYS}/{link.name}"
        interfaces.append(
            {
                **_stacked(system, folder, link.name),
                "name": link.name,
                "mac_address": _mac(system, link, folder),
                "mtu": link.mtu,
                "speed_mbps": max(0, read_number(system, f"{folder}/speed") or 0),
                "is_up": link.is_running,
                "interface_type": _kind(system, folder),
                "is_one_per_container": bool(_ONE_PER_CONTAINER.match(link.name)),
            },
        )
    facts: Facts = {"interfaces": interfaces, "addresses": read_addresses(system)}
    if any("bond" in reading for reading in interfaces):
        facts["machine"], facts["host_name"] = machine.key, system.kernel_name().network_name
    return Reading(facts)


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """Interfaces without loopback and without the ends of containers' cables, which come and go; their addresses."""
    for reading in facts["interfaces"]:
        if reading["interface_type"] == "loopback" or reading["is_one_per_container"]:
            continue
        interface = section.add(
            NetworkInterface(
                name=reading["name"],
                mac_address=reading["mac_address"],
                mtu=reading["mtu"] or None,
                speed_bps=reading["speed_mbps"] * _MEGABIT or None,
                is_up=reading["is_up"],
                interface_type=reading["interface_type"],
                aggregate=reading.get("bond"),
            ),
            ref=reading["name"],
        )
        section.relate(interface, PART_OF, root)
    _relate_stacked(facts, section)
    _add_addresses(facts["addresses"], section)


def _relate_stacked(facts: Facts, section: Section) -> None:
    """What logical interfaces need: a VLAN the one below, a bond some of its members."""
    for reading in facts["interfaces"]:
        own = ref_of("network_interface", reading["name"])
        below = ref_of("network_interface", reading.get("below", ""))
        if own in section.cis and below in section.cis:
            told = {"strength": "hard", "strength_reason": "a VLAN of it", "derivation": "network interfaces"}
            section.relate(own, DEPENDS_ON, below, **told)
        if reading["interface_type"] == "bond":
            members = [one["name"] for one in facts["interfaces"] if one.get("bond") == reading["name"]]
            refs = [ref for name in members if (ref := ref_of("network_interface", name)) in section.cis]
            _relate_bond(reading, refs, section, facts)


def _relate_bond(bond: InterfaceReading, members: list[Ref], section: Section, facts: Facts) -> None:
    own, name = ref_of("network_interface", bond["name"]), bond["name"]
    mode = f" ({known})" if (known := bond.get("mode")) else ""
    told = {"strength": "hard", "strength_reason": f"a member of the bond{mode}", "derivation": "network interfaces"}
    if len(members) < 2:  # noqa: PLR2004 - more than one
        for member in members:
            section.relate(own, DEPENDS_ON, member, **told)
        return
    least = max(1, min(bond.get("least", 1), len(members)))
    reason = f"a bond{mode} goes on with one of its {len(members)} members"
    group = section.add(
        RedundancyGroup(
            name=f"{name} of {facts.get('host_name', '')}",
            k=least,
            k_reason=reason if least == 1 else f"the bond{mode} is down with fewer than {least} members (min_links)",
            group_type="bond",
            group_key=f"bond:{facts.get('machine', '')}/{name}",
        )
    )
    section.relate(own, DEPENDS_ON, group, **told)
    for member in members:
        section.relate(group, HAS_MEMBER, member)


def _add_addresses(readings: list[AddressReading], section: Section) -> None:
    for entry in addresses_of(readings):
        interface = ref_of("network_interface", entry["interface"])
        if interface not in section.cis:
            continue
        address = section.add(IPAddress(name=entry["address"], address=entry["address"]))
        section.relate(address, ASSIGNED_TO, interface, prefix_length=entry["prefix_length"])
        subnet = subnet_of(entry)
        if subnet:
            section.relate(address, IN_SUBNET, target(Subnet(name=subnet, cidr=subnet)))


def _mac(system: System, link: Link, folder: str) -> str | None:
    """A lasting address; random ones change."""
    is_random = read_number(system, f"{folder}/addr_assign_type") == _RANDOM
    return None if is_random else link.mac_address or None


def _stacked(system: System, folder: str, name: str) -> _Stacked:
    """What an interface is a part of or lies on."""
    found: _Stacked = {}
    master = (system.read_link(f"{folder}/master") or "").rpartition("/")[2]
    if master and system.exists(f"{_SYS}/{master}/bonding"):
        found["bond"] = master
    if system.exists(f"{folder}/bonding"):
        found["mode"] = (read_text(system, f"{folder}/bonding/mode") or "").partition(" ")[0]
        found["least"] = read_number(system, f"{folder}/bonding/min_links") or 1
    elif _kind(system, folder) == "vlan":
        lower = [entry.removeprefix("lower_") for entry in system.names_in(folder) if entry.startswith("lower_")]
        found["below"] = next(iter(lower), name.rpartition(".")[0])
    return found


def _kind(system: System, folder: str) -> str:
    number = read_number(system, f"{folder}/type")
    if number == _LOOPBACK:
        return "loopback"
    if number in _TUNNELS or system.exists(f"{folder}/tun_flags"):
        return "tunnel"
    if system.exists(f"{folder}/wireless") or system.exists(f"{folder}/phy80211"):
        return "wireless"
    return _logical_kind(system, folder) or ("ethernet" if number == 1 else "other")


def _logical_kind(system: System, folder: str) -> str | None:
    for mark, kind in (("bridge", "bridge"), ("bonding", "bond")):
        if system.exists(f"{folder}/{mark}"):
            return kind
    is_vlan = "DEVTYPE=vlan" in (read_text(system, f"{folder}/uevent") or "")
    is_virtual = "/virtual/" in (system.read_link(folder) or "")
    return "vlan" if is_vlan else ("tunnel" if is_virtual and system.exists(f"{folder}/wireguard") else None)


collector = Collector(
    name="network_interfaces", enumerates=(NetworkInterface, IPAddress, RedundancyGroup), read=read, interpret=interpret
)
