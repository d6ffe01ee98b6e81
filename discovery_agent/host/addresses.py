"""Addresses configured on the interfaces, and which of them are worth knowing."""

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import TypedDict

from discovery_agent.host.system import System

_PASSING = 0x08 | 0x40  # IFA_F_DADFAILED, IFA_F_TENTATIVE of linux/if_addr.h
_TEMPORARY = 0x01  # IFA_F_TEMPORARY; of IPv4 the same bit says that an address is not the first of its subnet


class AddressReading(TypedDict):
    """An address as configured; `is_passing` for privacy and failed addresses of IPv6."""

    interface: str
    address: str
    prefix_length: int
    is_passing: bool


def read_addresses(system: System) -> list[AddressReading]:
    """All IPv4 and IPv6 addresses of all interfaces, sorted by interface. Raises NetlinkError."""
    names = {link.number: link.name for link in system.links()}
    found: list[AddressReading] = [
        {
            "interface": names[entry.number],
            "address": entry.address,
            "prefix_length": entry.prefix_length,
            "is_passing": bool(entry.flags & (_PASSING | (_TEMPORARY if ":" in entry.address else 0))),
        }
        for entry in system.interface_addresses()
        if entry.number in names
    ]
    return sorted(found, key=lambda reading: (reading["interface"], reading["address"]))


def addresses_of(readings: list[AddressReading]) -> Iterator[AddressReading]:
    """Those that others can reach the machine by: no loopback, link-local, multicast and passing ones."""
    for reading in readings:
        parsed = ip_address(reading["address"])
        if not (parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or reading["is_passing"]):
            yield reading


def subnet_of(reading: AddressReading) -> str | None:
    """The subnet an address lies in; a host route makes none."""
    return _subnet(reading["address"], reading["prefix_length"])


@lru_cache(maxsize=4096)
def _subnet(address: str, prefix_length: int) -> str | None:
    parsed = ip_address(address)
    if prefix_length >= parsed.max_prefixlen:
        return None
    return str(ip_network(f"{parsed}/{prefix_length}", strict=False))
