"""What a person gives as targets becomes addresses: ranges are taken apart, names looked up, exclusions left out."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from discovery_agent.errors import USAGE, DiscoveryError

MAX_TARGETS = 65_536
_Address = IPv4Address | IPv6Address


class TargetError(DiscoveryError):
    """What was given as a target is none."""

    exit_code = USAGE


def addresses_of(given: Sequence[str], excluded: Sequence[str] = ()) -> list[str]:
    """The addresses in their order, each once. Raises TargetError."""
    found: dict[str, None] = {}
    for entry in given:
        found |= dict.fromkeys(_addresses(entry))
        if len(found) > MAX_TARGETS:
            raise TargetError(f"{len(found):,} addresses are too many; give at most {MAX_TARGETS:,} at a time")
    left_out = {address for entry in excluded for address in _addresses(entry, whole=True)}
    return [address for address in found if address not in left_out]


def _addresses(entry: str, *, whole: bool = False) -> list[str]:
    """The addresses of an entry; with `whole` a network's own and its broadcast address are among them."""
    if "/" in entry:
        return _of_network(entry, whole=whole)
    first, dash, last = entry.partition("-")
    if dash and _parsed(first) is not None:
        return _between(entry, first, last)
    found = _parsed(entry)
    return [_looked_up(entry) if found is None else str(found)]  # of IPv6 each address has many spellings


def _of_network(entry: str, *, whole: bool) -> list[str]:
    try:
        network = ip_network(entry, strict=False)
    except ValueError as error:
        raise TargetError(f"{entry!r} is no range: {error}; give e.g. 10.0.0.0/24") from error
    if network.num_addresses > MAX_TARGETS:
        raise TargetError(f"{entry} has {network.num_addresses:,} addresses; give ranges of at most {MAX_TARGETS:,}")
    return [str(address) for address in (network if whole else network.hosts())]


def _between(entry: str, first: str, last: str) -> list[str]:
    start = ip_address(first)
    end = _parsed(last if "." in last or ":" in last else f"{first.rpartition('.')[0]}.{last}")
    if end is None or end.version != start.version or not 0 <= int(end) - int(start) < MAX_TARGETS:
        raise TargetError(f"{entry!r} is no range; give e.g. 10.0.0.1-10.0.0.20, the smaller address first")
    return [str(type(start)(number)) for number in range(int(start), int(end) + 1)]


def _parsed(text: str) -> _Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _looked_up(name: str) -> str:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TargetError(f"{name!r} is no address, no range and no name that is known here: {reason}") from error
    return str(found[0][4][0])
