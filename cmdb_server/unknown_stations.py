"""Hardware addresses that are seen on the wire and that nothing in the inventory has: where each is seen nearest."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec


class UnknownStation(NamedTuple):
    """A hardware address with colons, the device and port (uids and names) at which it is seen with fewest `others`.

    `said` is what it calls itself (LLDP, CDP), "" where it says nothing; `addresses` are the IP addresses that devices
    have resolved to it, none where nobody has. `evidence` is what shows it: forwarding, lldp, cdp or arp.
    """

    mac: str
    device_uid: str
    device: str
    port_uid: str
    port: str
    others: int
    evidence: str
    said: str = ""
    addresses: tuple[str, ...] = ()


_DECODER = msgspec.json.Decoder(list[UnknownStation])


def encoded(stations: Sequence[UnknownStation]) -> str:
    """Stations as they are stored."""
    return msgspec.json.encode(stations).decode()


def decoded(text: str) -> list[UnknownStation]:
    """Stations as they were stored."""
    return _DECODER.decode(text)
