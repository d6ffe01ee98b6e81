"""Network interfaces and their addresses by way of psutil, where the kernel does not answer over netlink.

Sandboxes refuse netlink sockets, and other kernels have none. Imported only then: psutil costs a tenth of an
inventory's time and a fifth of its memory.
"""

import ipaddress
import socket

import psutil

from discovery_agent.host.link_records import InterfaceAddress, Link

_FAMILIES = (socket.AF_INET, socket.AF_INET6)


def links() -> list[Link]:
    """All network interfaces, as `discovery_agent.host.links` tells them."""
    addresses = psutil.net_if_addrs()
    found: list[Link] = []
    for name, state in psutil.net_if_stats().items():
        hardware = [entry.address for entry in addresses.get(name, []) if entry.family == psutil.AF_LINK]
        found.append(Link(socket.if_nametoindex(name), name, "".join(hardware[:1]), state.mtu, state.isup))
    return sorted(found, key=lambda link: link.name)


def interface_addresses() -> list[InterfaceAddress]:
    """All IPv4 and IPv6 addresses; nothing tells their flags."""
    found: list[InterfaceAddress] = []
    for name, entries in psutil.net_if_addrs().items():
        for entry in entries:
            if entry.family in _FAMILIES and entry.netmask:
                length = int(ipaddress.ip_address(entry.netmask)).bit_count()
                address = entry.address.partition("%")[0]
                found.append(InterfaceAddress(socket.if_nametoindex(name), address, length, 0))
    return found
