"""ARP on the own segments: who is there answers, whatever its filters say about everything else."""

import socket
import struct
from collections import Counter
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, ip_address
from typing import Any, NamedTuple

from discovery_agent.host.links import interface_addresses, links
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.scan import outcomes
from discovery_agent.sweep.rounds import Rounds
from discovery_agent.sweep.sighting import Plan, Sighting

_ARP = 0x0806
_EVERYBODY = b"\xff" * 6
_PACKET = struct.Struct("!HHBBH6s4s6s4s")  # hardware, protocol, lengths, operation, sender and target
_ETHERNET = struct.Struct("!6s6sH")
_REQUEST, _REPLY = 1, 2
_MAC_BYTES = 6
_PROXY_ADDRESSES = 16  # a card that answers for more than these is a router's that answers for anybody
_REMEDY = "give the program CAP_NET_RAW, or run as root"


class Segment(NamedTuple):
    """A network that an interface of this machine is in."""

    interface: str
    mac_address: str
    address: IPv4Address
    network: IPv4Network


def segments() -> list[Segment]:
    """The networks of IPv4 that this machine's Ethernet interfaces are in. Empty where the kernel does not tell."""
    try:
        cards = {
            link.number: link for link in links() if link.is_running and len(link.mac_address) == len("aa:" * 6) - 1
        }
        configured = interface_addresses()
    except NetlinkError:
        return []
    found: list[Segment] = []
    for entry in configured:
        card, place = cards.get(entry.number), ip_address(entry.address)
        if card is not None and isinstance(place, IPv4Address) and not place.is_loopback:
            network = IPv4Network((entry.address, entry.prefix_length), strict=False)
            found.append(Segment(card.name, card.mac_address, place, network))
    return found


def segment_of(address: str, known: Iterable[Segment]) -> Segment | None:
    """The segment that an address is in, the smallest where several are."""
    place = ip_address(address)
    fitting = [segment for segment in known if place in segment.network]
    return max(fitting, key=lambda segment: segment.network.prefixlen, default=None)


async def arp(addresses: Sequence[str], plan: Plan, known: Sequence[Segment]) -> dict[str, Sighting]:
    """What came of asking each address, all of them in one of the segments, for its hardware address."""
    try:
        line = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ARP))
    except OSError as error:
        reason = f"{error.strerror or error}: {_REMEDY}"
        return dict.fromkeys(addresses, Sighting(outcomes.NOT_POSSIBLE.name, reason))
    line.setblocking(False)  # noqa: FBT003 - the library has it so
    own = {str(segment.address) for segment in known}
    places = {address: segment for address in addresses if (segment := segment_of(address, known))}

    def send(address: str) -> None:
        segment = places[address]
        line.sendto(request(segment, address), (segment.interface, _ARP, 0, 0, _EVERYBODY))

    def received(answer: bytes, _place: Any) -> tuple[str, str] | None:  # noqa: ANN401 - what the kernel calls a place
        return reply(answer)

    asked = [address for address in addresses if address not in own]
    found = await Rounds(line, plan).ask(asked, send, received)
    return found | {address: _OURSELVES for address in addresses if address in own}


_OURSELVES = Sighting(outcomes.ANSWERED.name, "this machine itself")


def request(segment: Segment, address: str) -> bytes:
    """The question of a segment's machine who has an address."""
    own = bytes.fromhex(segment.mac_address.replace(":", ""))
    header = _ETHERNET.pack(_EVERYBODY, own, _ARP)
    wanted = IPv4Address(address).packed
    return header + _PACKET.pack(1, 0x0800, _MAC_BYTES, 4, _REQUEST, own, segment.address.packed, bytes(6), wanted)


def reply(packet: bytes) -> tuple[str, str] | None:
    """Who answers with which hardware address; None for what is no answer."""
    body = packet[_ETHERNET.size :]
    if len(body) < _PACKET.size:
        return None
    _, _, _, _, operation, mac, sender, _, _ = _PACKET.unpack_from(body)
    return (str(IPv4Address(sender)), mac.hex(":")) if operation == _REPLY else None


def proxied(found: dict[str, Sighting]) -> set[str]:
    """The addresses that prove nothing, because one card answers for so many of them."""
    answers = {address: sighting.detail for address, sighting in found.items() if sighting.is_answer}
    counts = Counter(answers.values())
    return {address for address, mac in answers.items() if counts[mac] > _PROXY_ADDRESSES}
