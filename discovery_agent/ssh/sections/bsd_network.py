"""Network interfaces of BSD: what ifconfig(8) says of each is put where Linux has it in /sys."""

import re
from collections.abc import Iterator

from discovery_agent.ssh.bsd import BSD
from discovery_agent.ssh.interface_texts import interfaces_in
from discovery_agent.ssh.part import Part
from discovery_agent.ssh.readings import Readings

_LOOPBACK, _TUNNEL, _ETHERNET = b"772", b"768", b"1"  # ARPHRD_ of linux/if_arp.h
_SPEED = re.compile(r"^media: .*\((\d+)(G?)base", re.IGNORECASE)
_TUNNELS = re.compile(r"^(?:gif|gre|tun|stf|wg|enc|pflog|pfsync|vether|lo|utun)\d*$")
_KINDS = (("vlan", "uevent"), ("lagg", "bonding"), ("trunk", "bonding"), ("bridge", "bridge"), ("wlan", "wireless"))


def absorb(output: bytes, readings: Readings) -> None:
    """The output of `ifconfig -a`."""
    found = interfaces_in(output.decode("utf-8", "replace"))
    readings.interfaces, readings.addresses = found.links, found.addresses
    for link in found.links:
        _describe(link.name, found.lines[link.name], readings)
        readings.virtual += ((link.name, address) for address in _kept_with_others(found.lines[link.name]))


def _kept_with_others(lines: list[str]) -> Iterator[str]:
    """Addresses of CARP: FreeBSD tells each with its group, elsewhere an interface is one (carp(4))."""
    is_group = any(line.startswith("carp: ") and " carpdev " in line for line in lines)
    for line in lines:
        words = line.split()
        if line.startswith(("inet ", "inet6 ")) and len(words) > 1 and (is_group or "vhid" in words):
            yield words[1].partition("%")[0].partition("/")[0]


def _describe(name: str, lines: list[str], readings: Readings) -> None:
    folder, flags = f"/sys/class/net/{name}", lines[0]
    is_tunnel = "POINTOPOINT" in flags or bool(_TUNNELS.match(name))
    kind = _LOOPBACK if "LOOPBACK" in flags else (_TUNNEL if is_tunnel else _ETHERNET)
    readings.files[f"{folder}/type"] = kind
    groups = {word for line in lines if line.startswith("groups:") for word in line.split()[1:]}
    logical = next((mark for group, mark in _KINDS if group in groups or name.rstrip("0123456789") == group), None)
    if logical == "uevent":
        readings.files[f"{folder}/uevent"] = b"DEVTYPE=vlan"
    elif logical:
        readings.present.add(f"{folder}/{logical}")
    members = [line.split()[1] for line in lines if line.startswith(("laggport", "trunkport")) and " " in line]
    readings.links |= {f"/sys/class/net/{member}/master": f"../{name}" for member in members}
    speed = next((found for line in lines if (found := _SPEED.match(line))), None)
    if speed:
        readings.files[f"{folder}/speed"] = b"%d" % (int(speed[1]) * (1000 if speed[2] else 1))
    if kind == _ETHERNET and logical in (None, "wireless"):
        readings.files[f"{folder}/addr_assign_type"] = b"0"
        readings.present.add(f"{folder}/device")


part = Part("bsd_network", command="t ifconfig -a", absorb=absorb, systems=BSD)
