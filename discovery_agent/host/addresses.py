"""Addresses configured on the interfaces, and which of them are worth knowing."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import TypedDict

import psutil

from discovery_agent.host.files import read_text

_PASSING = 0x01 | 0x08 | 0x40  # IFA_F_TEMPORARY, IFA_F_DADFAILED, IFA_F_TENTATIVE of linux/if_addr.h
_MAPPED_ZONE = "%"


class AddressReading(TypedDict):
    """An address with its netmask as configured; `is_passing` for privacy and failed addresses of IPv6."""

    interface: str
    address: str
    netmask: str | None
    is_passing: bool


class Address(TypedDict):
    """An address that others can reach the machine by."""

    interface: str
    address: str
    prefix_length: int | None


def read_addresses(root: str) -> list[AddressReading]:
    """All IPv4 and IPv6 addresses of all interfaces."""
    passing = _passing_addresses(root)
    found: list[AddressReading] = []
    for name, entries in sorted(psutil.net_if_addrs().items()):
        for entry in entries:
            if entry.family in (socket.AF_INET, socket.AF_INET6):
                address = entry.address.partition(_MAPPED_ZONE)[0]
                found.append(
                    {"interface": name, "address": address, "netmask": entry.netmask, "is_passing": address in passing}
                )
    return found


def addresses_of(readings: list[AddressReading]) -> Iterator[Address]:
    """Those without loopback, link-local, multicast and passing ones."""
    for reading in readings:
        parsed = ip_address(reading["address"])
        if parsed.is_loopback or parsed.is_link_local or parsed.is_multicast or reading["is_passing"]:
            continue
        yield {
            "interface": reading["interface"],
            "address": str(parsed),
            "prefix_length": _prefix_length(reading["netmask"]),
        }


def subnet_of(address: Address) -> str | None:
    """The subnet an address lies in; a host route makes none."""
    length, parsed = address["prefix_length"], ip_address(address["address"])
    if length is None or length >= parsed.max_prefixlen:
        return None
    return str(ip_network(f"{parsed}/{length}", strict=False))


def _prefix_length(netmask: str | None) -> int | None:
    return None if not netmask else int(ip_address(netmask)).bit_count()


def _passing_addresses(root: str) -> set[str]:
    found: set[str] = set()
    for line in (read_text(f"{root}/proc/net/if_inet6") or "").splitlines():
        fields = line.split()
        if len(fields) > 4 and int(fields[4], 16) & _PASSING:  # noqa: PLR2004 - address index length scope flags name
            found.add(socket.inet_ntop(socket.AF_INET6, bytes.fromhex(fields[0])))
    return found
