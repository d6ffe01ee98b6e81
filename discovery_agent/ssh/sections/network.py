"""Network interfaces and their addresses, as ip(8) tells them, and what /sys says of each."""

import re
from ipaddress import ip_interface

from discovery_agent.host.link_records import InterfaceAddress, Link
from discovery_agent.ssh.part import Part, text_lines
from discovery_agent.ssh.readings import Readings

_LINK = re.compile(r"^(\d{1,9}): (\S+): <([^>]*)>(?:.*? mtu (\d{1,9}))?")
_HARDWARE = re.compile(r" link/\S+ ([0-9a-f]{2}(?::[0-9a-f]{2})+)(?: |$)")
_ADDRESS = re.compile(r"^(\d{1,9}): +\S+ +inet6? (\S+)(?: peer \S*?(/\d+))?(.*)")
_FLAGS = {"temporary": 0x01, "dadfailed": 0x08, "tentative": 0x40}  # IFA_F_ of linux/if_addr.h
_FOLDER = "/sys/class/net/*"
_MARKS = ("device", "master", "wireless", "phy80211", "bridge", "bonding", "wireguard", "tun_flags")


def absorb(output: bytes, readings: Readings) -> None:
    """The lines of `ip -o link` and `ip -o addr`."""
    for line in text_lines(output):
        if (link := _link(line)) is not None:
            readings.interfaces.append(link)
        elif (address := _address(line)) is not None:
            readings.addresses.append(address)
    readings.interfaces.sort(key=lambda link: link.name)


def _link(line: str) -> Link | None:
    """A link that runs is up and has its carrier, which ip tells by not saying the opposite."""
    found = _LINK.match(line)
    if found is None:
        return None
    name = found[2].rpartition("@")[0] or found[2]
    flags, hardware = found[3].split(","), _HARDWARE.search(line)
    return Link(
        number=int(found[1]),
        name=name,
        hardware_address=hardware[1] if hardware else "",
        mtu=int(found[4] or 0),
        is_running="UP" in flags and "NO-CARRIER" not in flags,
        leads_outside=" link-netns" in line,
    )


def _address(line: str) -> InterfaceAddress | None:
    found = _ADDRESS.match(line)
    if found is None:
        return None
    try:
        told = ip_interface(found[2] + (found[3] or ""))
    except ValueError:
        return None
    words = found[4].split("\\")[0].split()
    flags = sum(flag for word, flag in _FLAGS.items() if word in words)
    return InterfaceAddress(int(found[1]), str(told.ip), told.network.prefixlen, flags)


part = Part(
    "network",
    files=tuple(f"{_FOLDER}/{name}" for name in ("addr_assign_type", "speed", "type", "uevent")),
    links=(_FOLDER,),
    marks=tuple(f"{_FOLDER}/{name}" for name in _MARKS),
    command="t ip -o link; t ip -o addr",
    absorb=absorb,
)
