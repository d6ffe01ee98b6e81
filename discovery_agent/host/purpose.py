"""What a machine is there for, where its operating system or the way it is wired tells that: a router, a switch.

Only what would be useless otherwise is one. A machine that forwards packets for its own containers and virtual
machines, or that serves anything but the network, is a computer that also forwards.
"""

from typing import NamedTuple

from discovery_agent.host.addresses import addresses_of, read_addresses, subnet_of
from discovery_agent.host.link_records import Link
from discovery_agent.host.os_release import assignments_of
from discovery_agent.host.system import System, read_number, read_text

_BY_SYSTEM = {  # ID of os-release(5)
    "openwrt": "router",
    "turrisos": "router",
    "vyos": "router",
    "ipfire": "firewall",
    "cumulus-linux": "switch",
}
_SYS = "/sys/class/net"
_FORWARDING = ("/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding")
_ETHERNET = 1  # ARPHRD_ETHER of linux/if_arp.h
# TCP ports of managing network gear and of routing: ssh, telnet, DNS, BGP, SMUX, MSDP, LDP, AgentX, NETCONF
_OF_NETWORKS = frozenset((22, 23, 53, 179, 199, 639, 646, 705, 830))
_LOOPBACK = ("127.", "::1")
_AT_LEAST = 2  # ports of a switch, sides of a router


class _Wiring(NamedTuple):
    """Interfaces by name: those with a cable (in a container the ends of its host's cables), ports by their bridge."""

    links: dict[str, Link]
    cards: frozenset[str]
    ports: dict[str, str]
    is_hardware: bool


def purpose_of(system: System) -> str | None:
    """The CI class of a machine that is there for the network, None for a computer, or where that may not be read."""
    try:
        return _told_by_system(system) or _told_by_wiring(system)
    except PermissionError:
        return None


def _told_by_system(system: System) -> str | None:
    release = read_text(system, "/etc/os-release") or read_text(system, "/usr/lib/os-release") or ""
    return _BY_SYSTEM.get(assignments_of(release).get("ID", ""))


def _told_by_wiring(system: System) -> str | None:
    wiring = _wiring(system)
    found = "switch" if _is_switch(wiring) else "router" if _is_router(system, wiring) else None
    return None if found is None or _has_guests(system, wiring) or _serves(system) else found


def _wiring(system: System) -> _Wiring:
    links = {link.name: link for link in system.links()}
    hardware = frozenset(name for name in links if system.exists(f"{_SYS}/{name}/device"))
    cards = hardware or frozenset(name for name, link in links.items() if link.leads_outside)
    bridged = (name for name in links if system.exists(f"{_SYS}/{name}/brport"))
    ports = {name: (system.read_link(f"{_SYS}/{name}/master") or "").rpartition("/")[2] for name in bridged}
    return _Wiring(links, cards, ports, bool(hardware))


def _is_switch(wiring: _Wiring) -> bool:
    """All cards are ports of one bridge; but for one that a machine with ports of its own is managed by."""
    bridges = {wiring.ports[name] for name in wiring.cards if name in wiring.ports}
    apart = sum(name not in wiring.ports for name in wiring.cards)
    return (
        len(bridges) == 1
        and "" not in bridges
        and len(wiring.cards) - apart >= _AT_LEAST
        and apart <= (1 if wiring.is_hardware else 0)
    )


def _is_router(system: System, wiring: _Wiring) -> bool:
    """It forwards between subnets that lie behind cables. A container's cards that are ports belong to its guests."""
    if not any(read_number(system, path) for path in _FORWARDING):
        return False
    if not wiring.is_hardware and any(name in wiring.ports for name in wiring.cards):
        return False
    outside = {name for name in wiring.links if _has_cable(system, wiring, name)}
    sides = {
        subnet_of(entry): entry["interface"]
        for entry in addresses_of(read_addresses(system))
        if entry["interface"] in outside and subnet_of(entry)
    }
    return len(set(sides.values())) >= _AT_LEAST


def _has_cable(system: System, wiring: _Wiring, name: str) -> bool:
    """Whether an interface is a card, or a VLAN, a bond or a bridge, which has a card below it."""
    if name in wiring.cards or system.exists(f"{_SYS}/{name}/bonding"):
        return True
    if "DEVTYPE=vlan" in (read_text(system, f"{_SYS}/{name}/uevent") or ""):
        return True
    return any(bridge == name and port in wiring.cards for port, bridge in wiring.ports.items())


def _has_guests(system: System, wiring: _Wiring) -> bool:
    """Whether containers or virtual machines are plugged in, or a bridge is kept for them."""
    for name, link in wiring.links.items():
        if name in wiring.cards:
            continue
        is_tap = system.exists(f"{_SYS}/{name}/tun_flags") and read_number(system, f"{_SYS}/{name}/type") == _ETHERNET
        is_bridge = system.exists(f"{_SYS}/{name}/bridge")
        below = [port for port, bridge in wiring.ports.items() if bridge == name]
        is_empty = is_bridge and not any(_has_cable(system, wiring, port) for port in below)
        if link.leads_outside or is_tap or is_empty:
            return True
    return False


def _serves(system: System) -> bool:
    """Whether anything listens that others use for more than the network itself."""
    return any(
        entry["protocol"] == "tcp"
        and entry["remote_address"] is None
        and entry["port"] not in _OF_NETWORKS
        and not entry["address"].startswith(_LOOPBACK)
        for entry in system.sockets()
    )
