"""IP-MIB ipAddressTable (RFC 4293), the deprecated ipAddrTable (RFC 1213) and the addresses of IPV6-MIB (RFC 2465)."""

from collections.abc import Iterator

from discovery_agent.snmp.facts import Address, Facts
from discovery_agent.snmp.inet import address_of, indexed_address
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import Value, address, number
from discovery_agent.snmp.walk import Walk, oid_value

_OLD = "1.3.6.1.2.1.4.20.1"
_OLD_ADDRESS, _OLD_INTERFACE, _OLD_MASK = f"{_OLD}.1", f"{_OLD}.2", f"{_OLD}.3"
_NEW = "1.3.6.1.2.1.4.34.1"
_NEW_INTERFACE, _NEW_TYPE, _NEW_PREFIX = f"{_NEW}.3", f"{_NEW}.4", f"{_NEW}.5"
_V6 = "1.3.6.1.2.1.55.1.8.1"
_V6_PREFIX_LENGTH = f"{_V6}.2"
_UNICAST = 1
_V6_BYTES = 16


def read(walk: Walk, facts: Facts) -> None:
    """The new table first, because it holds both families; what it leaves open the older ones complete."""
    for found in (*_new(walk), *_old(walk), *_ipv6(walk)):
        facts.add_address(found)


def _old(walk: Walk) -> Iterator[Address]:
    masks, interfaces = walk.column(_OLD_MASK), walk.column(_OLD_INTERFACE)
    for index in walk.column(_OLD_ADDRESS) | interfaces | masks:
        found = address_of(index.split("."))
        if found:
            yield Address(found, _bits_of(masks.get(index)), number(interfaces.get(index)))


def _bits_of(mask: Value | None) -> int | None:
    """The length of a mask; None where its bits are not one run."""
    shown = address(mask) if mask != b"\x00\x00\x00\x00" else "0.0.0.0"  # noqa: S104 - a mask of no bits
    if shown is None or ":" in shown:
        return None
    binary = "".join(f"{int(part):08b}" for part in shown.split("."))
    return None if "01" in binary else binary.count("1")


def _new(walk: Walk) -> Iterator[Address]:
    kinds, prefixes = walk.column(_NEW_TYPE), walk.column(_NEW_PREFIX)
    for index, interface in walk.column(_NEW_INTERFACE).items():
        found = indexed_address(index.split("."))
        kind = number(kinds.get(index))
        if found and kind in (None, _UNICAST):
            yield Address(found, _prefix_length(prefixes.get(index), found), number(interface))


def _prefix_length(pointer: Value | None, found: str) -> int | None:
    """The last part of the pointer to the row of ipAddressPrefixTable."""
    row = oid_value(pointer)
    if row is None or row.strip("0.") == "":
        return None
    length = int(row.rpartition(".")[2])
    return length if length <= (128 if ":" in found else 32) else None


def _ipv6(walk: Walk) -> Iterator[Address]:
    for index, value in walk.column(_V6_PREFIX_LENGTH).items():
        interface, *parts = index.split(".")
        found = address_of(parts[-_V6_BYTES:])
        length = number(value)
        if found and length is not None and 0 <= length <= 128:  # noqa: PLR2004 - bits of an address
            yield Address(found, length, int(interface))


table = Table(
    name="ip_addresses",
    columns=(_OLD_ADDRESS, _OLD_INTERFACE, _OLD_MASK, _NEW_INTERFACE, _NEW_TYPE, _NEW_PREFIX, _V6_PREFIX_LENGTH),
    read=read,
)
