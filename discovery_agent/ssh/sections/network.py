"""Network interfaces and their addresses, as ip(8) or ifconfig(8) tells them, and what /sys says of each."""

from discovery_agent.ssh.interface_texts import interfaces_in
from discovery_agent.ssh.part import Part
from discovery_agent.ssh.readings import Readings

_FOLDER = "/sys/class/net/*"
_MARKS = ("device", "brport", "wireless", "phy80211", "bridge", "bonding", "wireguard", "tun_flags")


def absorb(output: bytes, readings: Readings) -> None:
    """The output of `ip addr`, or where there is no ip of ifconfig."""
    found = interfaces_in(output.decode("utf-8", "replace"))
    if found.links:
        readings.interfaces, readings.addresses = found.links, list(dict.fromkeys(found.addresses))


part = Part(
    "network",
    files=tuple(f"{_FOLDER}/{name}" for name in ("addr_assign_type", "speed", "type", "uevent")),
    links=(_FOLDER, f"{_FOLDER}/master"),
    marks=tuple(f"{_FOLDER}/{name}" for name in _MARKS),
    ip=("addr",),
    command="command -v ip >/dev/null || t ifconfig -a",
    absorb=absorb,
)
