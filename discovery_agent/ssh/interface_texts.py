"""Network interfaces in the words of ip(8) and of every ifconfig(8): Linux old and new, BSD, macOS, Solaris."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_interface

from discovery_agent.host.link_records import InterfaceAddress, Link

_IP_LINK = re.compile(r"^(\d{1,9}): (\S+): <([^>]*)>(?:.*? mtu (\d{1,9}))?")
_IF_FLAGS = re.compile(r"^(\S+): flags=[0-9a-f]+<([^>]*)>(?:.*?\bmtu (\d{1,9}))?(?:.*?\bindex (\d{1,9}))?")
_IF_ENCAP = re.compile(r"^(\S+)\s+Link encap:(.*)$")
_HARDWARE = re.compile(
    r"(?:^|\s)(?:link/\S+|ether|address:|HWaddr|lladdr) ([0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5,19})(?:\s|$)"
)
_ADDRESS = re.compile(r"^\s+inet6? (?:addr: ?)?(?:alias )?([0-9a-fA-F.:]+)(?:%\S+?)?(?:/(\d{1,3}))?(?=\s|$)(.*)$")
_PEER = re.compile(r"^ peer \S*?/(\d{1,3})")
_MASK = re.compile(r"\b(?:netmask (?:0x)?|Mask:)([0-9a-f.]+)")
_LENGTH = re.compile(r"\bprefixlen (\d{1,3})")
_MTU = re.compile(r"\bMTU:(\d{1,9})")
_HEXADECIMAL_DIGITS = 8
_FLAGS = {"temporary": 0x01, "dadfailed": 0x08, "duplicated": 0x08, "tentative": 0x40}  # IFA_F_ of linux/if_addr.h


@dataclass
class _Block:
    """What is said of one interface; `words` are its flags."""

    number: int
    name: str
    words: set[str]
    mtu: int = 0
    hardware: str = ""
    lines: list[str] = field(default_factory=list[str])
    addresses: list[InterfaceAddress] = field(default_factory=list[InterfaceAddress])


@dataclass
class Interfaces:
    """Links and addresses, and the lines about each link."""

    links: list[Link] = field(default_factory=list[Link])
    addresses: list[InterfaceAddress] = field(default_factory=list[InterfaceAddress])
    lines: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def interfaces_in(text: str) -> Interfaces:
    """The interfaces that the output of `ip addr` or `ifconfig -a` tells."""
    found, links = Interfaces(), dict[str, Link]()
    for block in _blocks(text):
        link = links.setdefault(block.name, _link(block))
        if block.hardware and not link.hardware_address:
            links[block.name] = link._replace(hardware_address=block.hardware)
        found.addresses += [address._replace(number=link.number) for address in block.addresses]
        found.lines.setdefault(block.name, []).extend(block.lines)
    found.links = sorted(links.values(), key=lambda link: link.name)
    return found


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    numbers = 0
    for line in text.splitlines():
        begun = _begun(line, numbers + 1)
        if begun is not None:
            if block is not None:
                yield block
            block, numbers = begun, numbers + 1
        elif block is not None and not line[:1].isspace():  # of something else
            yield block
            block = None
        if block is not None:
            _take(block, line)
    if block is not None:
        yield block


def _begun(line: str, number: int) -> _Block | None:
    """The interface whose lines begin here."""
    if found := _IP_LINK.match(line):
        name = found[2].rpartition("@")[0] or found[2]
        return _Block(int(found[1]), name, set(found[3].split(",")), int(found[4] or 0))
    if found := _IF_FLAGS.match(line):
        return _Block(int(found[4] or number), _whole(found[1]), set(found[2].split(",")), int(found[3] or 0))
    if found := _IF_ENCAP.match(line):
        return _Block(number, _whole(found[1]), set())
    return None


def _whole(name: str) -> str:
    """The interface of an alias (eth0:1)."""
    return name.partition(":")[0]


def _take(block: _Block, line: str) -> None:
    block.lines.append(line.strip())
    if not block.hardware and (hardware := _HARDWARE.search(line)):
        block.hardware = ":".join(part.zfill(2) for part in hardware[1].lower().split(":"))
    if not block.mtu and (mtu := _MTU.search(line)):
        block.mtu = int(mtu[1])
        block.words |= set(line.split())
    address = _address(line, block.number)
    if address is not None:
        block.addresses.append(address)


def _link(block: _Block) -> Link:
    """A link that runs is up and has its carrier, which ip tells by not saying the opposite, and BSD by its status."""
    has_carrier = "NO-CARRIER" not in block.words and "status: no carrier" not in block.lines
    is_told_by_ip = "LOWER_UP" in block.words or "RUNNING" not in " ".join(block.words)
    is_up = "UP" in block.words and ("RUNNING" in block.words or is_told_by_ip)
    return Link(
        number=block.number,
        name=block.name,
        hardware_address=block.hardware,
        mtu=block.mtu,
        is_running=is_up and has_carrier,
        leads_outside=any(" link-netns" in f" {line}" for line in block.lines),
    )


def _address(line: str, number: int) -> InterfaceAddress | None:
    found = _ADDRESS.match(line) if "inet" in line else None
    if found is None:
        return None
    try:
        address = ip_interface(f"{found[1]}/{_prefix_length(found[2], found[3])}")
    except ValueError:
        return None
    words = found[3].split()
    flags = sum(flag for word, flag in _FLAGS.items() if word in words)
    return InterfaceAddress(number, str(address.ip), address.network.prefixlen, flags)


def _prefix_length(told: str | None, rest: str) -> str:
    """The length beside an address or its peer, or the mask as ifconfig writes it. Raises ValueError."""
    if peer := _PEER.match(rest):
        return peer[1]
    if length := told or ((found := _LENGTH.search(rest)) and found[1]):
        return length
    mask = _MASK.search(rest)
    if mask is None:
        return "32" if ":" not in rest else ""
    if "." in mask[1]:
        return mask[1]
    return str(IPv4Address(int(mask[1].zfill(_HEXADECIMAL_DIGITS), 16)))
