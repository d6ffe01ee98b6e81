"""Addresses of a reading replaced by others, the same by the same, so that a recording can be given to strangers.

Networks of 256 addresses stay networks and the maker's part of hardware addresses stays, so that a masked recording
is understood as the device was. Names, places and contacts are what the device says, and stay.
"""

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.values import Oid, Value, address, mac

_PRIVATE = 10
_UNIQUE_LOCAL = 0xFD
_MAC_BYTES, _IPV4_BYTES, _IPV6_BYTES = 6, 4, 16
_KEPT_OF_MAC = 3
# Of an IPv4 address that is written as one of IPv6 what stands before it is none itself. Every part is bounded, so that
# a text of nothing but digits is gone through once.
_IN_TEXT = re.compile(
    r"::ffff:(?=\d{1,3}\.\d)|(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9A-Fa-f]{1,2}[:-]){5}[0-9A-Fa-f]{1,2}"
    r"|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"
)


class Mask:
    """Replaces the addresses that are known of a device, wherever they stand; `key` makes the replacements its own."""

    def __init__(self, known: Iterable[bytes], key: bytes) -> None:
        self._key = key
        self._replaced = {found: self._other(found) for found in known}
        self._indexes = {_dotted(old): _dotted(new) for old, new in self._replaced.items()}

    def masked(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values with other addresses, in objects' names too."""
        return {self._name(name): self._value(value) for name, value in values.items()}

    def other_than(self, packed: bytes) -> bytes:
        """The address in the place of a known one, any other as it is."""
        return self._replaced.get(packed, packed)

    def _name(self, name: str) -> str:
        parts = name.split(".")
        for length in (_IPV6_BYTES, _MAC_BYTES, _IPV4_BYTES):
            at = 0
            while at + length <= len(parts):
                other = self._indexes.get(".".join(parts[at : at + length]))
                if other is not None:
                    parts[at : at + length] = other.split(".")
                    at += length
                at += 1
        return ".".join(parts)

    def _value(self, value: Value) -> Value:
        if isinstance(value, Oid):
            return Oid(self._name(value))
        if not isinstance(value, bytes):
            return value
        for length in (len(value), *(part for part in (_IPV6_BYTES, _IPV4_BYTES) if part < len(value))):
            other = self._replaced.get(value[-length:])
            if other is not None:
                return value[:-length] + other
        return _IN_TEXT.sub(self._written, value.decode("latin-1")).encode("latin-1")

    def _written(self, match: re.Match[str]) -> str:
        found = match.group()
        packed = bytes_of(found)
        other = self._replaced.get(packed) if packed else None
        if other is None:
            return found
        if len(other) == _MAC_BYTES:
            return (":" if ":" in found else "-").join(f"{byte:02x}" for byte in other)
        return str(ip_address(other))

    def _other(self, found: bytes) -> bytes:
        if len(found) == _MAC_BYTES:
            return found[:_KEPT_OF_MAC] + self._digest(found, _MAC_BYTES - _KEPT_OF_MAC)
        if len(found) == _IPV4_BYTES:
            return bytes((_PRIVATE,)) + self._digest(found[:3], 2) + found[3:]
        return bytes((_UNIQUE_LOCAL,)) + self._digest(found[:8], 7) + self._digest(found, 8)

    def _digest(self, what: bytes, size: int) -> bytes:
        return blake2b(what, key=self._key, digest_size=size).digest()


def addresses_in(facts: Facts) -> set[bytes]:
    """Every address that a device tells of itself and of others, but for those that are the same everywhere."""
    shown = [
        *facts.addresses,
        *(entry.address for entry in (*facts.resolved, *facts.gateways, *facts.virtual_addresses)),
    ]
    shown += [entry.remote_address for entry in facts.neighbours if entry.remote_address]
    hardware = [entry.mac_address for entry in (*facts.interfaces.values(), *facts.forwarding, *facts.resolved)]
    hardware += [facts.base_mac, facts.chassis_id, *(entry.remote_chassis_id for entry in facts.neighbours)]
    return {packed for text in (*shown, *hardware) if text and (packed := bytes_of(text)) and not is_everywhere(packed)}


def bytes_of(text: str) -> bytes | None:
    """The bytes of a written address, None for anything else."""
    found = mac(text.encode())
    if found:
        return bytes.fromhex(found.replace(":", ""))
    parsed = address(text.encode())
    return ip_address(parsed).packed if parsed else None


def is_everywhere(packed: bytes) -> bool:
    """Whether an address is the same on every device: loopback, multicast, none."""
    if len(packed) == _MAC_BYTES:
        return False
    parsed = IPv4Address(packed) if len(packed) == _IPV4_BYTES else IPv6Address(packed)
    return parsed.is_loopback or parsed.is_multicast or parsed.is_unspecified


def _dotted(packed: bytes) -> str:
    return ".".join(map(str, packed))
