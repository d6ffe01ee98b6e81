"""Addresses that are parts of an index."""

from discovery_agent.snmp.values import address

_KINDS = {1: (4, 0), 2: (16, 0), 3: (4, 4), 4: (16, 4)}  # InetAddressType: bytes of the address, of the zone
_LENGTHS = (4, 16)
_BYTE = 256


def indexed_address(parts: list[str]) -> str | None:
    """The address in an index of InetAddressType and InetAddress, with or without the length before its bytes."""
    if len(parts) <= _LENGTHS[0]:
        return None
    length, zone = _KINDS.get(int(parts[0]), (0, 0))
    rest = parts[1:]
    if length and len(rest) == length + zone + 1 and int(rest[0]) == length + zone:
        rest = rest[1:]
    return address_of(rest[:length]) if length and len(rest) in (length, length + zone) else None


def address_of(parts: list[str]) -> str | None:
    """The address whose bytes are parts of an index."""
    if len(parts) not in _LENGTHS or not all(parts):
        return None
    numbers = [int(part) for part in parts]
    return address(bytes(numbers)) if max(numbers) < _BYTE else None
